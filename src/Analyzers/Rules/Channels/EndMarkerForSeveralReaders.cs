using AsyncStateAnalyzers.Knowledge.Channels;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.Channels;

/// <summary>One message says "no more", and several loops read: one of them gets it, and the others wait for ever.</summary>
internal static class EndMarkerForSeveralReaders
{
    /// <summary>The declaration.</summary>
    public static RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0305",
        name: "One end marker for several readers",
        since: "0.1.0",
        message: "'{0}' ends one reader of '{1}' only: the others wait for ever, because {2}",
        description: "Each message of a channel goes to one reader. A message that means the end therefore ends one of them; completing the channel ends all.");

    /// <summary>What is wrong in a life.</summary>
    public static IEnumerable<PlaceFinding> Judge(ChannelLife life, CancellationToken cancellationToken)
    {
        if (life.WriterLeaves is not null || life.Of(ChannelAct.Complete).Any())
            yield break;
        foreach (var group in life.Uses.Where(u => u.Message is not null).GroupBy(u => MarkerOf(u.Message!, u.Model, cancellationToken)))
        {
            if (group.Key is null || group.Count() != 1)
                continue;
            var write = group.First();
            if (CallShape.LoopAround(write.Node) is not null || ChannelStarts.Of(life, write, cancellationToken) is not [{ Several: null }])
                continue;
            var ended = life.Uses.Where(u => u.WaitsForMessages || u.Act == ChannelAct.TryRead).Select(u => (Use: u, End: EndOf(u, group.Key, cancellationToken))).Where(e => e.End is not null).ToList();
            if (ended.Count == 0 || Executions.Together(ended.SelectMany(e => ChannelStarts.Of(life, e.Use, cancellationToken))) is not { } together)
                continue;
            var how = together is StatementSyntax ? "a loop starts several of them" : $"'{PlaceFinding.Text(together)}' starts one more";
            var fixes = ended.All(e => e.End is IfStatementSyntax) ? FixKinds.EndByCompletion : FixKinds.None;
            yield return PlaceFinding.Of(Info, write.Node, true, ended.Select(e => e.End!).Append(together), fixes, PlaceFinding.Text(write.Node), life.Name, how);
        }
    }

    /// <summary>What the message is, where it is no data but a mark; null for data.</summary>
    private static object? MarkerOf(ExpressionSyntax message, SemanticModel model, CancellationToken cancellationToken)
    {
        while (message is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure)
            message = sure.Operand;
        if (message is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression } or DefaultExpressionSyntax)
            return "null";
        if (model.GetConstantValue(message, cancellationToken) is { HasValue: true, Value: var value })
            return value ?? "null";
        return model.GetSymbolInfo(message, cancellationToken).Symbol is (IFieldSymbol { IsStatic: true, IsReadOnly: true } or IPropertySymbol { IsStatic: true, SetMethod: null }) and var symbol ? symbol : null;
    }

    /// <summary>The <c>if</c> by which the mark ends the loop that reads, or the condition of that loop; null where it does not.</summary>
    private static SyntaxNode? EndOf(ChannelUse use, object marker, CancellationToken cancellationToken)
    {
        if (Loops.Draining(use) is not { } loop)
            return null;
        if (CallShape.ConditionOf(loop) is { } condition && condition.Span.Contains(use.Node.Span) && GoesOnUnless(condition).Any(m => IsMarker(m, marker, use, cancellationToken)))
            return condition;
        foreach (var leaving in Loops.Leavings(loop))
        {
            if (leaving is ThrowStatementSyntax || leaving.FirstAncestorOrSelf<IfStatementSyntax>() is not { } decision || !loop.Span.Contains(decision.Span) || !decision.Statement.Span.Contains(leaving.Span))
                continue;
            ExpressionSyntax? mark = decision.Condition switch
            {
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } compare => compare.Right,
                IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax constant } => constant.Expression,
                InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "ReferenceEquals" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReferenceEquals" or "Equals" }, ArgumentList.Arguments: var arguments } when arguments.Count > 0 => arguments.Last().Expression,
                _ => null,
            };
            var isMarker = mark is not null ? IsMarker(mark, marker, use, cancellationToken)
                : decision.Condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "HasValue" } } && marker is "null";
            if (isMarker && !decision.Statement.DescendantNodes().OfType<InvocationExpressionSyntax>().Any())
                return decision;
        }

        return null;
    }

    /// <summary>What the condition of a loop says a message must not be: <c>(x = await r.ReadAsync()) != Last</c>, <c>await r.ReadAsync() is { } x</c>. An empty place stands for null.</summary>
    private static IEnumerable<ExpressionSyntax?> GoesOnUnless(ExpressionSyntax condition)
    {
        switch (condition)
        {
            case ParenthesizedExpressionSyntax inner:
                return GoesOnUnless(inner.Expression);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both:
                return GoesOnUnless(both.Left).Concat(GoesOnUnless(both.Right));
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } compare:
                return new[] { compare.Right };
            case IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax not } }:
                return new[] { not.Expression };
            case IsPatternExpressionSyntax { Pattern: RecursivePatternSyntax { Type: null, PositionalPatternClause: null, PropertyPatternClause.Subpatterns.Count: 0 } }:
                return new ExpressionSyntax?[] { null };
            default:
                return Array.Empty<ExpressionSyntax?>();
        }
    }

    private static bool IsMarker(ExpressionSyntax? mark, object marker, ChannelUse use, CancellationToken cancellationToken)
    {
        if (mark is null)
            return marker is "null";
        return MarkerOf(mark, use.Model, cancellationToken) is { } compared && (marker is ISymbol symbol ? SymbolEqualityComparer.Default.Equals(symbol, compared as ISymbol) : marker.Equals(compared));
    }
}
