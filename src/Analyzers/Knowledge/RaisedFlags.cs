using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Locals that say how far a body has come: raised beside the step that they stand for, and asked in the <c>finally</c>.</summary>
internal static class RaisedFlags
{
    /// <summary>
    /// <c>try { … mine = true; _gate.Release(); await …; } finally { if (mine) { await _gate.WaitAsync(); … } }</c>: where the flag is raised the guard is given back in
    /// the next step, so that nobody who comes to the wait holds it; and where the guard is taken again in between, the flag is lowered before anything can fail.
    /// </summary>
    /// <param name="acquire">The wait that the flag leads to.</param>
    /// <param name="guard">The name of the guard.</param>
    public static bool SayGivenBack(Site acquire, string guard)
    {
        if (FlagAround(acquire.Node) is not var (asked, flag) || CallShape.FunctionOf(acquire.Node!) is not { } function)
            return false;
        var raises = Assignments(function, flag, SyntaxKind.TrueLiteralExpression).ToList();
        var turns = raises.Any(static r => CallShape.LoopAround(r) is not null);
        return raises.Count > 0
            && raises.All(r => Comes(r, s => ProtocolOutline.GivesBack(s, guard)))
            && function.DescendantNodes().OfType<ExpressionStatementSyntax>().Where(s => (turns || s.SpanStart > raises[0].SpanStart) && !asked.Span.Contains(s.Span) && NameIndex.In(s, guard).Any() && !ProtocolOutline.GivesBack(s, guard))
                .All(s => Comes(s, n => IsSetTo(n, flag, SyntaxKind.FalseLiteralExpression)));
    }

    /// <summary>
    /// <c>if (_busy) throw …; _busy = true; mine = true; … finally { if (mine) _busy = false; }</c>: true where one of the steps stands beside each place that raises the
    /// flag which leads to the node.
    /// </summary>
    /// <param name="node">What the flag leads to.</param>
    /// <param name="steps">The steps that the flag may stand for.</param>
    public static bool StandFor(SyntaxNode? node, IReadOnlyCollection<SyntaxNode> steps) =>
        steps.Count > 0 && FlagAround(node) is var (_, flag) && CallShape.FunctionOf(node!) is { } function
        && Assignments(function, flag, SyntaxKind.TrueLiteralExpression).ToList() is { Count: > 0 } raises
        && raises.All(r => steps.Any(s => s.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { } step && step.Parent == r.Parent && AreNeighbours(step, r)));

    /// <summary>The innermost <c>if</c> around a node that asks a local flag and nothing else.</summary>
    private static (IfStatementSyntax Asked, string Flag)? FlagAround(SyntaxNode? node) =>
        node?.Ancestors().TakeWhile(static a => a is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<IfStatementSyntax>().FirstOrDefault() is { Condition: IdentifierNameSyntax name } asked
        && asked.Statement.Span.Contains(node.Span) && CallShape.FunctionOf(node) is { } function && IsLocal(function, name.Identifier.ValueText)
            ? (asked, name.Identifier.ValueText)
            : null;

    private static bool IsLocal(SyntaxNode function, string flag) =>
        function.DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(v => v.Identifier.ValueText == flag && v.Initializer?.Value.IsKind(SyntaxKind.FalseLiteralExpression) == true);

    private static IEnumerable<ExpressionStatementSyntax> Assignments(SyntaxNode function, string flag, SyntaxKind value) =>
        function.DescendantNodes().OfType<ExpressionStatementSyntax>().Where(s => IsSetTo(s, flag, value));

    private static bool IsSetTo(StatementSyntax statement, string flag, SyntaxKind value) =>
        statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax left, Right: var right } } && left.Identifier.ValueText == flag && right.IsKind(value);

    /// <summary>The wanted statement follows in the same block, with nothing but assignments of what calls nothing in between.</summary>
    private static bool Comes(StatementSyntax after, Func<StatementSyntax, bool> wanted)
    {
        if (after.Parent is not BlockSyntax block)
            return false;
        foreach (var next in block.Statements.Skip(block.Statements.IndexOf(after) + 1))
        {
            if (wanted(next))
                return true;
            if (!IsPlain(next))
                return false;
        }

        return false;
    }

    private static bool AreNeighbours(StatementSyntax one, StatementSyntax other) =>
        one.Parent is BlockSyntax block && (block.Statements.IndexOf(one), block.Statements.IndexOf(other)) is var (a, b)
        && block.Statements.Skip(Math.Min(a, b) + 1).Take(Math.Abs(a - b) - 1).All(IsPlain);

    private static bool IsPlain(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax set } && !set.DescendantNodes().Any(static n => n is InvocationExpressionSyntax or AwaitExpressionSyntax or BaseObjectCreationExpressionSyntax);
}
