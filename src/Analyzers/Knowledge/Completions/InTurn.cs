using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>A completion that always comes after another one of the same function, where an exception is caught: a <c>finally</c> runs in any case, and so does what stands behind a <c>catch</c> that goes on.</summary>
internal static class InTurn
{
    /// <summary>The completion that has come before; null for none.</summary>
    public static Completion? Before(Completion late, Signal signal)
    {
        if (signal.IsElement || !late.Throws || StatementOf(late.Node) is not { Parent: BlockSyntax block } statement)
            return null;
        foreach (var first in signal.Completions)
        {
            if (first != late && StatementOf(first.Node) is { Parent: BlockSyntax { Parent: CatchClauseSyntax { Parent: TryStatementSyntax work } } caught } before
                && (work.Finally?.Block == block || (work.Parent == block && GoesOn(caught, before, block, work, statement)))
                && Receiver(first.Node) is { } receiver && receiver == Receiver(late.Node) && !IsRenewed(signal.Symbol.Name, before, statement))
                return first;
        }

        return null;
    }

    private static ExpressionStatementSyntax? StatementOf(SyntaxNode call) => call.Parent switch
    {
        ExpressionStatementSyntax statement => statement,
        ConditionalAccessExpressionSyntax { Parent: ExpressionStatementSyntax statement } => statement,
        _ => null,
    };

    /// <summary>True where nothing leaves between the completion in the <c>catch</c> and the one behind the whole <c>try</c>.</summary>
    private static bool GoesOn(BlockSyntax caught, StatementSyntax before, BlockSyntax block, StatementSyntax work, StatementSyntax after)
    {
        var (from, to) = (block.Statements.IndexOf(work), block.Statements.IndexOf(after));
        return from < to && !caught.Statements.Where(s => s.SpanStart > before.SpanStart).Concat(block.Statements.Skip(from + 1).Take(to - from - 1)).Any(Leaves);
    }

    private static bool Leaves(StatementSyntax statement) =>
        statement.DescendantNodesAndSelf(static n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(static n => n is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax);

    private static string? Receiver(SyntaxNode call) =>
        call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } ? access.Expression.ToString()
        : call is InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax, Parent: ConditionalAccessExpressionSyntax conditional } ? conditional.Expression.ToString()
        : null;

    /// <summary>True where another object is put into the variable in between.</summary>
    private static bool IsRenewed(string name, SyntaxNode first, SyntaxNode late) =>
        CallShape.FunctionOf(late) is { } function && NameIndex.In(function, name).Any(n => n.SpanStart > first.SpanStart && n.SpanStart < late.SpanStart && IsWritten(n));

    private static bool IsWritten(IdentifierNameSyntax name) => (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (ExpressionSyntax)name) is var place
        && place.Parent is AssignmentExpressionSyntax assignment && assignment.Left == place || name.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 };
}
