using AsyncStateAnalyzers.Knowledge.Completions;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Work that is started again and again and yet runs once at a time: its starter wins an exchange or waits for it, or each run waits for the one before.</summary>
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

    /// <summary>
    /// <c>while (on) { var task = Task.Run(Work); while (!task.IsCompleted) { await Task.Delay(9); … } }</c>: the function around a start in a loop which comes to the next
    /// turn only when it has waited for the task, or has asked until it has ended; null where it may come there before.
    /// </summary>
    public static SyntaxNode? FunctionThatWaits(InvocationExpressionSyntax start)
    {
        var kept = start.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => declarator.Identifier.ValueText,
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax target } => target.Identifier.ValueText,
            _ => null,
        };
        if (kept is null || CallShape.LoopAround(start) is not { } loop || CallShape.FunctionOf(start) is not { } function || !function.Span.Contains(loop.Span))
            return null;
        return loop.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == kept && n.SpanStart > start.Span.End && IsEndOf(n) is { } wait && IsOnTheWay(wait, start)) ? function : null;
    }

    /// <summary><c>root.Handler = CommandHandler.Create&lt;Options&gt;(RunAsync);</c> in <c>Main</c>, and nothing else names the method: a process comes to it once.</summary>
    /// <param name="body">The method.</param>
    /// <param name="name">Its name.</param>
    public static bool IsRunByCommandLine(SyntaxNode? body, string name) =>
        body?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && !type.Modifiers.Any(SyntaxKind.PartialKeyword)
        && NameIndex.In(type, name).ToList() is [{ Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } }]
        && Concurrency.IsForCommandLine(call.Expression is MemberAccessExpressionSyntax access ? TypeSyntaxFacts.LastName(access.Expression) ?? "" : "", StartSyntax.NameOf(call))
        && CallShape.LoopAround(call) is null && CallShape.MemberOf(call) is MethodDeclarationSyntax { Identifier.ValueText: "Main" };

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

    /// <summary>The statement that comes to its end when the task has: a wait, or a loop for as long as it has not ended.</summary>
    private static StatementSyntax? IsEndOf(IdentifierNameSyntax task) => task.Parent switch
    {
        AwaitExpressionSyntax { Parent: ExpressionStatementSyntax statement } => statement,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: Awaitables.Configures, Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax { Parent: ExpressionStatementSyntax statement } } } => statement,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: Awaitables.Ended, Parent: PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not } =>
            not.FirstAncestorOrSelf<ExpressionSyntax>(static e => e.Parent is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression })?.Parent is WhileStatementSyntax asks && asks.Condition.Span.Contains(not.Span) ? asks : null,
        _ => null,
    };

    /// <summary>True where whoever comes from the start to the end of its block comes to the statement: nothing but <c>try</c> is around it, and nothing goes on to the next turn before.</summary>
    private static bool IsOnTheWay(StatementSyntax wait, SyntaxNode start)
    {
        for (SyntaxNode? node = wait.Parent; node is BlockSyntax or TryStatementSyntax; node = node.Parent)
        {
            if (node.Span.Contains(start.Span))
                return !node.DescendantNodes().OfType<ContinueStatementSyntax>().Any(next => next.SpanStart > start.Span.End && next.Span.End < wait.SpanStart && CallShape.LoopAround(next) == CallShape.LoopAround(start));
        }

        return false;
    }
}
