using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Ambient;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.Rules.Ambient;

/// <summary>The same mistake as <see cref="StaticFieldUsedAsContext"/> in two parts: an object sets the static when it is made and sets it back when it is disposed of, and its user waits in between.</summary>
internal static class StaticScopeAcrossAwait
{
    /// <summary>What is wrong with the scopes and stacks that the file declares.</summary>
    public static IEnumerable<PlaceFinding> Judge(SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        HashSet<SyntaxNode>? seen = null;
        foreach (var scope in StaticScope.In(model, knowledge, cancellationToken))
        {
            if (!(seen ??= new()).Add(scope.Set) || ScopeUse.Of(scope, knowledge, cancellationToken) is not { } use)
                continue;
            if (scope.IsOfThread)
                yield return OfThread(scope, use, scope.Set.SyntaxTree == model.SyntaxTree);
            else
                yield return scope.Set.SyntaxTree == model.SyntaxTree ? Of(scope.Static, scope.Set, scope.End, use.Wait, use.Opening, scope.IsRestored) : Of(scope.Static, scope.End, scope.Set, use.Wait, use.Opening, scope.IsRestored);
        }

        foreach (var (symbol, push, pop) in StaticScope.Stacks(model, knowledge, cancellationToken))
        {
            var extent = TextSpan.FromBounds(push.Span.End, pop.SpanStart);
            if (ScopeUse.WaitIn(extent, push) is { } wait && ScopeUse.MayMeet(push, extent, knowledge, cancellationToken))
                yield return Of(symbol, push, pop, wait, null, true);
        }
    }

    /// <summary>What belongs to the thread stays set on the first one, and the other one gets back what it never had.</summary>
    private static PlaceFinding OfThread(StaticScope scope, ScopeUse use, bool isHere) => PlaceFinding.Of(
        ThreadBoundStateAcrossAwait.Declared,
        isHere ? scope.Set : scope.End,
        use.LeavesThread,
        new[] { isHere ? scope.End : scope.Set, use.Wait, use.Opening },
        FixKinds.None,
        scope.Static.Name,
        scope.IsRestored ? "is set before and restored after" : "is set before and reset after",
        PlaceFinding.Text(use.Wait),
        $"'{CallShape.NameOfMember(use.Wait)}' may go on on another thread, and the first one keeps what was set");

    /// <summary>The finding at the one end that stands in the file at hand: where it is set, if that is there.</summary>
    private static PlaceFinding Of(ISymbol symbol, SyntaxNode set, SyntaxNode end, SyntaxNode wait, SyntaxNode? opening, bool isRestored) => PlaceFinding.Of(
        StaticFieldUsedAsContext.Declared,
        set,
        true,
        new[] { end, wait, opening },
        FixKinds.None,
        symbol.Name,
        $"{(isRestored ? "put back" : "taken away")} after '{PlaceFinding.Text(wait)}'",
        $"another call of '{CallShape.NameOfMember(wait)}' can set it meanwhile (static state)");
}
