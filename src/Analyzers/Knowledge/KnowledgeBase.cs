using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Messages;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// What is known about the members of a compilation; made once per compilation and shared by all bodies. Answers are computed
/// when first asked for and kept; to the outside it never changes.
/// </summary>
internal sealed class KnowledgeBase
{
    private static readonly ConditionalWeakTable<Compilation, KnowledgeBase> s_all = new();

    private readonly ConcurrentDictionary<INamedTypeSymbol, TypeSyntaxFacts> _syntax = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, TypeOutline> _outlines = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, PathStep> _steps = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IPropertySymbol, IFieldSymbol?> _behind = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IPropertySymbol, bool> _ambient = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<IMethodSymbol, ISymbol?> _handedOut = new(SymbolEqualityComparer.Default);

    private readonly Lazy<bool> _hasAsyncLocal;
    private readonly Lazy<ThreadMembers> _threadMembers;
    private readonly Lazy<ManyRuns> _manyRuns;
    private readonly Lazy<Forwarders> _forwarders;

    private KnowledgeBase(Compilation compilation, Options options)
    {
        Compilation = compilation;
        Options = options;
        Immutability = new ImmutabilityInference(this);
        _hasAsyncLocal = new Lazy<bool>(FindAsyncLocal);
        _threadMembers = new Lazy<ThreadMembers>(() => ThreadMembers.Of(Compilation));
        _manyRuns = new Lazy<ManyRuns>(() => ManyRuns.Of(Compilation));
        _forwarders = new Lazy<Forwarders>(() => Forwarders.Of(Compilation));
    }

    /// <summary>The compilation that all answers are about.</summary>
    public Compilation Compilation { get; }

    /// <summary>Which types have objects that can change.</summary>
    public ImmutabilityInference Immutability { get; }

    /// <summary>What users have set.</summary>
    public Options Options { get; }

    /// <summary>The knowledge for this compilation, under these options; null for any.</summary>
    public static KnowledgeBase Create(Compilation compilation, AnalyzerConfigOptionsProvider? options = null)
    {
        var known = s_all.GetValue(compilation, c => new KnowledgeBase(c, Options.Of(options)));
        return options is null || ReferenceEquals(known.Options.Provider, options) ? known : new KnowledgeBase(compilation, Options.Of(options));
    }

    /// <summary>True where the platform has values that flow with the execution: then culture and principal are such values.</summary>
    public bool HasAsyncLocal => _hasAsyncLocal.Value;

    /// <summary>The members that hand out what belongs to the thread.</summary>
    public ThreadMembers ThreadMembers => _threadMembers.Value;

    /// <summary>The methods of which several runs may be started at once.</summary>
    public ManyRuns ManyRuns => _manyRuns.Value;

    /// <summary>The methods that send what they are given.</summary>
    public Forwarders Forwarders => _forwarders.Value;

    /// <summary>What the syntax of the type (and the types around and inside it) says by name.</summary>
    public TypeSyntaxFacts SyntaxOf(INamedTypeSymbol type)
    {
        return _syntax.GetOrAdd(type.OriginalDefinition.Outermost(), static t => TypeSyntaxFacts.Of(t, CancellationToken.None));
    }

    /// <summary>The outline of another type than the one at hand: of a base that several derive from it is made once.</summary>
    public TypeOutline OutlineOf(INamedTypeSymbol type) =>
        _outlines.GetOrAdd(type.OriginalDefinition, static t => TypeOutline.Of(t, CancellationToken.None));

    /// <summary>
    /// The one symbol that stands for a location: the property of a backing field, the field of a property that only hands it on.
    /// </summary>
    public ISymbol LocationOf(ISymbol member)
    {
        switch (member.OriginalDefinition)
        {
            case IFieldSymbol { AssociatedSymbol: { } owner }:
                return LocationOf(owner);
            case IPropertySymbol property:
                return FieldBehind(property) ?? (ISymbol)property;
            case var other:
                return other;
        }
    }

    /// <summary>The step of a path for a field, property, event or primary-constructor parameter, with what its declaration says.</summary>
    public PathStep StepOf(ISymbol member)
    {
        var location = LocationOf(member);
        return _steps.GetOrAdd(location, l => new PathStep(l, l is IPropertySymbol { IsIndexer: true } ? "this[]" : l.Name, MemberFacts.TraitsOf(l, this)));
    }

    /// <summary>The field that the getter returns and nothing more, and that the setter (if there is one) sets.</summary>
    public IFieldSymbol? FieldBehind(IPropertySymbol property) =>
        _behind.GetOrAdd(property.OriginalDefinition, static p => MemberFacts.FieldBehind(p));

    /// <summary>The field whose object the method or getter gives back, once it has been awaited where it is async; null for none.</summary>
    public ISymbol? HandedOutBy(IMethodSymbol method) => _handedOut.GetOrAdd(method.OriginalDefinition, static m => HandedOut.By(m));

    /// <summary>True for a property that shows what an <c>AsyncLocal</c> of its object holds.</summary>
    public bool ShowsAmbient(IPropertySymbol property) => _ambient.GetOrAdd(property.OriginalDefinition, static p => MemberFacts.ShowsAmbient(p));

    private bool FindAsyncLocal() => !Compilation.GetTypesByMetadataName("System.Threading.AsyncLocal`1").IsEmpty;

    /// <summary>How many holders the semaphore admits at its creation, as far as the source tells; null where it does not.</summary>
    public int? PermitsOf(AccessPath semaphore, INamedTypeSymbol owner) => PermitsIn(semaphore, owner) switch
    {
        null or (_, "") => null,
        var (_, permits) when char.IsDigit(permits[0]) => int.TryParse(permits, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 2,
        var (type, permits) => type.GetMembers(permits).FirstOrDefault() is IFieldSymbol { HasConstantValue: true, ConstantValue: int value } ? value : null,
    };

    /// <summary>True where a name stands for that number which is no constant: a parameter, a setting, the number of processors.</summary>
    public bool IsCounted(AccessPath semaphore, INamedTypeSymbol owner) => PermitsIn(semaphore, owner) is (_, not "") && PermitsOf(semaphore, owner) is null;

    private (INamedTypeSymbol Type, string Permits)? PermitsIn(AccessPath semaphore, INamedTypeSymbol owner)
    {
        var type = !semaphore.Steps.IsEmpty && semaphore.Steps[semaphore.Steps.Length - 1].Key is ISymbol { ContainingType: { } declaring } ? declaring : owner;
        return SyntaxOf(type).Permits.TryGetValue(semaphore.DisplayName, out var permits) ? (type, permits) : null;
    }
}
