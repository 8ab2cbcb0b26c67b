using AsyncStateAnalyzers.Knowledge.Completions;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Work that is started again and again and yet runs once at a time: its starter wins an exchange, or each run waits for the one before.</summary>
internal static class StartsInTurn
{
    /// <summary><c>if (Interlocked.Exchange(ref _started, 1) == 1) return; new Thread(Run).Start();</c>: only who has found the field free comes to the start.</summary>
    /// <param name="start">The start, or the delegate that is made for it.</param>
    public static bool IsForWinner(SyntaxNode start) =>
        CallShape.FunctionOf(start) is { } function && Claims.Conditions(start, function).Any(c => c is BinaryExpressionSyntax && c.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => IsSwitchOfState(call, function)));

    /// <summary>
    /// <c>last = RunAsync(last, item);</c>: each run is given the task of the run before, and waits for it before it comes to the place.
    /// </summary>
    /// <param name="call">The call that starts a run.</param>
    /// <param name="place">The place inside.</param>
    public static bool WaitsForTheOneBefore(SyntaxNode call, SyntaxNode? place)
    {
        if (call is not InvocationExpressionSyntax { Parent: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax kept } } started || place is null || CallShape.FunctionOf(place) is not { } function)
            return false;
        var (name, parameters) = function switch { LocalFunctionStatementSyntax local => (local.Identifier.ValueText, local.ParameterList.Parameters), MethodDeclarationSyntax method => (method.Identifier.ValueText, method.ParameterList.Parameters), _ => ("", default) };
        if (name != StartSyntax.NameOf(started))
            return false;
        for (var i = 0; i < started.ArgumentList.Arguments.Count && i < parameters.Count; i++)
        {
            if (started.ArgumentList.Arguments[i] is { NameColon: null, Expression: IdentifierNameSyntax given } && given.Identifier.ValueText == kept.Identifier.ValueText && IsWaitedFor(parameters[i].Identifier.ValueText, function, place))
                return true;
        }

        return false;
    }

    private static bool IsSwitchOfState(InvocationExpressionSyntax call, SyntaxNode function) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: SimpleNameSyntax { Identifier.ValueText: Atomics.Steps }, Name.Identifier.ValueText: var method } && Atomics.IsSwitch(method)
        && call.ArgumentList.Arguments is [{ RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword, Expression: var switched }, ..]
        && TypeSyntaxFacts.LastName(switched) is { } name && !Places.Declares(function, name);

    /// <summary>True where the function waits for the parameter on every way to the place.</summary>
    private static bool IsWaitedFor(string parameter, SyntaxNode function, SyntaxNode place) =>
        function.DescendantNodes(n => n == function || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<AwaitExpressionSyntax>().Any(wait =>
            wait.Span.End <= place.SpanStart
            && wait.Expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().FirstOrDefault()?.Identifier.ValueText == parameter
            && wait.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Parent: BlockSyntax block } && block.Span.Contains(place.Span));
}
