using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// <c>await Task.WhenAll(items.Select(async i =&gt; { …; sum += x; }));</c> becomes a <c>Select</c> whose runs return <c>x</c>, and
/// <c>sum += results.Sum()</c> after it; an <c>Add</c> becomes an <c>AddRange</c>. What was added comes in the order of the items.
/// </summary>
internal static class ReduceEditor
{
    /// <summary>The root with the runs returning; null where the change is not the last thing that each run does.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (site.Body is not AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: not 0 } lambda || lambda is not LambdaExpressionSyntax run || Share(site.Write) is not { } share)
            return null;
        if (Accesses.Location(site) is not { } state || Accesses.Of(state, lambda, site.Model).Count() != 1)
            return null;
        if (site.Model.GetTypeInfo(share.Value).Type is not { SpecialType: not SpecialType.System_Void } type
            || (!share.IsAdd && !(CanSum(type) && SymbolEqualityComparer.Default.Equals(site.Model.GetTypeInfo(Target(site.Write)!).Type, type))))
            return null;
        if (lambda.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" } } select }
            || select.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WhenAll" } } all }
            || Awaited(all) is not { Parent: ExpressionStatementSyntax statement } awaited)
        {
            return null;
        }

        if (Returning(site, run, share.Value) is not { } returning)
            return null;
        var gathered = awaited.ReplaceNode(run, returning).WithoutTrivia();
        var target = Target(site.Write)!;
        if (share.IsAdd)
        {
            var range = SyntaxFactory.ExpressionStatement(SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, target.WithoutTrivia(), SyntaxFactory.IdentifierName("AddRange")),
                SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(gathered)))));
            return site.Root.ReplaceNode(statement, range.WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation));
        }

        var name = new NameScope(Bodies.Member(site.Write)).Take("results", "shares", "values");
        var results = SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(
            SyntaxFactory.IdentifierName("var").WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.SingletonSeparatedList(SyntaxFactory.VariableDeclarator(SyntaxFactory.Identifier(name).WithTrailingTrivia(SyntaxFactory.Space))
                .WithInitializer(SyntaxFactory.EqualsValueClause(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space), gathered)))));
        var sum = SyntaxFactory.ParseStatement($"{target.WithoutTrivia()} += {name}.Sum();");
        var statements = new[]
        {
            results.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.EndOfLine("\n")).WithAdditionalAnnotations(Formatter.Annotation),
            sum.WithTrailingTrivia(statement.GetTrailingTrivia()).WithAdditionalAnnotations(Formatter.Annotation),
        };
        return Statements.Replace(site.Root, statement, statements);
    }

    /// <summary>What each run contributes.</summary>
    private static (ExpressionSyntax Value, bool IsAdd)? Share(SyntaxNode write) => write switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } add => (add.Right, false),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" }, ArgumentList.Arguments: { Count: 1 } arguments } => (arguments[0].Expression, true),
        _ => null,
    };

    private static ExpressionSyntax? Target(SyntaxNode write) => write switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
        _ => null,
    };

    private static bool CanSum(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal;

    /// <summary>The lambda that ends in <paramref name="value"/>; null where the change is not its last statement, or it can end elsewhere.</summary>
    private static LambdaExpressionSyntax? Returning(FixSite site, LambdaExpressionSyntax lambda, ExpressionSyntax value)
    {
        if (lambda.Body == site.Write)
            return lambda.ReplaceNode(lambda.Body, value.WithTriviaFrom(lambda.Body));
        if (lambda.Body is not BlockSyntax block || block.Statements.LastOrDefault() is not ExpressionStatementSyntax last || last.Expression != site.Write
            || Bodies.OwnNodes(lambda).Any(n => n is ReturnStatementSyntax || (n is StatementSyntax s && Statements.HasDirectives(s))))
        {
            return null;
        }

        var end = SyntaxFactory.ReturnStatement(SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space), value.WithoutTrivia(), SyntaxFactory.Token(SyntaxKind.SemicolonToken));
        return lambda.ReplaceNode(last, end.WithTriviaFrom(last));
    }

    private static AwaitExpressionSyntax? Awaited(ExpressionSyntax task) => task.Parent switch
    {
        AwaitExpressionSyntax awaited => awaited,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax awaited } } => awaited,
        _ => null,
    };
}
