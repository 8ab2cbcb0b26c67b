using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>A completion that the next turn of a loop makes once more: <c>for (…) { try { … } catch (IOException e) { request.Reply.SetException(e); } }</c>.</summary>
internal static class NextTurn
{
    /// <summary>True where every turn that comes to the end of the loop has completed the same signal.</summary>
    /// <param name="completion">The call.</param>
    /// <param name="holder">What holds the signal.</param>
    public static bool CompletesAgain(SyntaxNode completion, ISymbol holder)
    {
        if (completion is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var signal }, Parent: ExpressionStatementSyntax statement } || CallShape.FunctionOf(completion) is not { } function || !IsKept(holder))
            return false;
        if (LoopAround(statement, function) is not { } loop || RootOf(signal) is not { } root || Declares(loop, root) || IsAssigned(loop, root))
            return false;
        if (root != holder.Name && !Declares(function, root))
            return false;
        return CallShape.ConditionOf(loop)?.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText is var name && (name == root || name == holder.Name)) != true;
    }

    /// <summary>The loop that the statement stands in on every way through it, unless it is left behind the statement.</summary>
    private static SyntaxNode? LoopAround(StatementSyntax statement, SyntaxNode function)
    {
        for (SyntaxNode node = statement; node != function && node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case BlockSyntax block when block.Statements.SkipWhile(s => s != node).Skip(1).Any(Leaves):
                case CatchClauseSyntax { Filter: not null }:
                case IfStatementSyntax or ElseClauseSyntax or SwitchSectionSyntax or LabeledStatementSyntax:
                    return null;
                case TryStatementSyntax attempt when attempt.Finally is { } last && last.Block.Statements.Any(Leaves):
                    return null;
                case ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax:
                    return parent;
            }
        }

        return null;
    }

    /// <summary>Anything that may go elsewhere: what else decides there is not looked at.</summary>
    private static bool Leaves(StatementSyntax statement) =>
        statement.DescendantNodesAndSelf(static n => n is not AnonymousFunctionExpressionSyntax).Any(static n => n is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or GotoStatementSyntax or YieldStatementSyntax);

    /// <summary>True where it holds one signal from its beginning to its end.</summary>
    private static bool IsKept(ISymbol holder) => holder switch
    {
        IFieldSymbol field => field.IsReadOnly,
        IPropertySymbol property => property.SetMethod is null or { IsInitOnly: true },
        ILocalSymbol or IParameterSymbol => true,
        _ => false,
    };

    /// <summary>The name that a chain of members begins with; null where it has anything else in it.</summary>
    private static string? RootOf(ExpressionSyntax signal)
    {
        while (signal is MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax } access)
            signal = access.Expression;
        return signal switch { IdentifierNameSyntax name => name.Identifier.ValueText, MemberAccessExpressionSyntax own => own.Name.Identifier.ValueText, _ => null };
    }

    /// <summary>True where a variable of that name is declared there, that of a <c>foreach</c> included.</summary>
    private static bool Declares(SyntaxNode around, string name) =>
        Places.Declares(around, name) || around.DescendantNodesAndSelf().OfType<ForEachStatementSyntax>().Any(f => f.Identifier.ValueText == name);

    private static bool IsAssigned(SyntaxNode loop, string name) => loop.DescendantNodes().Any(n => n switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(i => i.Identifier.ValueText == name),
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => argument.Expression is IdentifierNameSyntax given && given.Identifier.ValueText == name,
        _ => false,
    });
}
