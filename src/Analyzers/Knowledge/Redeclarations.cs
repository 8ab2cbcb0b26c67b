using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Types that are declared several times where one declaration is meant: a file that was copied to be changed, a merge that is half done.
/// The compiler makes one type of all the declarations, in which every name is ambiguous, so that nothing can be said of it. Taken apart into
/// compilations in which each is declared once, each declaration is what its author sees.
/// </summary>
internal sealed class Redeclarations
{
    /// <summary>More copies than anybody keeps on purpose; what is declared more often stays without a word.</summary>
    private const int MostLayers = 4;

    private readonly Dictionary<SyntaxTree, int> _layers = new();
    private readonly Lazy<ImmutableArray<Compilation>> _compilations;

    private Redeclarations(Compilation compilation)
    {
        Assign(compilation);
        _compilations = new Lazy<ImmutableArray<Compilation>>(() => Split(compilation));
    }

    /// <summary>The redeclared types of a compilation.</summary>
    public static Redeclarations In(Compilation compilation) => new(compilation);

    /// <summary>True where the type, or the one around it, is declared more than once without <c>partial</c>.</summary>
    public static bool Is(INamedTypeSymbol type)
    {
        var declarations = type.Outermost().DeclaringSyntaxReferences;
        return declarations.Length > 1 && declarations.Any(static r => !MayHaveParts(r.GetSyntax()));
    }

    /// <summary>True for a file with a type that is declared again in another one.</summary>
    public bool Involve(SyntaxTree tree) => _layers.ContainsKey(tree);

    /// <summary>The compilation in which the file stands without those that declare its types again; null where there is none.</summary>
    public Compilation? Without(SyntaxTree tree) =>
        _layers.TryGetValue(tree, out var layer) && layer < _compilations.Value.Length ? _compilations.Value[layer] : null;

    /// <summary>What the names in a file mean to its author: a model in which its types are declared once; the model itself where they are.</summary>
    public static SemanticModel AsWritten(SemanticModel model, CancellationToken cancellationToken)
    {
        var declarations = model.SyntaxTree.GetRoot(cancellationToken).DescendantNodes(static n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<BaseTypeDeclarationSyntax>();
        return declarations.Any(d => model.GetDeclaredSymbol(d, cancellationToken) is { } type && Is(type)) && In(model.Compilation).Without(model.SyntaxTree) is { } compilation
            ? compilation.GetSemanticModel(model.SyntaxTree)
            : model;
    }

    private static bool MayHaveParts(SyntaxNode declaration) =>
        declaration is CompilationUnitSyntax || (declaration is MemberDeclarationSyntax member && member.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>Each file gets the first layer in which none of its types is declared yet, in the order of the paths.</summary>
    private void Assign(Compilation compilation)
    {
        var rivals = new Dictionary<SyntaxTree, HashSet<SyntaxTree>>();
        foreach (var type in TypesOf(compilation.Assembly.GlobalNamespace))
        {
            if (!Is(type))
                continue;
            var trees = type.DeclaringSyntaxReferences.Select(static r => r.SyntaxTree).Distinct().ToList();
            foreach (var tree in trees)
            {
                if (!rivals.TryGetValue(tree, out var others))
                    rivals.Add(tree, others = new HashSet<SyntaxTree>());
                others.UnionWith(trees);
            }
        }

        foreach (var tree in compilation.SyntaxTrees.Where(rivals.ContainsKey).OrderBy(static t => t.FilePath, StringComparer.Ordinal))
        {
            var taken = new HashSet<int>(rivals[tree].Where(_layers.ContainsKey).Select(t => _layers[t]));
            _layers.Add(tree, Enumerable.Range(0, taken.Count + 1).First(i => !taken.Contains(i)));
        }
    }

    private ImmutableArray<Compilation> Split(Compilation compilation)
    {
        var count = _layers.Count == 0 ? 0 : Math.Min(_layers.Values.Max() + 1, MostLayers);
        // Two declarations in one file cannot be told apart by leaving files out.
        return count < 2
            ? ImmutableArray<Compilation>.Empty
            : Enumerable.Range(0, count).Select(layer => compilation.RemoveSyntaxTrees(_layers.Where(l => l.Value != layer).Select(static l => l.Key))).ToImmutableArray();
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceSymbol space)
    {
        foreach (var member in space.GetMembers())
        {
            if (member is INamedTypeSymbol type)
            {
                yield return type;
            }
            else if (member is INamespaceSymbol inner)
            {
                foreach (var found in TypesOf(inner))
                    yield return found;
            }
        }
    }
}
