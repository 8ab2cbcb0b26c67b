using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>What the declaration and the registrations of a type say about who uses its objects.</summary>
internal sealed class TypeKnowledge
{
    private readonly INamedTypeSymbol _type;
    private readonly Compilation _compilation;
    private readonly TypeContracts _contracts;
    private readonly Lazy<Registrations> _registrations;
    private readonly Lazy<string?> _confined;
    private readonly Lazy<CallerEvidence> _callers;
    private readonly Lazy<string?> _notShared;
    private readonly Lazy<Evidence?> _shared;
    private readonly Dictionary<IMethodSymbol, Evidence?> _together = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IMethodSymbol, string?> _oneAtATime = new(SymbolEqualityComparer.Default);

    /// <summary>For one type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="compilation">Where registrations and users are looked for.</param>
    /// <param name="options">What users have set.</param>
    /// <param name="cancellationToken">Ends the search for users.</param>
    public TypeKnowledge(INamedTypeSymbol type, Compilation compilation, Options? options = null, CancellationToken cancellationToken = default)
    {
        Options = options ?? Options.None;
        _compilation = compilation;
        _type = type;
        _contracts = new TypeContracts(type);
        _notShared = new Lazy<string?>(FindNotShared);
        _shared = new Lazy<Evidence?>(FindShared);
        _registrations = new Lazy<Registrations>(() => Registrations.Of(compilation));
        var confinement = new Lazy<Confinement>(() => new Confinement(Uses.In(compilation), t => new TypeKnowledge(t, compilation, options).NotSharedBecause, cancellationToken));
        _confined = new Lazy<string?>(() => confinement.Value.Because(_type));
        _callers = new Lazy<CallerEvidence>(() => new CallerEvidence(Uses.In(compilation), confinement.Value, m => new TypeKnowledge(m.ContainingType, compilation, options).SingleFlowBecause(m.Name), cancellationToken));
    }

    /// <summary>What users have set.</summary>
    public Options Options { get; }

    /// <summary>Where a reader of messages of the type changes one; null where none is in sight.</summary>
    public SyntaxNode? ReaderChangeOf(ITypeSymbol message) => Messages.ReaderChanges.Of(message.WithNullableAnnotation(NullableAnnotation.NotAnnotated), _compilation, default);

    /// <summary>Why each object stays with one execution, as the creations in the compilation show; null where they do not.</summary>
    public string? ConfinedBecause => _confined.Value;

    /// <summary>True where all callers hand the same thing in for a parameter; what is kept of it is the same, whichever call comes last.</summary>
    public bool IsSameForAll(object parameter) => parameter is IParameterSymbol given && new SameForAll(_compilation, default).Gets(given);

    /// <summary>Callers of the member elsewhere that start several runs of it at once; null where none is seen.</summary>
    public Evidence? StartedTogether(object member) => Asked(member, _together, m => _callers.Value.Together(m));

    /// <summary>True where the one call of the member that is in sight stands in a loop that waits for it; others may call it from elsewhere.</summary>
    public bool IsCalledInOneLoop(object member) => member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && _callers.Value.IsCalledInOneLoop(method);

    /// <summary>Why runs of the member come one after the other, as its callers show; null where they do not.</summary>
    public string? OneAtATimeBecause(object member) => Asked(member, _oneAtATime, m => _callers.Value.OneAtATime(m) ?? GuardedAbove.Because(m));

    /// <summary>Why objects of the type are used by one execution at a time; null where nothing says so.</summary>
    public string? NotSharedBecause => _notShared.Value;

    /// <summary>True for the classes of tests, and what stands inside one.</summary>
    public bool IsTest
    {
        get
        {
            for (var type = _type; type is not null; type = type.ContainingType)
            {
                if (new TypeContracts(type).IsTest)
                    return true;
            }

            return false;
        }
    }

    /// <summary>The same, as far as the declaration alone says so: no file but its own is looked at.</summary>
    public string? NotSharedByContract => NotSharedByIntent ?? (SharedByIntent is null ? _contracts.NotShared : null);

    /// <summary>True where the declaration or the registrations say that one execution at a time uses an object, for all members alike.</summary>
    public bool IsConfined => !_contracts.RunsSomeOutOfTurn && NotSharedBecause is not null;

    /// <summary>Why one object of the type serves many executions; null where nothing says so.</summary>
    public Evidence? Shared => _shared.Value;

    /// <summary>The guard that the location is marked with, <c>[GuardedBy("_gate")]</c>; null for none.</summary>
    public AccessPath? GuardOf(AccessPath path) => Intent.GuardOf(path, KnowledgeBase.Create(_compilation));

    /// <summary>The class that registers the type as a singleton; null for none.</summary>
    public string? SingletonIn => Names().Select(n => _registrations.Value.Find(n)?.SingletonIn).FirstOrDefault(i => i is not null);

    /// <summary>Why other members run while one waits; null where nothing says so.</summary>
    public string? InterleavesBecause => _contracts.Interleaves;

    /// <summary>True where a framework runs the calls of an object in turns.</summary>
    public bool TakesTurns => _contracts.HasBase(Concurrency.TakesTurns);

    /// <summary>Why a member can be run beside itself, by the contract of its framework; null where nothing says so.</summary>
    public string? BesideItselfBecause(string member) => _contracts.BesideItself(member);

    /// <summary>True for a member that is run while another one waits, in an object whose calls are otherwise run in turns.</summary>
    public bool RunsOutOfTurn(string member) => _contracts.RunsOutOfTurn(member);

    /// <summary>Why a member runs in one flow only, by the contract of its framework; null where nothing says so.</summary>
    public string? SingleFlowBecause(string member) => _contracts.SingleFlow(member);

    /// <summary>What somebody has said of the type beats what its declaration looks like; what stands at the type beats the options.</summary>
    private string? NotSharedByIntent => Intent.OfObjects(_type) switch
    {
        (Annotation.ThreadConfined, var name) => $"'{name}' is marked [ThreadConfined]",
        (Annotation.NotThreadSafe, var name) => $"'{name}' is marked [NotThreadSafe]",
        (Annotation.None, _) when Options.Of(_type).ConfinedTypes.Find(_type) is { } name => $"'{name}' is among the confined types of '.editorconfig'",
        _ => null,
    };

    /// <summary>True where an attribute or option says that one object serves many: the users at hand may not be all.</summary>
    public bool IsSaidToBeShared => SharedByIntent is not null;

    private Evidence? SharedByIntent => Intent.OfObjects(_type) switch
    {
        (Annotation.ThreadSafe, var name) => new Evidence(EvidenceStrength.Likely, Overlap.Anytime, $"'{name}' is marked [ThreadSafe]"),
        (Annotation.None, _) when Options.Of(_type).SharedTypes.Find(_type) is { } name => new Evidence(EvidenceStrength.Proven, Overlap.Anytime, $"'{name}' is among the shared types of '.editorconfig'"),
        _ => null,
    };

    /// <summary>True where code of the type goes on after a suspension on the one thread, or in the one turn, that it belongs to.</summary>
    public bool ComesBack => IsBehindMarkup || _contracts.HasBase(Concurrency.ComesBack) || _type.GetMembers().Any(m => m is IFieldSymbol field && Array.IndexOf(Concurrency.ComesBackWith, field.Type.Name) >= 0) || Concurrency.ComesBackByName.Any(end => _type.Name.EndsWith(end, StringComparison.Ordinal));

    /// <summary>True where a file of the type stands behind one of markup, which names its base class.</summary>
    private bool IsBehindMarkup => _type.DeclaringSyntaxReferences.Any(r => Concurrency.BehindMarkup.Any(end => r.SyntaxTree.FilePath.EndsWith(end, StringComparison.OrdinalIgnoreCase)));

    /// <summary>True where the project has a synchronization context that code switches to by awaiting it.</summary>
    public bool ComesBackToOwnLoop => OwnLoops.In(_compilation, default);

    private string? FindNotShared() => NotSharedByContract ?? (SharedByIntent is null && Lifetime == Lifetime.PerScope ? "registered as scoped or transient only" : null);

    private Evidence? FindShared()
    {
        if (SharedByIntent is { } intent)
            return intent;
        return SingletonIn is { } inside ? new Evidence(EvidenceStrength.Proven, Overlap.Anytime, $"registered as a singleton in '{inside}'") : _contracts.Shared;
    }

    private static T? Asked<T>(object member, Dictionary<IMethodSymbol, T?> known, Func<IMethodSymbol, T?> ask)
        where T : class
    {
        if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method)
            return null;
        if (!known.TryGetValue(method, out var answer))
            known.Add(method, answer = ask(method));
        return answer;
    }

    private Lifetime Lifetime
    {
        get
        {
            var result = Lifetime.None;
            foreach (var name in Names())
                result |= _registrations.Value.Find(name)?.Lifetime ?? Lifetime.None;
            return result;
        }
    }

    /// <summary>The names under which the type can be registered: its own, and interfaces of its project that carry its name.</summary>
    private IEnumerable<string> Names()
    {
        yield return _type.Name;
        foreach (var i in _type.AllInterfaces)
        {
            if (i.Name == "I" + _type.Name)
                yield return i.Name;
        }
    }
}
