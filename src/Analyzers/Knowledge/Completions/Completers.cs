using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>The calls of a file that complete sources, and the places that wait for them, by what holds the source: a variable, or the collection that it came out of.</summary>
internal sealed class Completers
{
    private readonly Dictionary<ISymbol, List<SyntaxNode>> _calls = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<SyntaxNode>> _waits = new(SymbolEqualityComparer.Default);

    /// <summary>Those of a file.</summary>
    public static Completers In(SemanticModel model, CancellationToken cancellationToken)
    {
        var result = new Completers();
        foreach (var name in model.SyntaxTree.GetRoot(cancellationToken).DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            var word = name.Identifier.ValueText;
            if (Signals.IsCompleting(word) && CallShape.CallOf(name) is { } call && CallShape.ReceiverOf(name) is { } receiver && Signals.IsSource((model.GetSymbolInfo(call, cancellationToken).Symbol as IMethodSymbol)?.ContainingType))
                Add(result._calls, receiver, call, model, cancellationToken);
            else if (word == Signals.Awaited && CallShape.ReceiverOf(name) is { } source && name.Parent is ExpressionSyntax access && CallShape.Chain(access).Parent is AwaitExpressionSyntax wait && Signals.IsSource(model.GetTypeInfo(source, cancellationToken).Type))
                Add(result._waits, source, wait, model, cancellationToken);
        }

        return result;
    }

    /// <summary>The calls that complete what the variable holds.</summary>
    public IReadOnlyList<SyntaxNode> Of(ISymbol holder) => _calls.TryGetValue(holder.OriginalDefinition, out var all) ? all : Array.Empty<SyntaxNode>();

    /// <summary>The places that wait for it.</summary>
    public IReadOnlyList<SyntaxNode> WaitsFor(ISymbol holder) => _waits.TryGetValue(holder.OriginalDefinition, out var all) ? all : Array.Empty<SyntaxNode>();

    private static void Add(Dictionary<ISymbol, List<SyntaxNode>> all, ExpressionSyntax source, SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var holder in new[] { Holder.Of(source, model, cancellationToken)?.Symbol, SignalMaking.CollectionBehind(source, model, cancellationToken) })
        {
            if (holder is null)
                continue;
            if (!all.TryGetValue(holder, out var nodes))
                all.Add(holder, nodes = new List<SyntaxNode>());
            nodes.Add(node);
        }
    }
}
