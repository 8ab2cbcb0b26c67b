using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// <c>await Task.WhenAll(F(), G());</c> becomes <c>await F(); await G();</c>; tasks that are kept in locals are awaited where they begin; a
/// query of async lambdas becomes a loop.
/// </summary>
internal static class AwaitInTurnEditor
{
    /// <summary>The root with the operations in turn; null where their tasks are put together in another way.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        foreach (var statement in site.Write.Ancestors().OfType<BlockSyntax>().SelectMany(b => b.Statements).OfType<ExpressionStatementSyntax>())
        {
            if (WhenAll(statement, out var suffix) is not { } all || statement.Parent is not BlockSyntax block || Statements.HasDirectives(statement))
                continue;
            var arguments = all.ArgumentList.Arguments;
            var edited = statement.Span.Contains(site.Write.Span)
                ? arguments.Count == 1 && Loop(arguments[0].Expression, suffix) is { } loop
                    ? Replace(block, statement, new[] { loop })
                    : arguments.Count > 1 && arguments.All(a => a.Expression is InvocationExpressionSyntax) ? Replace(block, statement, arguments.Select(a => Await(a.Expression, suffix))) : null
                : arguments.All(a => a.Expression is IdentifierNameSyntax) ? Locals(site, block, statement, arguments.Select(a => (IdentifierNameSyntax)a.Expression).ToList(), suffix) : null;
            if (edited is not null)
                return site.Root.ReplaceNode(block, edited);
        }

        return null;
    }

    /// <summary>The call of <c>Task.WhenAll</c> whose result the statement awaits and drops, and the <c>ConfigureAwait</c> behind it.</summary>
    private static InvocationExpressionSyntax? WhenAll(ExpressionStatementSyntax statement, out string suffix)
    {
        suffix = "";
        if (statement.Expression is not AwaitExpressionSyntax { Expression: InvocationExpressionSyntax call })
            return null;
        if (call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: InvocationExpressionSyntax inner })
        {
            suffix = ".ConfigureAwait" + call.ArgumentList;
            call = inner;
        }

        return call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WhenAll" } ? call : null;
    }

    private static StatementSyntax Await(ExpressionSyntax task, string suffix) =>
        SyntaxFactory.ExpressionStatement(AwaitOf(task, suffix)).WithAdditionalAnnotations(Formatter.Annotation);

    private static AwaitExpressionSyntax AwaitOf(ExpressionSyntax task, string suffix)
    {
        var inner = task.WithoutTrivia();
        if (suffix.Length > 0)
            inner = SyntaxFactory.ParseExpression(inner + suffix);
        return SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), inner);
    }

    /// <summary><c>items.Select(async i => { … })</c> as a loop.</summary>
    private static StatementSyntax? Loop(ExpressionSyntax query, string suffix)
    {
        if (query is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select", Expression: var items }, ArgumentList.Arguments: { Count: 1 } arguments }
            || arguments[0].Expression is not LambdaExpressionSyntax lambda)
            return null;
        var name = lambda switch
        {
            SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier.ValueText,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } => parameters[0].Identifier.ValueText,
            _ => "",
        };
        var isAsync = lambda.AsyncKeyword != default;
        var body = lambda.Body switch
        {
            BlockSyntax block when isAsync && !Bodies.OwnNodes(lambda).OfType<ReturnStatementSyntax>().Any() => block.WithoutTrivia(),
            AwaitExpressionSyntax awaited when isAsync => SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(awaited.WithoutTrivia())),
            InvocationExpressionSyntax call when !isAsync => SyntaxFactory.Block(Await(call, suffix)),
            _ => null,
        };
        if (name.Length == 0 || name == "_" || body is null)
            return null;
        return SyntaxFactory.ForEachStatement(SyntaxFactory.IdentifierName("var"), name, items.WithoutTrivia(), body.WithAdditionalAnnotations(Formatter.Annotation)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary><c>var a = F(); var b = G(); await Task.WhenAll(a, b);</c>: each is awaited where it begins.</summary>
    private static BlockSyntax? Locals(FixSite site, BlockSyntax block, ExpressionStatementSyntax gather, List<IdentifierNameSyntax> tasks, string suffix)
    {
        var changes = new Dictionary<SyntaxNode, SyntaxNode>();
        var touches = false;
        foreach (var task in tasks)
        {
            if (site.Model.GetSymbolInfo(task).Symbol is not ILocalSymbol local
                || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax begun, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax statement } declaration }
                || statement.Parent != block || Statements.HasDirectives(statement))
                return null;
            touches |= begun.Span.Contains(site.Write.Span) || begun.Span.Contains(site.Read.Span);
            var others = Accesses.Of(local, site.Body, site.Model).Where(n => !gather.Span.Contains(n.Span)).ToList();
            if (others.Count == 0)
            {
                changes[statement] = Await(begun, suffix).WithTriviaFrom(statement);
                continue;
            }

            if (!declaration.Type.IsVar)
                return null;
            changes[begun] = AwaitOf(begun, suffix).WithTriviaFrom(begun);
            foreach (var other in others)
            {
                if (Result(other) is not { } result || other.SpanStart < gather.Span.End || Bodies.Enclosing(other) != site.Body)
                    return null;
                changes[result] = SyntaxFactory.IdentifierName(local.Name).WithTriviaFrom(result);
            }
        }

        if (!touches)
            return null;
        var tracked = block.TrackNodes(changes.Keys.Append(gather));
        foreach (var change in changes.OrderByDescending(c => c.Key.SpanStart))
            tracked = tracked.ReplaceNode(tracked.GetCurrentNode(change.Key)!, change.Value);
        return tracked.RemoveNode(tracked.GetCurrentNode(gather)!, SyntaxRemoveOptions.KeepNoTrivia);
    }

    /// <summary>The expression that takes the result of the task: <c>await a</c>, <c>a.Result</c>; null for any other use.</summary>
    private static ExpressionSyntax? Result(SyntaxNode name) => name.Parent switch
    {
        AwaitExpressionSyntax awaited => awaited,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } access when access.Expression == name => access,
        _ => null,
    };

    private static BlockSyntax Replace(BlockSyntax block, StatementSyntax statement, IEnumerable<StatementSyntax> by)
    {
        var all = by.ToList();
        for (var i = 0; i < all.Count; i++)
        {
            all[i] = all[i].WithLeadingTrivia(i == 0 ? statement.GetLeadingTrivia() : SyntaxFactory.TriviaList(SyntaxFactory.ElasticMarker))
                .WithTrailingTrivia(i == all.Count - 1 ? statement.GetTrailingTrivia() : SyntaxFactory.TriviaList(SyntaxFactory.ElasticCarriageReturnLineFeed));
        }

        return block.ReplaceNode(statement, all);
    }
}
