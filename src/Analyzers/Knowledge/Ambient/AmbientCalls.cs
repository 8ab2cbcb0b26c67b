using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Ambient;

/// <summary>The calls of a function: in the body of a local one, in its outermost type, and elsewhere where the type of a static one, or of a property, is named.</summary>
internal static class AmbientCalls
{
    /// <summary>The calls.</summary>
    public static IEnumerable<InvocationExpressionSyntax> Of(IMethodSymbol function, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var name in NamesOf(function, model, cancellationToken))
        {
            if (CallShape.CallOf(name) is { } call && SymbolEqualityComparer.Default.Equals(ModelOf(name, model).GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, function.OriginalDefinition))
                yield return call;
        }
    }

    /// <summary>The model of the file that the node stands in.</summary>
    public static SemanticModel ModelOf(SyntaxNode node, SemanticModel near) => node.SyntaxTree == near.SyntaxTree ? near : near.Compilation.GetSemanticModel(node.SyntaxTree);

    /// <summary>The places where a symbol can be named: its body, its outermost type, and files that name the type of a static one or of a property.</summary>
    public static IReadOnlyList<SyntaxNode> ScopesOf(ISymbol symbol, Compilation compilation, CancellationToken cancellationToken)
    {
        var declared = symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);
        if (declared is null)
            return Array.Empty<SyntaxNode>();
        if (symbol is ILocalSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction })
            return new[] { declared.Ancestors().First(n => n is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax) };
        if (symbol.ContainingType?.Outermost() is not { } type)
            return Array.Empty<SyntaxNode>();
        var inside = type.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellationToken)).ToList();
        if (!(symbol.IsStatic || symbol is IPropertySymbol) || symbol.DeclaredAccessibility == Accessibility.Private || symbol.ContainingType.DeclaredAccessibility == Accessibility.Private)
            return inside;
        var others = new List<SyntaxNode>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var index = NameIndex.Of(tree);
            if (index.MayContain(symbol.Name) && index.MayContain(symbol.ContainingType.Name))
                others.Add(tree.GetRoot(cancellationToken));
        }

        return inside.Where(s => !others.Any(o => o.SyntaxTree == s.SyntaxTree)).Concat(others).ToList();
    }

    private static IEnumerable<SimpleNameSyntax> NamesOf(IMethodSymbol function, SemanticModel model, CancellationToken cancellationToken) =>
        ScopesOf(function, model.Compilation, cancellationToken).SelectMany(scope => NameIndex.Find(scope.SyntaxTree, function.Name, cancellationToken).Where(n => scope.Span.Contains(n.Span)));
}
