using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Channels;

/// <summary>
/// Completes the channel when the loop that feeds it has ended, in whatever way: in the <c>finally</c> of the <c>try</c> around it, or of a
/// new one, which passes the exception on to the readers.
/// </summary>
internal static class CompleteInFinallyEditor
{
    /// <summary>The root; null where the loop and what follows it cannot be taken into one <c>try</c>.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (site.Read is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var writer } })
            return null;
        var body = Bodies.Enclosing(site.Read);
        var loop = site.Read.Ancestors().TakeWhile(n => n != body).OfType<StatementSyntax>().LastOrDefault(s => s is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax);
        if (loop is null || Outer(loop, body) is not { } first || Statements.ListOf(first) is not { } list || first.Parent is GlobalStatementSyntax)
            return null;
        var completion = Completion(site, body);
        var all = Statements.In(list).ToList();
        var from = all.IndexOf(first);
        var to = completion is null ? from : all.IndexOf(completion);
        if (to < from)
            return null;
        var call = completion is null ? $"{writer}.Complete" : ((InvocationExpressionSyntax)completion.Expression).Expression.ToString();
        var inside = all.GetRange(from, completion is null ? 1 : to - from);
        if (inside.Any(Statements.HasDirectives))
            return null;

        var statements = inside is [TryStatementSyntax { Finally: null } around]
            ? new List<StatementSyntax> { around.WithFinally(Finally($"{call}();")).WithAdditionalAnnotations(Formatter.Annotation) }
            : Wrap(site, body, inside, call);
        all.RemoveRange(from, to - from + 1);
        all.InsertRange(from, statements);
        SyntaxNode changed = list is BlockSyntax block ? block.WithStatements(SyntaxFactory.List(all)) : ((SwitchSectionSyntax)list).WithStatements(SyntaxFactory.List(all));
        if (list is BlockSyntax before && !LayoutHabits.IsOnSeveralLines(before))
            changed = Statements.Open((BlockSyntax)changed);
        return site.Root.ReplaceNode(list, changed);
    }

    /// <summary>The loop, or the outermost <c>try</c> and the like around it.</summary>
    private static StatementSyntax? Outer(StatementSyntax loop, SyntaxNode body)
    {
        StatementSyntax? result = loop;
        foreach (var statement in loop.Ancestors().TakeWhile(n => n != body).OfType<StatementSyntax>())
        {
            if (statement.Parent == body)
                break;
            if (statement is not BlockSyntax)
                result = statement;
        }

        return result;
    }

    private static ExpressionStatementSyntax? Completion(FixSite site, SyntaxNode body) =>
        site.Rivals.OfType<InvocationExpressionSyntax>().FirstOrDefault(r => r.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Complete" or "TryComplete" } && r.ArgumentList.Arguments.Count == 0 && Bodies.Enclosing(r) == body)?.Parent as ExpressionStatementSyntax;

    private static List<StatementSyntax> Wrap(FixSite site, SyntaxNode body, List<StatementSyntax> inside, string call)
    {
        var at = inside[0].SpanStart;
        var names = new NameScope(Bodies.Member(body));
        var (failure, caught) = (names.Take("failure", "error"), names.Take("e", "exception"));
        var type = site.Model.LookupNamespacesAndTypes(at, name: "Exception").Length == 1 ? "Exception" : "System.Exception";
        var nullable = (site.Model.GetNullableContext(at) & NullableContext.AnnotationsEnabled) != 0 ? "?" : "";
        var (blank, others) = Statements.SplitBlankLines(inside[0].GetLeadingTrivia());
        inside[0] = inside[0].WithLeadingTrivia(others);
        var handler = SyntaxFactory.CatchClause(
            SyntaxFactory.CatchDeclaration(SyntaxFactory.ParseTypeName(type).WithTrailingTrivia(SyntaxFactory.Space), SyntaxFactory.Identifier(caught)),
            null,
            Statements.Block(new[] { Line($"{failure} = {caught};"), Line("throw;") }));
        var statement = SyntaxFactory.TryStatement(Statements.Block(inside), SyntaxFactory.SingletonList(handler), Finally($"{call}({failure});")).WithAdditionalAnnotations(Formatter.Annotation);
        return new List<StatementSyntax> { Statements.Line(SyntaxFactory.ParseStatement($"{type}{nullable} {failure} = null;"), blank), Statements.Line(statement) };
    }

    private static FinallyClauseSyntax Finally(string statement) => SyntaxFactory.FinallyClause(Statements.Block(new[] { Line(statement) }));

    private static StatementSyntax Line(string statement) => Statements.Line(SyntaxFactory.ParseStatement(statement));
}
