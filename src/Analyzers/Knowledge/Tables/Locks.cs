using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>What a call does to a guard.</summary>
internal enum LockAction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Asks for it.</summary>
    Acquire,

    /// <summary>Asks for it and waits no longer than its first argument says.</summary>
    TryAcquire,

    /// <summary>Gives it back.</summary>
    Release,
}

/// <summary>A row of the table of guards.</summary>
/// <param name="Action">What the call does.</param>
/// <param name="Kind">What the guard excludes.</param>
/// <param name="Asynchronous">True where the answer is a task.</param>
internal sealed record LockRow(LockAction Action, LockKind Kind, bool Asynchronous);

/// <summary>Which calls take and give back guards: by type and method where both are known, by the words in their names elsewhere.</summary>
internal static class Locks
{
    private static readonly LockRow s_takeThread = new(LockAction.Acquire, LockKind.Thread, false);
    private static readonly LockRow s_tryThread = new(LockAction.TryAcquire, LockKind.Thread, false);
    private static readonly LockRow s_giveThread = new(LockAction.Release, LockKind.Thread, false);
    private static readonly LockRow s_takeShared = new(LockAction.Acquire, LockKind.Shared, false);
    private static readonly LockRow s_giveShared = new(LockAction.Release, LockKind.Shared, false);

    private static readonly Dictionary<(string Type, string Method), LockRow> s_rows = new()
    {
        [("SemaphoreSlim", "WaitAsync")] = new(LockAction.Acquire, LockKind.Async, true),
        [("SemaphoreSlim", "Wait")] = new(LockAction.Acquire, LockKind.Async, false),
        [("SemaphoreSlim", "Release")] = new(LockAction.Release, LockKind.Async, false),
        [("Semaphore", "WaitOne")] = new(LockAction.Acquire, LockKind.Async, false),
        [("Semaphore", "Release")] = new(LockAction.Release, LockKind.Async, false),
        [("Monitor", "Enter")] = s_takeThread,
        [("Monitor", "TryEnter")] = s_tryThread,
        [("Monitor", "Exit")] = s_giveThread,
        [("Lock", "Enter")] = s_takeThread,
        [("Lock", "EnterScope")] = s_takeThread,
        [("Lock", "TryEnter")] = s_tryThread,
        [("Lock", "Exit")] = s_giveThread,
        [("Mutex", "WaitOne")] = s_takeThread,
        [("Mutex", "ReleaseMutex")] = s_giveThread,
        [("SpinLock", "Enter")] = s_takeThread,
        [("SpinLock", "TryEnter")] = s_tryThread,
        [("SpinLock", "Exit")] = s_giveThread,
        [("ReaderWriterLockSlim", "EnterWriteLock")] = s_takeThread,
        [("ReaderWriterLockSlim", "TryEnterWriteLock")] = s_tryThread,
        [("ReaderWriterLockSlim", "ExitWriteLock")] = s_giveThread,
        [("ReaderWriterLockSlim", "EnterUpgradeableReadLock")] = s_takeThread,
        [("ReaderWriterLockSlim", "TryEnterUpgradeableReadLock")] = s_tryThread,
        [("ReaderWriterLockSlim", "ExitUpgradeableReadLock")] = s_giveThread,
        [("ReaderWriterLockSlim", "EnterReadLock")] = s_takeShared,
        [("ReaderWriterLockSlim", "TryEnterReadLock")] = new(LockAction.TryAcquire, LockKind.Shared, false),
        [("ReaderWriterLockSlim", "ExitReadLock")] = s_giveShared,
    };

    private static readonly HashSet<string> s_taking = new(s_rows.Where(r => r.Value.Action != LockAction.Release).Select(r => r.Key.Method), StringComparer.Ordinal);

    private static readonly HashSet<string> s_giving = new(s_rows.Where(r => r.Value.Action == LockAction.Release).Select(r => r.Key.Method), StringComparer.Ordinal);

    private static readonly string[] s_lockWords = { "Lock", "Mutex", "Semaphore", "Gate", "Guard", "Exclusive", "Synchronize", "Critical" };

    /// <summary>Words without which hardly any file takes a guard.</summary>
    public static IReadOnlyList<string> TellingWords { get; } = s_taking.Concat(new[] { "lock", "LockAsync", "EnterAsync", "AcquireAsync", "TakeAsync", "GuardedBy" }).ToArray();

    private static readonly string[] s_takingWords = { "Lock", "Enter", "Acquire", "Wait", "Open", "Take", "Hold", "Use", "Reserve", "Guard", "Begin", "Get", "Obtain", "Upgrade", "Downgrade" };

    private static readonly string[] s_takingStarts = { "Lock", "Enter", "Acquire", "Wait", "Take", "TryLock", "TryEnter", "TryAcquire", "TryWait", "TryTake" };

    private static readonly string[] s_givingStarts = { "Release", "Exit", "Unlock", "Leave", "TryRelease", "SafeRelease", "TryExit", "TryUnlock" };

    private static readonly string[] s_releaserWords = { "Releaser", "Release", "Scope", "Handle", "Lease", "Token", "Holder", "Disposable" };

    private static readonly string[] s_sharedWords = { "Read", "Reader", "Shared" };

    /// <summary>True for types that show, by their names alone, that whoever uses them knows of several threads.</summary>
    public static bool ShowsThreads(string type) => type is "Interlocked" or "Monitor" or Semaphore or "ReaderWriterLockSlim" or "Volatile";

    /// <summary>The type of which wrappers are known.</summary>
    public const string Semaphore = "SemaphoreSlim";

    /// <summary>The wait for one whose task can be kept.</summary>
    public const string Waits = "WaitAsync";

    /// <summary>True for the waits for one that can be told when to give up.</summary>
    public static bool WaitsForOne(string method) => method is Waits or "Wait";

    /// <summary>True for the types of what says how long to wait, as they are written.</summary>
    public static bool IsTime(string type) => type is "int" or "TimeSpan" or "System.TimeSpan";

    /// <summary>The call that gives one back.</summary>
    public const string Gives = "Release";

    /// <summary>True for the names of tokens and times that never end a wait.</summary>
    public static bool NeverEnds(string? limit) => limit is "None" or "Infinite" or "InfiniteTimeSpan";

    /// <summary>How many of its permits are free.</summary>
    public const string Count = "CurrentCount";

    /// <summary>True for names that a method which takes or gives back a guard may have.</summary>
    public static bool SoundsLikeProtocol(string method)
    {
        foreach (var start in s_takingStarts)
        {
            if (method.StartsWith(start, StringComparison.Ordinal))
                return true;
        }

        foreach (var start in s_givingStarts)
        {
            if (method.StartsWith(start, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>True for the names of locks that let their holder in again.</summary>
    public static bool MayBeEntered(string type) => type.IndexOf("entrant", StringComparison.Ordinal) >= 0 || type.IndexOf("Recursive", StringComparison.Ordinal) >= 0;

    /// <summary>The row of a call whose type and method the table has; null for any other.</summary>
    public static LockRow? RowOf(IMethodSymbol method)
    {
        var definition = method.ReducedFrom ?? method;
        return definition.ContainingType is { } type && type.IsIn("System.Threading") && s_rows.TryGetValue((type.Name, method.Name), out var row) ? row : null;
    }

    /// <summary>The same, with the types that a user has listed as guards: by the beginning of the method's name, or because it gives a releaser.</summary>
    public static LockRow? RowOf(IMethodSymbol method, NameList guardTypes)
    {
        var type = method.IsExtensionMethod && method.Parameters.Length > 0 ? method.Parameters[0].Type : method.ContainingType;
        if (RowOf(method) is { } known)
            return known;
        if (guardTypes.Find(type) is null)
            return null;
        var awaited = TypeFacts.AwaitedType(method.ReturnType);
        var asynchronous = awaited is not null || TypeFacts.IsTask(method.ReturnType);
        if (s_givingStarts.Any(start => method.Name.StartsWith(start, StringComparison.Ordinal)))
            return new LockRow(LockAction.Release, LockKind.Async, false);
        if (TypeFacts.IsDisposable(awaited ?? method.ReturnType) || s_takingStarts.Any(start => method.Name.StartsWith(start, StringComparison.Ordinal)))
            return new LockRow(!asynchronous && method.ReturnType.SpecialType == SpecialType.System_Boolean ? LockAction.TryAcquire : LockAction.Acquire, KindByName(method.Name), asynchronous);
        return null;
    }

    /// <summary>The row of a call that the guard inherits: a mutex is waited for like everything that can be waited for.</summary>
    public static LockRow? RowOfInherited(IMethodSymbol method, ITypeSymbol? receiver) =>
        method.ContainingType.Name == "WaitHandle" && receiver is { Name: "Mutex" } && receiver.IsIn("System.Threading") && s_rows.TryGetValue((receiver.Name, method.Name), out var row) ? row : null;

    /// <summary>The row of a call on a type that could not be resolved, by the names in the source; null for any other.</summary>
    public static LockRow? RowByName(string type, string method) => s_rows.TryGetValue((type, method), out var row) ? row : null;

    /// <summary>
    /// True for a call that gives a releaser, as async lock libraries and home-made locks have it: something disposable comes back, and
    /// the method or the type it is called on is named after a lock, or the type holds a semaphore of its own.
    /// </summary>
    public static bool GivesReleaser(IMethodSymbol method, ITypeSymbol? result, ITypeSymbol? receiver)
    {
        if (!TypeFacts.IsDisposable(result) || IsLockItself(result!))
            return false;
        if (DisposalReleases(result!))
            return true;
        var isReleaser = result!.TypeKind == TypeKind.Interface || result.Name.HasWord(s_lockWords) || result.Name.HasWord(s_releaserWords)
            || SymbolEqualityComparer.Default.Equals(result.ContainingType?.OriginalDefinition, receiver?.OriginalDefinition);
        if (receiver is not null && EndsInLockWord(receiver.Name) && isReleaser)
            return true;
        if (!method.Name.HasWord(s_takingWords))
            return false;
        return method.Name.HasWord(s_lockWords) || (receiver is not null && isReleaser && (receiver.Name.HasWord(s_lockWords) || HoldsSemaphore(receiver)));
    }

    /// <summary>True for async locks that, asked for once more by their holder, wait for ever, as all do that are not named otherwise.</summary>
    public static bool IsNotReentrant(ITypeSymbol? type) => type is not null && type.Name.EndsWith("AsyncLock", StringComparison.Ordinal) && type.Name.IndexOf("entrant", StringComparison.Ordinal) < 0;

    /// <summary>True where names alone say that the call takes a lock and gives a releaser.</summary>
    public static bool SoundsLikeTaking(string method, string? receiver) =>
        method.HasWord(s_takingWords) && (method.HasWord(s_lockWords) || (receiver is not null && receiver.HasWord(s_lockWords)));

    /// <summary>
    /// True for the names of calls that take a guard and have a counterpart, or give a releaser. Asked of every name of a type: the compiler
    /// makes a switch on length and letters of it, which hashes nothing.
    /// </summary>
    public static bool MayTake(string name) => IsTakingByThread(name) || name is "WaitAsync" or "Wait" or "LockAsync" or "EnterAsync" or "AcquireAsync" or "TakeAsync" or "EnterLockAsync" or "AcquireLockAsync" or "ReaderLockAsync" or "WriterLockAsync";

    /// <summary>True for those of them whose guard belongs to the thread.</summary>
    public static bool IsTakingByThread(string name) => name is "WaitOne" or "Enter" or "TryEnter" or "EnterWriteLock" or "EnterReadLock" or "EnterUpgradeableReadLock" or "TryEnterWriteLock" or "TryEnterReadLock" or "TryEnterUpgradeableReadLock";

    /// <summary>True for names that occur where a guard of any kind is taken or given back, and elsewhere too.</summary>
    public static bool MayUse(string name) => name is "Release" or "Dispose" or "Enter" or "TryEnter" or "EnterScope" || name.StartsWith("Wait", StringComparison.Ordinal) || name.IndexOf("Lock", StringComparison.Ordinal) >= 0;

    /// <summary>True for the names of their counterparts.</summary>
    public static bool MayGiveBack(string name) => name is "Release" or "Exit" or "Leave" or "Unlock" or "ReleaseMutex" or "ExitWriteLock" or "ExitReadLock" or "ExitUpgradeableReadLock";

    /// <summary>True for the name of a call that takes a guard of the table.</summary>
    public static bool IsTakingName(string method) => s_taking.Contains(method);

    /// <summary>True for the name of a call that gives one back.</summary>
    public static bool IsGivingName(string method) => s_giving.Contains(method);

    /// <summary>True for the call that gives back a guard of the platform which belongs to a thread, and not to several readers.</summary>
    public static bool GivesBackOfThread(string type, string method) => s_rows.TryGetValue((type, method), out var row) && row is { Action: LockAction.Release, Kind: LockKind.Thread };

    /// <summary>The kind of a lock that is taken by a method of this name.</summary>
    public static LockKind KindByName(string method) =>
        method.HasWord(s_sharedWords) && !method.HasWord(new[] { "Upgrade", "Upgradeable", "Write", "Writer" }) ? LockKind.Shared : LockKind.Async;

    /// <summary>True for the platform's own guards.</summary>
    public static bool IsKnown(ITypeSymbol type) => type.IsIn("System.Threading") && s_rows.Keys.Any(k => k.Type == type.Name);

    /// <summary>What an object of the type excludes when it is a guard; anything that has no asynchronous way in is locked by its thread.</summary>
    public static LockKind KindOf(ITypeSymbol type)
    {
        if (type.IsIn("System.Threading"))
            return s_rows.FirstOrDefault(r => r.Key.Type == type.Name && r.Value.Action == LockAction.Acquire).Value?.Kind ?? LockKind.Thread;
        return type.TypeKind == TypeKind.Error || type.SelfAndBases().Concat(type.AllInterfaces).Any(t => t.GetMembers().Any(m => m is IMethodSymbol { DeclaredAccessibility: not Accessibility.Private } method && (method.IsAsync || TypeFacts.IsTask(method.ReturnType) || TypeFacts.AwaitedType(method.ReturnType) is not null)))
            ? LockKind.Async
            : LockKind.Thread;
    }

    private static bool EndsInLockWord(string name) => s_lockWords.Any(word => name.EndsWith(word, StringComparison.Ordinal));

    /// <summary>A method that hands out a lock (<c>GetLock(key)</c>) does not take it.</summary>
    private static bool IsLockItself(ITypeSymbol type) =>
        type.SelfAndBases().Any(t => t.IsIn("System.Threading") && s_rows.Keys.Any(k => k.Type == t.Name)) || type.GetMembers().Any(m => m is IMethodSymbol && m.Name is "WaitAsync" or "LockAsync" or "EnterAsync" or "AcquireAsync");

    /// <summary>True for a type of the project whose disposal gives a guard back, whatever it is called.</summary>
    private static bool DisposalReleases(ITypeSymbol type) =>
        type.GetMembers().Any(m => m is IMethodSymbol { Name: "Dispose" or "DisposeAsync" } && m.DeclaringSyntaxReferences.Any(r => r.GetSyntax().ToString() is var text && text.Length < 2000 && text.Contains(".Release()")));

    private static bool HoldsSemaphore(ITypeSymbol type) =>
        type.GetMembers().Any(m => m is IFieldSymbol { Type.Name: "SemaphoreSlim" });
}
