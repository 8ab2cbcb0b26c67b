using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.State;

/// <summary>Forms in which somebody has seen to it that the late write does no harm: by a flag of its own, a claim that ends with it, or a look in the same step.</summary>
internal static class Settled
{
    /// <summary><c>if (_busy) throw …; _busy = true; mine = true; … finally { if (mine) _busy = false; }</c>: only who has claimed the flag lowers it.</summary>
    public static bool IsLoweredByWhoRaised(MethodFlow flow, WriteFact write) =>
        write.Write.Constant is ConstantKind.False or ConstantKind.Null
        && RaisedFlags.StandFor(write.Write.Site.Node, flow.Writes.Where(w => w.Path.Equals(write.Path) && w.Write.Constant is ConstantKind.True or ConstantKind.Other && w.Decisions.Any(static d => d.Decides && !d.Read.IsStale)).Select(static w => w.Write.Site.Node).OfType<SyntaxNode>().ToList());

    /// <summary>
    /// <c>lock (_g) { if (_owner != me || _committing) return; _committing = true; } await …; lock (_g) { _committing = false; _owner = null; }</c>: the claim was made in
    /// the step that looked, and ends in the step that writes; under its lock nobody comes between the two.
    /// </summary>
    public static bool IsUnderEndedClaim(MethodFlow flow, WriteFact write, DecisionFact decision) =>
        GuardPlaces.LockAround(write.Write.Site.Node) is { } last && GuardPlaces.LockAround(decision.Read.Event.Site.Node) is { } first && first != last
        && flow.Writes.Any(end => !end.Path.Equals(write.Path) && end.Write.Constant is ConstantKind.False or ConstantKind.Null && flow.IsOwnClaim(end) && GuardPlaces.LockAround(end.Write.Site.Node) == last
            && flow.Writes.Any(c => c.Path.Equals(end.Path) && c.Write.Constant is ConstantKind.True or ConstantKind.Other && GuardPlaces.LockAround(c.Write.Site.Node) == first && c.Decisions.Any(static d => d.Decides && !d.Read.IsStale)));

    /// <summary>
    /// <c>lock (_g) { Interlocked.Increment(ref _users); mine = _x ??= new(); } await mine.WaitAsync(); if (Interlocked.Decrement(ref _users) == 0) _x = null;</c>: who looks is
    /// counted in the step that looks, and only the last one clears.
    /// </summary>
    public static bool IsClearedByTheLast(WriteFact write, DecisionFact decision) =>
        write.Write is { Constant: ConstantKind.Null, Site.Node: { } cleared }
        && cleared.FirstAncestorOrSelf<IfStatementSyntax>() is { Condition: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Left: InvocationExpressionSyntax left, Right: LiteralExpressionSyntax { Token.ValueText: "0" } }, Statement: var then } && then.Span.Contains(cleared.Span)
        && Counted(left, Atomics.CountsOut) is { } users
        && GuardPlaces.LockAround(decision.Read.Event.Site.Node)?.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(c => Counted(c, Atomics.CountsIn) == users) == true;

    /// <summary>
    /// <c>lock (_g) { if (_running >= 5) return; _running++; } await …; lock (_g) { _running--; }</c>: what was looked at is counted in the step that looked, and each takes back its
    /// own from the count of now.
    /// </summary>
    public static bool IsOwnCountTakenBack(WriteFact write, DecisionFact decision) =>
        decision.Read.Path.Equals(write.Path) && Stepped(write.Write.Site.Node, SyntaxKind.PostDecrementExpression, SyntaxKind.PreDecrementExpression) is { } count
        && GuardPlaces.LockAround(write.Write.Site.Node) is { } last && GuardPlaces.LockAround(decision.Read.Event.Site.Node) is { } first && first != last
        && first.DescendantNodes().OfType<ExpressionStatementSyntax>().Any(s => Stepped(s, SyntaxKind.PostIncrementExpression, SyntaxKind.PreIncrementExpression) == count);

    /// <summary>What the statement around the place counts by one.</summary>
    private static string? Stepped(SyntaxNode? place, SyntaxKind behind, SyntaxKind before) => place?.FirstAncestorOrSelf<ExpressionStatementSyntax>()?.Expression switch
    {
        PostfixUnaryExpressionSyntax step when step.IsKind(behind) => TypeSyntaxFacts.LastName(step.Operand),
        PrefixUnaryExpressionSyntax step when step.IsKind(before) => TypeSyntaxFacts.LastName(step.Operand),
        _ => null,
    };

    /// <summary>What the atomic step counts.</summary>
    private static string? Counted(InvocationExpressionSyntax step, string method) =>
        step is { Expression: MemberAccessExpressionSyntax { Expression: SimpleNameSyntax { Identifier.ValueText: Atomics.Steps }, Name.Identifier.ValueText: var called }, ArgumentList.Arguments: [var counted] } && called == method ? TypeSyntaxFacts.LastName(counted.Expression) : null;

    /// <summary>
    /// <c>foreach (var id in batch) { if (!_newer.ContainsKey(id)) _gone.Add(id); }</c>: what is put back is put there only where nothing newer stands under its key.
    /// </summary>
    public static bool IsWhereNothingStands(WriteFact write) =>
        write.Write.Site.Node is { } put && put.FirstAncestorOrSelf<StatementSyntax>() is { } statement
        && (statement.Parent as IfStatementSyntax ?? statement.Parent?.Parent as IfStatementSyntax) is { Else: null } asked && asked.Statement.Span.Contains(put.Span)
        && put.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => IsAskedAfter(asked.Condition, n.Identifier.ValueText));

    private static bool IsAskedAfter(ExpressionSyntax condition, string key) => condition switch
    {
        ParenthesizedExpressionSyntax inner => IsAskedAfter(inner.Expression, key),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both => IsAskedAfter(both.Left, key) || IsAskedAfter(both.Right, key),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments: [var asked] } } =>
            Collections.AsksWhetherThere(access.Name.Identifier.ValueText) && asked.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == key),
        _ => false,
    };
}
