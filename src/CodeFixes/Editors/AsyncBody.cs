using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// Makes a body <c>async</c> that hands on tasks: what it returned it awaits. Callers see the same task type; only a method of another kind
/// would have to change for them.
/// </summary>
internal sealed class AsyncBody
{
    private readonly FixSite _site;
    private readonly bool _hasResult;

    private AsyncBody(FixSite site, bool hasResult)
    {
        _site = site;
        _hasResult = hasResult;
    }

    /// <summary>The root with the body of <paramref name="site"/> async and <paramref name="changes"/> made in it; null where it cannot be.</summary>
    public static SyntaxNode? Make(FixSite site, IReadOnlyDictionary<SyntaxNode, SyntaxNode> changes)
    {
        if (site.Body is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax) || Bodies.IsAsync(site.Body) || Bodies.Symbol(site.Model, site.Body) is not { } method)
            return null;
        if (method.ReturnType is not INamedTypeSymbol { Name: "Task" or "ValueTask", Arity: <= 1 } type || type.ContainingNamespace?.ToDisplayString() != "System.Threading.Tasks" || method.Parameters.Any(p => p.RefKind != RefKind.None))
            return null;
        var own = Bodies.OwnNodes(site.Body).ToList();
        if (own.Any(n => n is YieldStatementSyntax or LockStatementSyntax || (n is ReturnStatementSyntax r && Statements.HasDirectives(r))))
            return null;
        return new AsyncBody(site, type.Arity == 1).Make(own.OfType<ReturnStatementSyntax>().Where(r => r.Expression is not null).ToList(), changes);
    }

    private SyntaxNode? Make(List<ReturnStatementSyntax> returns, IReadOnlyDictionary<SyntaxNode, SyntaxNode> changes)
    {
        var root = _site.Root.TrackNodes(returns.Concat(changes.Keys).Append(_site.Body));
        foreach (var change in changes)
            root = root.ReplaceNode(root.GetCurrentNode(change.Key)!, change.Value);
        foreach (var result in returns)
        {
            if (Unparenthesized(result.Expression!) is ConditionalAccessExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression })
                return null;
            root = Statements.Replace(root, root.GetCurrentNode(result)!, Returned(result));
        }

        var body = root.GetCurrentNode(_site.Body)!;
        if (Expression(body) is { } expression)
        {
            if (Unparenthesized(expression) is ConditionalAccessExpressionSyntax || (!_hasResult && IsCompleted(expression)))
                return null;
            root = root.ReplaceNode(expression, (FromResult(expression) ?? Await(expression)).WithTriviaFrom(expression));
            body = root.GetCurrentNode(_site.Body)!;
        }

        return root.ReplaceNode(body, WithAsync(body));
    }

    /// <summary>What stands for a <c>return</c> of a task.</summary>
    private IReadOnlyList<StatementSyntax> Returned(ReturnStatementSyntax result)
    {
        var task = result.Expression!;
        if (_hasResult)
            return new StatementSyntax[] { result.WithExpression((FromResult(task) ?? Await(task)).WithTriviaFrom(task)) };
        var isLast = EndsBody(result);
        var leave = SyntaxFactory.ReturnStatement().WithAdditionalAnnotations(Formatter.Annotation);
        if (IsCompleted(task))
            return isLast && Statements.ListOf(result) is not null && !HasComment(result) ? Array.Empty<StatementSyntax>() : new StatementSyntax[] { leave.WithTriviaFrom(result) };
        var awaited = SyntaxFactory.ExpressionStatement(Await(task)).WithAdditionalAnnotations(Formatter.Annotation);
        return isLast ? new StatementSyntax[] { awaited.WithTriviaFrom(result) }
            : new StatementSyntax[] { awaited.WithLeadingTrivia(result.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.EndOfLine("\n")), leave.WithTrailingTrivia(result.GetTrailingTrivia()) };
    }

    private AwaitExpressionSyntax Await(ExpressionSyntax task) => Awaits.Of(task, _site.Body, _site.Root);

    private static ExpressionSyntax Unparenthesized(ExpressionSyntax expression) => expression is ParenthesizedExpressionSyntax inner ? Unparenthesized(inner.Expression) : expression;

    private static bool HasComment(SyntaxNode node) => node.GetLeadingTrivia().Concat(node.GetTrailingTrivia()).Any(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia));

    private static bool IsCompleted(ExpressionSyntax task) =>
        task is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } or DefaultExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression };

    /// <summary>The value of <c>Task.FromResult(value)</c>.</summary>
    private ExpressionSyntax? FromResult(ExpressionSyntax task) =>
        _hasResult && task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromResult", Expression: IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" } }, ArgumentList.Arguments: { Count: 1 } arguments }
            ? arguments[0].Expression.WithoutTrivia() : null;

    /// <summary>True where nothing of the body runs after the statement anyway.</summary>
    private bool EndsBody(StatementSyntax statement)
    {
        for (SyntaxNode node = statement; node != _site.Body && node.Parent is { } parent; node = parent)
        {
            if (parent is SwitchSectionSyntax or ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax or LabeledStatementSyntax)
                return false;
            if (parent is BlockSyntax block && block.Statements.SkipWhile(s => s != node).Skip(1).Any(s => s is not LocalFunctionStatementSyntax))
                return false;
        }

        return true;
    }

    private static ExpressionSyntax? Expression(SyntaxNode body) => body switch
    {
        MethodDeclarationSyntax method => method.ExpressionBody?.Expression,
        LocalFunctionStatementSyntax function => function.ExpressionBody?.Expression,
        LambdaExpressionSyntax lambda => lambda.ExpressionBody,
        _ => null,
    };

    private static SyntaxNode WithAsync(SyntaxNode body)
    {
        var keyword = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        var leading = body.GetLeadingTrivia();
        switch (body)
        {
            case MethodDeclarationSyntax method when method.Modifiers.Count == 0 && method.AttributeLists.Count > 0:
                return method.WithReturnType(method.ReturnType.WithLeadingTrivia()).AddModifiers(keyword.WithLeadingTrivia(method.ReturnType.GetLeadingTrivia()));
            case MethodDeclarationSyntax method:
                return method.Modifiers.Count > 0 ? method.AddModifiers(keyword) : method.WithoutLeadingTrivia().AddModifiers(keyword).WithLeadingTrivia(leading);
            case LocalFunctionStatementSyntax function:
                return function.Modifiers.Count > 0 ? function.AddModifiers(keyword) : function.WithoutLeadingTrivia().AddModifiers(keyword).WithLeadingTrivia(leading);
            case AnonymousFunctionExpressionSyntax lambda:
                return lambda.Modifiers.Count > 0 ? lambda.WithModifiers(lambda.Modifiers.Add(keyword)) : lambda.WithoutLeadingTrivia().WithModifiers(SyntaxFactory.TokenList(keyword)).WithLeadingTrivia(leading);
            default:
                return body;
        }
    }
}
