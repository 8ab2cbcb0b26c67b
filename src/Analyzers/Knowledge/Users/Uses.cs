using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Users;

/// <summary>
/// Where methods are called and objects created anywhere in the compilation: found by name, then bound. Asked only when something is
/// about to be reported; a name that stands in too many places is given up, and then nothing is known.
/// </summary>
internal sealed class Uses
{
    private const int MaxPlaces = 60;
    private const int MaxBound = 24;
    private static readonly ConditionalWeakTable<Compilation, Uses> s_all = new();
    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyList<SimpleNameSyntax>?> _methods = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<string, IReadOnlyList<SimpleNameSyntax>?> _names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<IMethodSymbol, HashSet<ISymbol>> _above = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyList<SyntaxNode>?> _creations = new(SymbolEqualityComparer.Default);

    private bool? _isProgram;

    private Uses(Compilation compilation) => _compilation = compilation;

    /// <summary>The uses of a compilation.</summary>
    public static Uses In(Compilation compilation) => s_all.GetValue(compilation, static c => new Uses(c));

    /// <summary>What a node means.</summary>
    public SemanticModel ModelOf(SyntaxNode node) =>
#pragma warning disable RS1030 // Users of a type stand in other files. One model per file and compilation, and only for findings.
        _models.GetOrAdd(node.SyntaxTree, t => _compilation.GetSemanticModel(t));
#pragma warning restore RS1030

    /// <summary>The places that name the method (or what it overrides or implements), outside <c>nameof</c>; null where they cannot all be known.</summary>
    public IReadOnlyList<SimpleNameSyntax>? Of(IMethodSymbol method, CancellationToken cancellationToken) =>
        _methods.GetOrAdd(method.OriginalDefinition, m => FindUses(m, cancellationToken));

    /// <summary>The object creations of the type; null where objects can come from elsewhere: a container, reflection, a derived class.</summary>
    public IReadOnlyList<SyntaxNode>? CreationsOf(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        _creations.GetOrAdd(type.OriginalDefinition, t => FindCreations(t, cancellationToken));

    /// <summary>True where nothing outside the compilation can name the symbol.</summary>
    public static bool IsHidden(ISymbol symbol)
    {
        for (var s = symbol; s is not null and not INamespaceSymbol; s = s.ContainingSymbol)
        {
            if (s.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal)
                return true;
        }

        return false;
    }

    /// <summary>True where all creations of the type stand in the compilation: it is hidden or part of a program.</summary>
    public bool IsClosed(INamedTypeSymbol type) => IsHidden(type) || IsProgram;

    /// <summary>True where all calls of the method stand in the compilation: it is hidden or part of a program, and no framework knows it.</summary>
    public bool IsClosed(IMethodSymbol method)
    {
        if (!IsHidden(method) && !IsProgram || method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation) || !method.GetAttributes().IsEmpty)
            return false;
        foreach (var above in Above(method))
        {
            if (above.DeclaringSyntaxReferences.IsEmpty || (!IsHidden(above) && !IsProgram))
                return false;
        }

        return true;
    }

    /// <summary>True where nobody else compiles against this: a program, by its kind or by what it begins with.</summary>
    private bool IsProgram => _isProgram ??=
        _compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication
        || _compilation.SyntaxTrees.Any(t => NameIndex.Of(t).MayContain("Main") && t.GetRoot() is CompilationUnitSyntax unit && unit.DescendantNodes(static n => n is not BaseMethodDeclarationSyntax).Any(IsMain));

    private static bool IsMain(SyntaxNode node) =>
        node is MethodDeclarationSyntax { Identifier.ValueText: "Main", Parent: ClassDeclarationSyntax } method && method.Modifiers.Any(m => m.ValueText == "static");

    /// <summary>What the method overrides or implements.</summary>
    private static IEnumerable<IMethodSymbol> Above(IMethodSymbol method)
    {
        for (var m = method.OverriddenMethod; m is not null; m = m.OverriddenMethod)
            yield return m.OriginalDefinition;
        foreach (var i in method.ContainingType.AllInterfaces)
        {
            foreach (var member in i.GetMembers().OfType<IMethodSymbol>())
            {
                if ((member.Name == method.Name || method.MethodKind == MethodKind.ExplicitInterfaceImplementation)
                    && SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member)?.OriginalDefinition, method.OriginalDefinition))
                {
                    yield return member.OriginalDefinition;
                }
            }
        }
    }

    /// <summary>The places that carry the name of the method and may be calls of it; null where there are too many.</summary>
    public IReadOnlyList<SimpleNameSyntax>? NamedLike(IMethodSymbol method, CancellationToken cancellationToken) =>
        _names.GetOrAdd(NameOf(method), name =>
        {
            var found = new List<SimpleNameSyntax>();
            foreach (var tree in _compilation.SyntaxTrees)
            {
                foreach (var place in NameIndex.Find(tree, name, cancellationToken))
                {
                    if (IsDeclared(place) || IsNameOf(place))
                        continue;
                    found.Add(place);
                    if (found.Count > MaxPlaces)
                        return null;
                }
            }

            return found;
        });

    /// <summary>True where a place that looks so means the method, or may; asking this costs less than asking for all uses.</summary>
    public bool MayBeUsed(IMethodSymbol method, Func<SimpleNameSyntax, bool> looks, CancellationToken cancellationToken) =>
        NamedLike(method, cancellationToken) is not { Count: <= MaxBound } places || places.Any(p => looks(p) && Means(p, method, cancellationToken) != false);

    /// <summary>True where the place means the method, or what it overrides or implements; null where it means nothing that is known.</summary>
    public bool? Means(SimpleNameSyntax place, IMethodSymbol method, CancellationToken cancellationToken)
    {
        var info = ModelOf(place).GetSymbolInfo(place, cancellationToken);
        var symbols = info.Symbol is { } symbol ? ImmutableArray.Create(symbol) : info.CandidateSymbols;
        if (symbols.IsEmpty)
            return null;
        var wanted = _above.GetOrAdd(method, static m => new HashSet<ISymbol>(Above(m), SymbolEqualityComparer.Default) { m });
        return symbols.Any(s => wanted.Contains(s.OriginalDefinition) || (s is IMethodSymbol { ReducedFrom: { } reduced } && wanted.Contains(reduced.OriginalDefinition)));
    }

    private static string NameOf(IMethodSymbol method) => method.ExplicitInterfaceImplementations.IsEmpty ? method.Name : method.ExplicitInterfaceImplementations[0].Name;

    private static bool IsDeclared(SimpleNameSyntax place) => place.Parent is ExplicitInterfaceSpecifierSyntax or NameColonSyntax or NameEqualsSyntax;

    private IReadOnlyList<SimpleNameSyntax>? FindUses(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (NamedLike(method, cancellationToken) is not { Count: <= MaxBound } places)
            return null;
        var found = new List<SimpleNameSyntax>();
        foreach (var place in places)
        {
            switch (Means(place, method, cancellationToken))
            {
                case null:
                    return null;
                case true:
                    found.Add(place);
                    break;
            }
        }

        return found;
    }

    private IReadOnlyList<SyntaxNode>? FindCreations(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var found = new List<SyntaxNode>();
        var places = 0;
        foreach (var tree in _compilation.SyntaxTrees)
        {
            foreach (var place in NameIndex.Find(tree, type.Name, cancellationToken))
            {
                if (++places > MaxPlaces)
                    return null;
                switch (Creation(place))
                {
                    case null:
                        return null;
                    case SyntaxNode creation when creation != place:
                        found.Add(creation);
                        break;
                }
            }
        }

        return found;
    }

    /// <summary>The creation that the name of the type stands in; the name itself where it creates nothing; null where it hands the type to others who may.</summary>
    private static SyntaxNode? Creation(SimpleNameSyntax place)
    {
        SyntaxNode type = place;
        while (type.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax or NullableTypeSyntax)
            type = type.Parent;
        switch (type.Parent)
        {
            case ObjectCreationExpressionSyntax creation when creation.Type == type:
                return creation;
            case SimpleBaseTypeSyntax or PrimaryConstructorBaseTypeSyntax or TypeOfExpressionSyntax:
                return null;
            case TypeArgumentListSyntax { Parent: GenericNameSyntax generic } when IsCalled(generic):
                return null;
            case VariableDeclarationSyntax { Variables: [{ Initializer.Value: ImplicitObjectCreationExpressionSyntax creation }] }:
                return creation;
            case PropertyDeclarationSyntax { Initializer.Value: ImplicitObjectCreationExpressionSyntax creation }:
                return creation;
            case MethodDeclarationSyntax or LocalFunctionStatementSyntax or TypeArgumentListSyntax { Parent.Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax }:
                return type.FirstAncestorOrSelf<SyntaxNode>(static n => n is MethodDeclarationSyntax or LocalFunctionStatementSyntax)!
                    .DescendantNodes().OfType<ImplicitObjectCreationExpressionSyntax>().FirstOrDefault(static c => c.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax) ?? (SyntaxNode)place;
            default:
                return place;
        }
    }

    private static bool IsCalled(GenericNameSyntax generic) =>
        generic.Parent is InvocationExpressionSyntax || (generic.Parent is MemberAccessExpressionSyntax access && access.Name == generic && access.Parent is InvocationExpressionSyntax)
        || generic.Parent is MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax };

    private static bool IsNameOf(SyntaxNode place) =>
        place.FirstAncestorOrSelf<ArgumentSyntax>() is { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } };
}
