using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Channels;

/// <summary>Looks at the answer of a write: throws where it is refused; writes before the call that some builds leave out.</summary>
internal static class TestWriteEditor
{
    /// <summary>The root; null where the write is no statement.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (site.Write is not InvocationExpressionSyntax call || call.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax statement || statement.Ancestors().TakeWhile(n => n != site.Body).Any(n => n is AnonymousFunctionExpressionSyntax))
            return null;
        if (call.Parent is ArgumentSyntax && Statements.ListOf(statement) is not null && statement.Expression is InvocationExpressionSyntax)
        {
            var name = new NameScope(Bodies.Member(call)).Take("written", "accepted");
            var (blank, others) = Statements.SplitBlankLines(statement.GetLeadingTrivia());
            var before = SyntaxFactory.ParseStatement($"var {name} = {call.WithoutTrivia()};").WithLeadingTrivia(others);
            var after = statement.ReplaceNode(call, SyntaxFactory.IdentifierName(name)).WithoutLeadingTrivia();
            return Statements.Replace(site.Root, statement, new[] { Statements.Line(before, blank.AddRange(others)), after.WithAdditionalAnnotations(Formatter.Annotation) });
        }

        if (statement.Expression != call && statement.Expression is not AssignmentExpressionSyntax)
            return null;
        var type = site.Model.LookupNamespacesAndTypes(call.SpanStart, name: "InvalidOperationException").Length == 1 ? "InvalidOperationException" : "System.InvalidOperationException";
        var fail = Statements.Line(SyntaxFactory.ParseStatement($"throw new {type}(\"The message was refused.\");"));
        var test = SyntaxFactory.IfStatement(SyntaxFactory.PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, call.WithoutTrivia()), Statements.Block(new[] { fail }));
        return site.Root.ReplaceNode(statement, test.WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation));
    }
}
