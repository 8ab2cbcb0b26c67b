using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>What the syntax says of objects that are made at one place and begin to work, or to tell of something, at another.</summary>
internal static class MadeAndBegun
{
    /// <summary>True where the variable gets a new object on the way to the place, in the same turn of every loop around it.</summary>
    public static bool IsMadeBefore(SyntaxNode place, string variable)
    {
        for (var statement = place.FirstAncestorOrSelf<StatementSyntax>(); statement?.Parent is BlockSyntax block; statement = block.Parent as StatementSyntax)
        {
            if (block.Statements.TakeWhile(s => s != statement).Any(s => s is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax name, Right: BaseObjectCreationExpressionSyntax } } && name.Identifier.ValueText == variable))
                return true;
            if (block.Parent is not (IfStatementSyntax or ElseClauseSyntax or TryStatementSyntax))
                return false;
        }

        return false;
    }

    /// <summary>True where the body begins other events of the object, and not this one.</summary>
    public static bool IsNeverBegun(SyntaxNode body, string happening)
    {
        if (FanOuts.BegunBy(happening) is not { } begins)
            return false;
        var called = body.DescendantNodes().OfType<SimpleNameSyntax>().Select(static n => n.Identifier.ValueText).Where(FanOuts.Beginnings.Contains).ToList();
        return called.Count > 0 && !called.Contains(begins);
    }

    /// <summary>
    /// <c>p.Exited += (_, _) => { p.WaitForExit(); Use(lines); };</c>: what the handlers of the outputs do is over when the handler of the end comes to the place.
    /// </summary>
    /// <param name="handler">The handler.</param>
    /// <param name="via">Its event.</param>
    /// <param name="begun">The other event.</param>
    /// <param name="place">The place in the handler.</param>
    public static bool ComesBehindAll(SyntaxNode handler, string via, string begun, SyntaxNode? place) => place is not null
        && handler.DescendantNodes(n => n == handler || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<InvocationExpressionSyntax>().Any(call =>
            call.ArgumentList.Arguments.Count == 0 && call.Span.End <= place.SpanStart && FanOuts.WaitsFor(via, begun, StartSyntax.NameOf(call))
            && call.Parent is ExpressionStatementSyntax { Parent: BlockSyntax block } && block.Span.Contains(place.Span));

    /// <summary>Where the body starts what was only made: the call on its variable, or the making itself where something else is started further on. Null where nothing is.</summary>
    public static SyntaxNode? StartBehind(SyntaxNode body, SyntaxNode made)
    {
        var starts = body.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => call.Span.End > made.Span.End && IsStart(call.Expression)).ToList();
        var holder = made.FirstAncestorOrSelf<VariableDeclaratorSyntax>()?.Identifier.ValueText ?? (made.FirstAncestorOrSelf<AssignmentExpressionSyntax>()?.Left is { } left ? TypeSyntaxFacts.LastName(left) : null);
        return starts.FirstOrDefault(call => call.Expression is MemberAccessExpressionSyntax access && TypeSyntaxFacts.LastName(access.Expression) == holder && holder is not null) ?? (starts.Count > 0 ? made : null);
    }

    private static bool IsStart(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => FanOuts.Starts(name),
        MemberBindingExpressionSyntax { Name.Identifier.ValueText: FanOuts.Start } => true,
        _ => false,
    };
}
