using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// The tests of the state above what is to be guarded, which whoever waits for the guard has passed by then: an early exit
/// (<c>if (_cursor is null) return;</c>), a branch or the head of a loop around it. A test in front of the guard is as old as the wait for it.
/// </summary>
internal sealed class GuardDecisions
{
    private readonly FixSite _site;
    private readonly ISymbol _state;
    private readonly Calls? _calls;

    private GuardDecisions(FixSite site, ISymbol state)
    {
        _site = site;
        _state = state;
        _calls = site.Type is { } type ? new Calls(site.Model.Compilation, type) : null;
    }

    /// <summary>What has to be guarded with the places named in <paramref name="nodes"/>.</summary>
    public static IEnumerable<SyntaxNode> Above(FixSite site, ISymbol state, IReadOnlyCollection<SyntaxNode> nodes)
    {
        var decisions = new GuardDecisions(site, state);
        var first = nodes.Min(n => n.SpanStart);
        return Bodies.OwnNodes(site.Body).Where(n => n.SpanStart < first && decisions.Decides(n, first)).ToList();
    }

    private bool Decides(SyntaxNode node, int first) => node switch
    {
        IfStatementSyntax test when test.Span.End <= first => Leaves(test.Statement) && Statements.ListOf(test) is { } list && list.Span.Contains(_site.Write.Span) && !Bodies.RepeatsOrLeaves(_site.Write, list) && Asks(test.Condition),
        IfStatementSyntax test => test.Span.Contains(_site.Write.Span) && !test.Condition.Span.Contains(first) && !Bodies.RepeatsOrLeaves(_site.Write, test) && Asks(test.Condition),
        WhileStatementSyntax loop => loop.Statement.Span.Contains(_site.Write.Span) && !Bodies.RepeatsOrLeaves(_site.Write, loop) && Asks(loop.Condition),
        _ => false,
    };

    private static bool Leaves(StatementSyntax statement) =>
        (statement is BlockSyntax { Statements: { Count: > 0 } all } ? all[all.Count - 1] : statement) is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax;

    /// <summary>True where the condition reads the state, itself or through members of the type.</summary>
    private bool Asks(ExpressionSyntax condition) =>
        Accesses.Of(_state, condition, _site.Model).Any()
        || (_calls?.Reachable(new[] { condition }).Any(body => Accesses.Of(_state, body, body.SyntaxTree == _site.Model.SyntaxTree ? _site.Model : _site.Model.Compilation.GetSemanticModel(body.SyntaxTree)).Any()) ?? false);
}
