using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>Who calls whom inside a type, as far as source says it: by name, through any receiver, method groups included.</summary>
internal sealed class Calls
{
    private readonly Compilation _compilation;
    private readonly INamedTypeSymbol _type;

    /// <summary>The calls among the members of <paramref name="type"/>, its base and containing types, and local functions.</summary>
    public Calls(Compilation compilation, INamedTypeSymbol type)
    {
        _compilation = compilation;
        _type = type;
    }

    /// <summary>The bodies that running <paramref name="start"/> can enter, <paramref name="start"/> itself only if it comes round to it.</summary>
    public IEnumerable<SyntaxNode> Reachable(IEnumerable<SyntaxNode> start)
    {
        var seen = new HashSet<SyntaxNode>();
        var todo = new Stack<SyntaxNode>(start);
        while (todo.Count > 0)
        {
            foreach (var callee in Callees(todo.Pop()))
            {
                if (seen.Add(callee))
                {
                    todo.Push(callee);
                    yield return callee;
                }
            }
        }
    }

    private IEnumerable<SyntaxNode> Callees(SyntaxNode code)
    {
        var model = _compilation.GetSemanticModel(code.SyntaxTree);
        foreach (var name in code.DescendantNodesAndSelf().OfType<SimpleNameSyntax>())
        {
            if (model.GetSymbolInfo(name).Symbol is not { } symbol || symbol is not (IMethodSymbol or IPropertySymbol) || !Belongs(symbol))
                continue;
            foreach (var reference in symbol.OriginalDefinition.DeclaringSyntaxReferences)
                yield return reference.GetSyntax();
        }
    }

    private bool Belongs(ISymbol symbol)
    {
        if (symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction })
            return true;
        for (var type = _type; type is not null; type = type.BaseType)
        {
            for (var outer = type; outer is not null; outer = outer.ContainingType)
            {
                if (SymbolEqualityComparer.Default.Equals(outer.OriginalDefinition, symbol.ContainingType?.OriginalDefinition))
                    return true;
            }
        }

        return false;
    }
}
