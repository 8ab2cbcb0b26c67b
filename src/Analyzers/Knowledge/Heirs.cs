using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>The types of a compilation that derive from a type or implement it, found by its name in lists of bases.</summary>
internal static class Heirs
{
    /// <summary>The direct heirs, in the order of the files.</summary>
    /// <param name="type">The type.</param>
    /// <param name="compilation">Where to look.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <param name="where">Which declarations are wanted, before anything is bound; null for all.</param>
    public static IEnumerable<INamedTypeSymbol> Of(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken, Func<BaseTypeDeclarationSyntax, bool>? where = null)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var name in NameIndex.Find(tree, type.Name, cancellationToken))
            {
                if (ListOf(name)?.Parent is not BaseTypeDeclarationSyntax declaration || where?.Invoke(declaration) == false || compilation.GetSemanticModel(tree).GetDeclaredSymbol(declaration, cancellationToken) is not INamedTypeSymbol heir)
                    continue;
                if (IsBase(heir.BaseType, type) || heir.Interfaces.Any(i => IsBase(i, type)))
                    yield return heir;
            }
        }
    }

    private static bool IsBase(INamedTypeSymbol? candidate, INamedTypeSymbol type) => SymbolEqualityComparer.Default.Equals(candidate?.OriginalDefinition, type.OriginalDefinition);

    private static BaseListSyntax? ListOf(SimpleNameSyntax name)
    {
        SyntaxNode? node = name;
        while (node is NameSyntax)
            node = node.Parent;
        return node is BaseTypeSyntax ? node.Parent as BaseListSyntax : null;
    }
}
