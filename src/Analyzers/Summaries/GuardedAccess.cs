using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>Which accesses say something about the discipline of a type, and what a lack of a guard means there.</summary>
internal sealed class GuardedAccess
{
    private readonly OverlapEvidence _overlap;
    private readonly HashSet<object> _handedOut = new();
    private readonly Dictionary<LoweredBody, bool> _apart = new();

    /// <summary>For one type.</summary>
    public GuardedAccess(TypeUnderTest type, OverlapEvidence overlap)
    {
        Type = type;
        _overlap = overlap;
        foreach (var flow in type.Flows)
        {
            foreach (var (body, _) in flow.HandedOut)
                _handedOut.Add(body);
        }
    }

    /// <summary>The type.</summary>
    public TypeUnderTest Type { get; }

    /// <summary>True where there is one object of the type only.</summary>
    public bool IsSingleton => _overlap.IsSingleton;

    /// <summary>A lambda that is given to an object which calls it when it likes: that may be within a call that the type makes with its guard held.</summary>
    public bool MayRunUnderGuardOfOthers(KnownAccess access) =>
        (access.Flow.Root.Traits & BodyTraits.Nested) != 0 && Type.Starts.Of(access.Flow.Root.Key) is { Count: > 0 } starts && starts.All(s => s.IsDelegate && s.When != RunsWhen.Concurrent && !(s.Via is { } via && Concurrency.RunsInParallel(via)));

    /// <summary>True for a location whose accesses can be held against each other: state of the type that no atomic step or concurrent collection protects.</summary>
    public bool Judges(AccessPath path)
    {
        if (path.Truncated || path.Root.Kind is not (RootKind.This or RootKind.Static) || path.Steps.Length is 0 or > 3)
            return false;
        if ((path.Traits & (LocationTraits.Volatile | LocationTraits.Concurrent | LocationTraits.ReadOnly)) != 0 || path.Steps.Take(path.Steps.Length - 1).Any(s => s.IsElement))
            return false;
        if (path.IsContent)
            return Collections.KindOf(TypeOf(path.Parent)) == CollectionKind.Plain;
        return path.Steps[path.Steps.Length - 1].Key is not IEventSymbol
            && !Type.Location(path).Writes.Any(w => w.Fact.Event is Write { Kind: WriteKind.Atomic or WriteKind.TestAndSet or WriteKind.Exchange });
    }

    /// <summary>True for what can serve as the guard of a location: one object of the type or of this instance, not a flag and not one of many.</summary>
    public static bool IsGuard(AccessPath guard) =>
        guard.Root.Kind is RootKind.This or RootKind.Static
        && guard.Steps.Length <= 2
        && !guard.Steps.Any(s => s.IsElement)
        && !(TypeOf(guard) is { } type && GuardHabits.IsTurnTaker(type.Name))
        && (guard.Traits & (LocationTraits.ImmutableValue | LocationTraits.Boolean)) == 0
        && !(!guard.Steps.IsEmpty && guard.Steps[guard.Steps.Length - 1].Key is IMethodSymbol { Parameters: var parameters } && parameters.Any(p => p.Type.Name is not ("CancellationToken" or "TimeSpan")));

    /// <summary>False where nothing can be said: the object is not shared there, or the guards held there are not known.</summary>
    public bool Counts(KnownAccess access)
    {
        var root = access.Flow.Root;
        if ((root.Traits & (BodyTraits.Constructor | BodyTraits.StaticConstructor | BodyTraits.Disposal | BodyTraits.EntryPoint | BodyTraits.OwnsThis)) != 0 || access.Flow.GaveUp)
            return false;
        if (access.Fact.Frame.Chain().Any(IsApart))
            return false;
        if (access.Guards.Any(IsGuard))
            return true;
        if (access.Fact.Frame.Chain().Select(_overlap.BeginningOfSingleFlow).FirstOrDefault(static b => b is not null) is { } alone && !IsChangedBeside(access.Fact.Path, alone))
            return false;
        return access.Guards.IsEmpty && !access.Flow.TakesUnnamed && IsReallyEntry(root) && !access.Fact.Frame.Chain().Any(b => _handedOut.Contains(b.Key));
    }

    /// <summary>True where the lack of a guard does harm: the access writes, or looks through a collection that others change.</summary>
    /// <param name="access">The access.</param>
    /// <param name="reads">True where reads are to be judged as well.</param>
    public static bool Matters(KnownAccess access, bool reads) => access.Fact.Event switch
    {
        Write { Kind: WriteKind.ByReference } => false,

        // A flag that is raised or lowered without a look at it: whoever looks under the guard sees the old or the new value, as if it had come first.
        Write { Kind: WriteKind.Assign, Constant: ConstantKind.True or ConstantKind.False } when access.Guards.IsEmpty => !access.Fact.Decisions.IsEmpty,
        Write => true,
        Read read when access.Fact.Path.IsContent && reads => LooksThrough(read, TypeOf(access.Fact.Path.Parent)),
        _ => false,
    };

    private static bool LooksThrough(Read read, ITypeSymbol? type) => read.Kind switch
    {
        ReadKind.Content => Places.IsEnumerated(read.Site),
        ReadKind.View => Places.IsLoop(read.Site),
        ReadKind.Test => Places.IsQuestion(read.Site) && Collections.IsKeyed(type),
        ReadKind.Value => Collections.IsKeyed(type),
        _ => false,
    };

    /// <summary>What never runs beside itself may still meet those who change the location under a guard.</summary>
    private bool IsChangedBeside(AccessPath path, object flow) =>
        Type.Location(path).Writes.Any(w => !w.InConstruction && w.Guards.Any(IsGuard) && !w.Fact.Frame.Chain().Any(b => IsApart(b) || Equals(_overlap.BeginningOfSingleFlow(b), flow)));

    private bool IsApart(LoweredBody body)
    {
        if (!_apart.TryGetValue(body, out var apart))
            _apart.Add(body, apart = Decide(body));
        return apart;
    }

    private bool Decide(LoweredBody body)
    {
        if ((body.Traits & BodyTraits.Disposal) != 0)
            return true;
        if ((body.Traits & BodyTraits.Nested) != 0)
            return false;
        if (GuardHabits.IsBeginning(body.Name) || GuardHabits.IsAside(body.Name))
            return true;
        if (body.Key is not IMethodSymbol method)
            return false;
        var isOpen = method.DeclaredAccessibility is Accessibility.Protected or Accessibility.ProtectedAndInternal;
        return GuardHabits.CallerHolds(body.Name, method.DeclaredAccessibility == Accessibility.Public)
            || isOpen
            || IsCalledAbove(method)
            || method.MethodKind is MethodKind.EventAdd or MethodKind.EventRemove
            || (method.MethodImplementationFlags & System.Reflection.MethodImplAttributes.Synchronized) != 0;
    }

    /// <summary>What a base class calls and this overrides may run under a guard that the base class holds.</summary>
    private bool IsCalledAbove(IMethodSymbol method)
    {
        for (var above = method.OverriddenMethod; above is not null; above = above.OverriddenMethod)
        {
            if (Type.Bodies.Calls(above.OriginalDefinition))
                return true;
        }

        return false;
    }

    /// <summary>A private body that is judged by itself was called from somewhere out of sight of the flow, guard and all.</summary>
    private bool IsReallyEntry(LoweredBody root)
    {
        if (_handedOut.Contains(root.Key))
            return false;
        if ((root.Traits & BodyTraits.Private) == 0)
            return true;
        var starts = Type.Starts.Of(root.Key);
        return starts.Count > 0 && starts.All(s => s.IsDelegate || (!s.Awaited && (root.Traits & BodyTraits.Async) != 0));
    }

    private static ITypeSymbol? TypeOf(AccessPath? path) => path is null || path.Steps.IsEmpty ? null : path.Steps[path.Steps.Length - 1].Key switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };
}
