using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>
/// The statements that take a guard and leave where that failed: <c>await gate.WaitAsync();</c>, <c>if (!await gate.WaitAsync(1000)) return;</c>,
/// <c>var taken = await gate.WaitAsync(1000); if (!taken) return;</c>. Behind them it is held.
/// </summary>
/// <param name="List">The list in which the code that holds the guard stands.</param>
/// <param name="First">The index of the first of these statements in it.</param>
/// <param name="Count">How many they are; none where the list is the branch of an <c>if</c> whose condition takes the guard.</param>
/// <param name="Answer">The declarator of the local that keeps whether the guard was taken; null for none.</param>
internal sealed record GuardHead(SyntaxNode List, int First, int Count, VariableDeclaratorSyntax? Answer)
{
    /// <summary>The index of the first statement that holds the guard.</summary>
    public int Next => First + Count;

    /// <summary>The head around <paramref name="acquire"/>; null for any other form.</summary>
    public static GuardHead? Of(InvocationExpressionSyntax acquire)
    {
        var whole = GuardCalls.Whole(acquire);
        if (GuardCalls.Alone(acquire) is { } alone)
            return At(Outermost(alone, GuardCalls.Guard(acquire)), 1, null);
        switch (whole.Parent)
        {
            case ExpressionSyntax { Parent: IfStatementSyntax { Else: null } test } condition when Denied(condition) == whole && Leaves(test.Statement):
                return At(test, 1, null);
            case IfStatementSyntax { Statement: BlockSyntax branch } test when test.Condition == whole:
                return new GuardHead(branch, 0, 0, null);
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } statement } } declarator }:
                return Answered(statement, declarator);
            default:
                return null;
        }
    }

    /// <summary>The statement, or the <c>if (gate != null)</c> whose only statement it is: what is not there is neither taken nor given back.</summary>
    public static StatementSyntax Outermost(StatementSyntax alone, ExpressionSyntax? guard) => alone.Parent switch
    {
        IfStatementSyntax { Else: null } optional when IsNotNull(optional.Condition, guard) => optional,
        BlockSyntax { Statements.Count: 1, Parent: IfStatementSyntax { Else: null } braced } when IsNotNull(braced.Condition, guard) => braced,
        _ => alone,
    };

    /// <summary>True where <paramref name="statement"/> ends by leaving what is around it.</summary>
    public static bool Leaves(StatementSyntax statement) => statement switch
    {
        BlockSyntax block => block.Statements.Count > 0 && Leaves(block.Statements.Last()),
        ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax => true,
        YieldStatementSyntax yielded => yielded.IsKind(SyntaxKind.YieldBreakStatement),
        _ => false,
    };

    private static GuardHead? Answered(LocalDeclarationStatementSyntax statement, VariableDeclaratorSyntax declarator)
    {
        if (Statements.ListOf(statement) is not { } list || Statements.In(list).ToList() is not { } all || all.IndexOf(statement) is var at && at + 1 >= all.Count || all[at + 1] is not IfStatementSyntax test)
            return null;
        var name = declarator.Identifier.ValueText;
        if (Denied(test.Condition) is IdentifierNameSyntax refused && refused.Identifier.ValueText == name && test.Else is null && Leaves(test.Statement))
            return new GuardHead(list, at, 2, declarator);
        return test is { Condition: IdentifierNameSyntax taken, Statement: BlockSyntax branch } && taken.Identifier.ValueText == name ? new GuardHead(branch, 0, 0, declarator) : null;
    }

    /// <summary>What is asked to be false: <c>!taken</c>, <c>taken == false</c>, <c>taken is false</c>; null for any other condition.</summary>
    private static ExpressionSyntax? Denied(ExpressionSyntax condition) => condition switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => not.Operand,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.FalseLiteralExpression } equal => equal.Left,
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.FalseLiteralExpression } } pattern => pattern.Expression,
        _ => null,
    };

    private static GuardHead? At(StatementSyntax statement, int count, VariableDeclaratorSyntax? answer) =>
        Statements.ListOf(statement) is { } list ? new GuardHead(list, Statements.In(list).ToList().IndexOf(statement), count, answer) : null;

    private static bool IsNotNull(ExpressionSyntax condition, ExpressionSyntax? guard) => guard is not null && condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } } binary => IsGuard(binary.Left, guard),
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } } } } pattern => IsGuard(pattern.Expression, guard),
        _ => false,
    };

    private static bool IsGuard(ExpressionSyntax tested, ExpressionSyntax guard) =>
        SyntaxFactory.AreEquivalent((tested is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own.Name : tested).WithoutTrivia(), guard.WithoutTrivia(), topLevel: false);
}
