using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>What the platform keeps for each thread, or for the whole process, behind a static member.</summary>
/// <param name="Space">The namespace.</param>
/// <param name="Type">The type.</param>
/// <param name="Name">How messages call it; the property, where there is one.</param>
/// <param name="Getter">The method that reads it; empty where the property does.</param>
/// <param name="Setter">The method that sets it; empty where the property does.</param>
/// <param name="Traits"><see cref="LocationTraits.ThreadOwn"/> for what each thread has for itself, <see cref="LocationTraits.OfProcess"/> for what all share.</param>
internal sealed record PlatformSlot(string Space, string Type, string Name, string Getter = "", string Setter = "", LocationTraits Traits = LocationTraits.OfProcess | LocationTraits.OfPlatform)
{
    /// <summary>The root of the paths of all of them.</summary>
    public static object Root { get; } = new();

    /// <summary>True where platforms that have <c>AsyncLocal</c> let the value flow with the execution; there the row does not hold.</summary>
    public bool FlowsToday { get; init; }

    /// <summary>True where the first argument says which of many slots is meant.</summary>
    public bool Keyed { get; init; }

    /// <summary>True where it is a member of the object that <c>Thread.CurrentThread</c> gives, with a name that other objects have as well.</summary>
    public bool OfCurrentThread { get; init; }

    /// <summary>True where the host sets it and keeps it up across suspensions that come back to the host's context.</summary>
    public bool OfHost { get; init; }
}

/// <summary>The table of such members.</summary>
internal static class ThreadSlots
{
    private static readonly PlatformSlot[] s_slots =
    {
        new("System.Threading", "Thread", "CurrentPrincipal", Traits: LocationTraits.ThreadOwn | LocationTraits.OfPlatform) { FlowsToday = true },
        new("System.Threading", "Thread", "CurrentCulture", Traits: LocationTraits.ThreadOwn | LocationTraits.OfPlatform) { FlowsToday = true },
        new("System.Threading", "Thread", "CurrentUICulture", Traits: LocationTraits.ThreadOwn | LocationTraits.OfPlatform) { FlowsToday = true },
        new("System.Threading", "Thread", "Priority", Traits: LocationTraits.ThreadOwn | LocationTraits.OfPlatform) { OfCurrentThread = true },
        new("System.Threading", "Thread", "Name", Traits: LocationTraits.ThreadOwn | LocationTraits.OfPlatform) { OfCurrentThread = true },
        new("System.Threading", "Thread", "IsBackground", Traits: LocationTraits.ThreadOwn | LocationTraits.OfPlatform) { OfCurrentThread = true },
        new("System.Threading", "Thread", "GetData", "GetData", "SetData", LocationTraits.ThreadOwn | LocationTraits.OfPlatform) { Keyed = true },
        new("System.Threading", "SynchronizationContext", "Current", Setter: "SetSynchronizationContext", Traits: LocationTraits.ThreadOwn | LocationTraits.OfPlatform),
        new("System.Globalization", "CultureInfo", "CurrentCulture", Traits: LocationTraits.ThreadOwn | LocationTraits.OfPlatform) { FlowsToday = true },
        new("System.Globalization", "CultureInfo", "CurrentUICulture", Traits: LocationTraits.ThreadOwn | LocationTraits.OfPlatform) { FlowsToday = true },
        new("System.Runtime.Remoting.Messaging", "CallContext", "GetData", "GetData", "SetData", LocationTraits.ThreadOwn | LocationTraits.OfPlatform) { Keyed = true },
        new("System.Transactions", "Transaction", "Current", Traits: LocationTraits.ThreadOwn | LocationTraits.OfPlatform),
        new("System.Web", "HttpContext", "Current", Traits: LocationTraits.ThreadOwn | LocationTraits.OfPlatform) { OfHost = true },
        new("System.Globalization", "CultureInfo", "DefaultThreadCurrentCulture"),
        new("System.Globalization", "CultureInfo", "DefaultThreadCurrentUICulture"),
        new("System", "Console", "Out", Setter: "SetOut"),
        new("System", "Console", "Error", Setter: "SetError"),
        new("System", "Console", "In", Setter: "SetIn"),
        new("System", "Environment", "CurrentDirectory"),
        new("System", "Environment", "EnvironmentVariable", "GetEnvironmentVariable", "SetEnvironmentVariable") { Keyed = true },
        new("System.IO", "Directory", "CurrentDirectory", "GetCurrentDirectory", "SetCurrentDirectory"),
    };

    /// <summary>The property that gives the thread which runs the code.</summary>
    public const string CurrentThread = "CurrentThread";

    /// <summary>The type of threads.</summary>
    public const string ThreadType = "Thread";

    /// <summary>True for the types that have <see cref="Ids"/>.</summary>
    public static bool GivesId(ITypeSymbol type) => type.Name is "Environment" or ThreadType && type.IsBelow("System");

    /// <summary>True for what brings code back to one thread, by name.</summary>
    public static bool ComesBack(string type) => type is "SynchronizationContext" or "TaskScheduler" or "Dispatcher";

    /// <summary>The properties that give the number of the thread: of the one that runs the code, and of a thread.</summary>
    public static readonly string[] Ids = { "CurrentManagedThreadId", "ManagedThreadId" };

    /// <summary>The names of what is set through <see cref="CurrentThread"/>.</summary>
    public static bool MaySetOfThread(string name) => s_setOfThread.Contains(name);

    /// <summary>What shows in the syntax that one of them is set, by the last name of what is assigned or called.</summary>
    public static bool MaySet(string name, Func<bool> flows) => s_setBefore.Contains(name) && (s_setToday.Contains(name) || !flows());

    /// <summary>The methods that set one, and the block that does.</summary>
    public static readonly string[] Setters = s_slots.Select(s => s.Setter).Where(n => n.Length > 0).Append("TransactionScope").Distinct().ToArray();

    private static readonly HashSet<string> s_setToday = Settable(true);
    private static readonly HashSet<string> s_setBefore = Settable(false);
    private static readonly HashSet<string> s_setOfThread = new(s_slots.Where(s => s.OfCurrentThread).Select(s => s.Name), StringComparer.Ordinal);

    private static HashSet<string> Settable(bool flows) => new(s_slots.Where(s => s.Setter.Length == 0 && !s.OfHost && !s.OfCurrentThread && Holds(s, flows)).Select(s => s.Name), StringComparer.Ordinal);

    /// <summary>True where both names stand for a slot that the host sets: <c>HttpContext.Current</c>.</summary>
    public static bool MayAskHost(Func<string, bool> mentions) => s_slots.Any(s => s.OfHost && mentions(s.Type) && mentions(s.Name));

    /// <summary>The slot that a property stands for; null for none.</summary>
    /// <param name="property">The property.</param>
    /// <param name="flows">True where the platform has <c>AsyncLocal</c>.</param>
    public static PlatformSlot? OfProperty(IPropertySymbol property, bool flows)
    {
        foreach (var slot in s_slots)
        {
            if (slot.Name == property.Name && slot.Getter.Length == 0 && property.ContainingType.Is(slot.Space, slot.Type))
                return Holds(slot, flows) ? slot : null;
        }

        return null;
    }

    /// <summary>The slot that a method sets or reads; null for none.</summary>
    /// <param name="method">The method.</param>
    /// <param name="flows">True where the platform has <c>AsyncLocal</c>.</param>
    /// <param name="sets">Whether it sets it.</param>
    public static PlatformSlot? OfMethod(IMethodSymbol method, bool flows, out bool sets)
    {
        sets = false;
        if (!method.IsStatic)
            return null;
        foreach (var slot in s_slots)
        {
            if ((slot.Setter != method.Name && slot.Getter != method.Name) || !method.ContainingType.Is(slot.Space, slot.Type))
                continue;
            sets = slot.Setter == method.Name;
            return Holds(slot, flows) ? slot : null;
        }

        return null;
    }

    /// <summary>True for the block that sets the transaction of the thread while it lasts.</summary>
    public static bool IsTransactionScope(ITypeSymbol? type) => type.Is("System.Transactions", "TransactionScope");

    /// <summary>True for the option by which its maker says what flows.</summary>
    public static bool IsFlowOption(ITypeSymbol? type) => type.Is("System.Transactions", "TransactionScopeAsyncFlowOption");

    /// <summary>Objects that are made once for each thread to be used over and over: two executions at once spoil them. Collections and arrays apart.</summary>
    public static bool IsScratch(ITypeSymbol? type)
    {
        if (type is IArrayTypeSymbol)
            return true;
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (s_scratch.Contains(current.Name) && current.IsBelow("System"))
                return true;
        }

        return Collections.KindOf(type) == CollectionKind.Plain;
    }

    private static readonly HashSet<string> s_scratch = new(StringComparer.Ordinal)
    {
        "StringBuilder", "MemoryStream", "Random", "StringWriter", "BinaryWriter", "BinaryReader", "Utf8JsonWriter", "ArrayBufferWriter", "HashAlgorithm", "Stopwatch", "Stack", "Queue", "BitArray",
    };

    private static bool Holds(PlatformSlot slot, bool flows) => !slot.FlowsToday || !flows;
}
