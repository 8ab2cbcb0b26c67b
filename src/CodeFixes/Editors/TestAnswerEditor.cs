using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary><c>await gate.WaitAsync(1000);</c> becomes <c>if (!await gate.WaitAsync(1000)) return;</c>, before the <c>try</c> whose <c>finally</c> gives the guard back.</summary>
internal static class TestAnswerEditor
{
    /// <summary>The root with the test; null where the call is part of something else.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (site.Read is not InvocationExpressionSyntax acquire || GuardCalls.Alone(acquire) is not { } statement || Statements.ListOf(statement) is not (BlockSyntax or SwitchSectionSyntax) || Statements.HasDirectives(statement) || !site.IsOneBody)
            return null;
        var root = site.Root.TrackNodes(site.Tracked.Append(statement).Distinct());
        var asked = GuardCalls.Whole((InvocationExpressionSyntax)root.GetCurrentNode((SyntaxNode)acquire)!);
        var test = Statements.If(site.Root, SyntaxFactory.PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, asked.WithoutTrivia()), Leave(site)).WithTriviaFrom(statement);
        root = root.ReplaceNode(root.GetCurrentNode((SyntaxNode)statement)!, test);
        if (!IsInTry(site))
            return root;

        // Inside, the finally would run on the way out all the same.
        return site.After(root) is { } now ? BeforeTryEditor.Move(now) ?? BeforeTryEditor.Flag(now) : null;
    }

    private static bool IsInTry(FixSite site) =>
        site.Write.Ancestors().TakeWhile(n => n != site.Body).OfType<FinallyClauseSyntax>().Any(end => ((TryStatementSyntax)end.Parent!).Block.Span.Contains(site.Read.Span));

    /// <summary>A method without a result returns, a <c>Try…</c> says no, any other throws.</summary>
    private static StatementSyntax Leave(FixSite site)
    {
        var method = Bodies.Symbol(site.Model, site.Body);
        var isIterator = Bodies.OwnNodes(site.Body).Any(n => n is YieldStatementSyntax);
        if (method is not null && !isIterator)
        {
            var result = method.IsAsync ? (method.ReturnType as INamedTypeSymbol)?.TypeArguments.FirstOrDefault() : method.ReturnsVoid ? null : method.ReturnType;
            if (result is null)
                return SyntaxFactory.ReturnStatement();
            if (result.SpecialType == SpecialType.System_Boolean && method.Name.StartsWith("Try", StringComparison.Ordinal))
                return Statement("return false;");
        }

        var isImported = site.Model.LookupNamespacesAndTypes(site.Read.SpanStart, name: "TimeoutException").Any();
        return Statement($"throw new {(isImported ? "" : "System.")}TimeoutException(\"'{site.Hint.Guard}' was not free in time.\");");
    }

    private static StatementSyntax Statement(string text) => SyntaxFactory.ParseStatement(text).WithAdditionalAnnotations(Formatter.Annotation);
}
