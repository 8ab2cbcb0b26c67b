using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.State;

/// <summary>Old checks to which the source has an answer of its own: what is seen as the flag is set, one run that all wait for, calls that never come to the write, a pause.</summary>
internal static class Answered
{
    /// <summary>
    /// <c>lock (_g) { first = !_closed; _closed = true; } if (first) …</c>: the step that sets the flag sees whether somebody has set it already, and the rest goes by that.
    /// </summary>
    public static bool IsSeenAsItIsSet(MethodFlow flow, WriteFact write) =>
        write.Write is { Kind: WriteKind.Assign, Constant: ConstantKind.True or ConstantKind.False, Site.Node: { } set } && set.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } last
        && flow.Reads.Any(r => r.Path.Equals(write.Path) && ReferenceEquals(r.Frame, write.Frame) && (r.Held & write.Held) != 0 && r.Event.Site.Node is { } seen
            && block.Statements.FirstOrDefault(s => s.Span.Contains(seen.Span)) is { } first && first.SpanStart < last.SpanStart
            && (block.Statements.IndexOf(first) + 1 == block.Statements.IndexOf(last) || (GuardPlaces.LockAround(first) is { } guard && guard == GuardPlaces.LockAround(last)))
            && KeptIn(first) is { } name && IsTested(name, last));

    /// <summary>
    /// <c>lock (_g) { if (_done) return; run = _run ??= MakeAsync(); } await run; lock (_g) { _done = true; }</c>: all who pass the check wait for one run, and nobody lowers the
    /// flag that each of them raises.
    /// </summary>
    public static bool IsOneRunForAll(MethodFlow flow, Judgement judgement, WriteFact write, DecisionFact decision) =>
        write.Write.Constant == ConstantKind.True && IsOnlyRaised(judgement, write.Path)
        && GuardPlaces.LockAround(decision.Read.Event.Site.Node) is { } guard
        && guard.DescendantNodes().OfType<AssignmentExpressionSyntax>().FirstOrDefault(static a => a.IsKind(SyntaxKind.CoalesceAssignmentExpression)) is { } stored
        && stored.FirstAncestorOrSelf<StatementSyntax>() is { } keeps && KeptIn(keeps) is { } run
        && flow.SuspensionsBetween(decision.Read, write).All(s => s.Site.Node?.FirstAncestorOrSelf<AwaitExpressionSyntax>() is { } wait && Awaited(wait) == run);

    /// <summary>
    /// <c>if (key == null &amp;&amp; !_all.Any()) return; await …; if (key == null) { …; return; } _all.Add(key);</c>: the look is made, and counts, in calls only that never come
    /// to the write.
    /// </summary>
    public static bool EndsOtherCalls(WriteFact write, DecisionFact decision)
    {
        var place = write.Write.Site.Node;
        Frame? frame = write.Frame;
        for (; frame is not null && !ReferenceEquals(frame, decision.Read.Frame); frame = frame.Caller)
            place = frame.CallSite?.Node;
        if (frame is null || place is null || decision.Read.Event.Site.Node is not { } look || CallShape.FunctionOf(look) is not { } function || !function.Span.Contains(place.Span))
            return false;
        return look.Ancestors().TakeWhile(static a => a is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax).OfType<BinaryExpressionSyntax>()
            .Any(both => both.IsKind(SyntaxKind.LogicalAndExpression) && both.Right.Span.Contains(look.Span) && IsNeverWith(both.Left, look, place, function));
    }

    /// <summary>
    /// <c>if (now - _last &lt; pause) return; _last = now; await …</c>, before all else in a handler: the next run begins a pause later, and all who set the flag set it to the same.
    /// </summary>
    public static bool IsFarFromTheLast(MethodFlow flow, Judgement judgement, WriteFact write, DecisionFact decision) =>
        write.Write.Constant is ConstantKind.True && IsOnlyRaised(judgement, write.Path) && judgement.Overlap.IsByEvent(flow.Root)
        && flow.Writes.Any(w => Harmless.IsTimeOfNow(w) && w.Decisions.Any(d => d.Decides && !d.Read.IsStale && d.Read.Path.Equals(w.Path))
            && flow.SuspensionsBetween(w, write).Length > 0 && flow.SuspensionBefore(w) is null && flow.Decides(w.Decisions[0].Branch, decision.Branch));

    private static bool IsOnlyRaised(Judgement judgement, AccessPath path) =>
        judgement.Type.Location(path).Writes.All(static w => w.InConstruction || w.Fact.Event is Write { Constant: ConstantKind.True });

    /// <summary>The local that the statement assigns to.</summary>
    private static string? KeptIn(StatementSyntax statement) => statement switch
    {
        LocalDeclarationStatementSyntax { Declaration.Variables: [var local] } => local.Identifier.ValueText,
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax kept } } => kept.Identifier.ValueText,
        _ => null,
    };

    /// <summary>A branch further on is decided by the local.</summary>
    private static bool IsTested(string local, SyntaxNode after) =>
        CallShape.FunctionOf(after)?.DescendantNodes().Any(n => n.SpanStart > after.Span.End
            && n switch { IfStatementSyntax branch => branch.Condition, ConditionalExpressionSyntax choice => choice.Condition, _ => null } is { } condition && Names(condition, local)) == true;

    private static bool Names(SyntaxNode node, string local) => node.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax name && name.Identifier.ValueText == local);

    private static string? Awaited(AwaitExpressionSyntax wait)
    {
        var task = wait.Expression;
        while (task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax configured })
            task = configured.Expression;
        return (task as IdentifierNameSyntax)?.Identifier.ValueText;
    }

    /// <summary>True where the place is reached only while the condition does not hold, which no assignment changes.</summary>
    private static bool IsNeverWith(ExpressionSyntax condition, SyntaxNode from, SyntaxNode place, SyntaxNode function)
    {
        if (Subject(condition) is not { } name || !IsFixed(name, function))
            return false;
        var text = condition.ToString();
        foreach (var inner in place.AncestorsAndSelf().TakeWhile(n => n != function))
        {
            if (inner.Parent is ElseClauseSyntax { Parent: IfStatementSyntax other } && other.SpanStart > from.SpanStart && other.Condition.ToString() == text)
                return true;
            if (inner is StatementSyntax && inner.Parent is BlockSyntax block && block.Statements.TakeWhile(s => s != inner).Any(s => s.SpanStart > from.SpanStart && s is IfStatementSyntax { Else: null } leaves && leaves.Condition.ToString() == text && Leaves(leaves.Statement)))
                return true;
        }

        return false;
    }

    private static bool Leaves(StatementSyntax statement) =>
        (statement is BlockSyntax block ? block.Statements.LastOrDefault() : statement) is ReturnStatementSyntax or ThrowStatementSyntax;

    /// <summary>The local or parameter that is compared to nothing, or asked by itself.</summary>
    private static string? Subject(ExpressionSyntax condition) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression, Left: IdentifierNameSyntax name, Right: LiteralExpressionSyntax } => name.Identifier.ValueText,
        IsPatternExpressionSyntax { Expression: IdentifierNameSyntax name, Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } } => name.Identifier.ValueText,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: IdentifierNameSyntax name } => name.Identifier.ValueText,
        IdentifierNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>A parameter of the function that nothing in it assigns to.</summary>
    private static bool IsFixed(string name, SyntaxNode function) =>
        function is MethodDeclarationSyntax method && method.ParameterList.Parameters.Any(p => p.Identifier.ValueText == name && !p.Modifiers.Any(SyntaxKind.RefKeyword))
        && !method.DescendantNodes().Any(n => n switch
        {
            AssignmentExpressionSyntax assigned => assigned.Left is TupleExpressionSyntax ? Names(assigned.Left, name) : assigned.Left is IdentifierNameSyntax left && left.Identifier.ValueText == name,
            ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax given } => given.Identifier.ValueText == name,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression, Operand: IdentifierNameSyntax stepped } => stepped.Identifier.ValueText == name,
            PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax stepped } => stepped.Identifier.ValueText == name,
            _ => false,
        });
}
