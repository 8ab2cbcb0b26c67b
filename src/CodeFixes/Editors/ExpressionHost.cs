using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>The statement or expression body that evaluates an expression first of all, so that statements can be put before it.</summary>
internal sealed class ExpressionHost
{
    private ExpressionHost(ExpressionSyntax expression, StatementSyntax? statement, SyntaxNode? expressionBody)
    {
        Expression = expression;
        Statement = statement;
        ExpressionBody = expressionBody;
    }

    /// <summary>The whole expression.</summary>
    public ExpressionSyntax Expression { get; }

    /// <summary>The statement; null for an expression body.</summary>
    public StatementSyntax? Statement { get; }

    /// <summary>The method, local function or lambda whose expression body it is.</summary>
    public SyntaxNode? ExpressionBody { get; }

    /// <summary>The host of <paramref name="node"/>; null where no statement can be put before its evaluation (loop conditions, initialisers, second declarators).</summary>
    public static ExpressionHost? Of(SyntaxNode node)
    {
        for (var child = node; child.Parent is { } parent; child = parent)
        {
            switch (parent)
            {
                case ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax } arrow:
                    return new ExpressionHost(arrow.Expression, null, arrow.Parent);
                case LambdaExpressionSyntax lambda when lambda.ExpressionBody == child:
                    return new ExpressionHost(lambda.ExpressionBody, null, lambda);
                case StatementSyntax statement:
                    return Evaluated(statement, child, node) is { } expression ? new ExpressionHost(expression, statement, null) : null;
                case MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    private static ExpressionSyntax? Evaluated(StatementSyntax statement, SyntaxNode child, SyntaxNode node) => statement switch
    {
        ExpressionStatementSyntax s => s.Expression,
        ReturnStatementSyntax s => s.Expression,
        ThrowStatementSyntax s => s.Expression,
        YieldStatementSyntax s => s.Expression,
        IfStatementSyntax s when s.Condition == child => s.Condition,
        SwitchStatementSyntax s when s.Expression == child => s.Expression,
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } s => s.Declaration.Variables[0].Initializer?.Value is { } value && value.Span.Contains(node.Span) ? value : null,
        _ => null,
    };

    /// <summary>The root with <paramref name="before"/> run first and then the host as <paramref name="change"/> leaves it (nothing, where it gives null).</summary>
    public SyntaxNode Replace(SemanticModel model, SyntaxNode root, IEnumerable<StatementSyntax> before, Func<SyntaxNode, SyntaxNode?> change)
    {
        var statements = before.Select(b => Statements.Line(b)).ToList();
        if (Statement is not null)
        {
            var leading = Statement.GetLeadingTrivia();
            if (change(Statement) is StatementSyntax changed)
                statements.Add(statements.Count == 0 ? changed : changed.WithLeadingTrivia(Statements.Indentation(Statement)));
            else
                statements[statements.Count - 1] = statements[statements.Count - 1].WithTrailingTrivia(Statement.GetTrailingTrivia());
            statements[0] = statements[0].WithLeadingTrivia(leading);
            return Statements.Replace(root, Statement, statements);
        }

        if (change(Expression) is ExpressionSyntax result)
        {
            statements.Add(Bodies.ReturnsValue(model, ExpressionBody!)
                ? SyntaxFactory.ReturnStatement(result.WithoutTrivia())
                : SyntaxFactory.ExpressionStatement(result.WithoutTrivia()));
        }

        return Statements.ReplaceExpressionBody(root, ExpressionBody!, statements);
    }
}
