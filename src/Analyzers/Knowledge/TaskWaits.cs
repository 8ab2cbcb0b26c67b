using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Where the code that starts a task waits for it, as long as it takes: on the spot, combined with others, blocking, or through a local.</summary>
internal static class TaskWaits
{
    /// <summary>The <c>await</c> or the blocking call; null where there is none, or one that gives up after a time.</summary>
    /// <param name="start">The call that gives the task, or the function that is handed to such a call.</param>
    public static SyntaxNode? Of(SyntaxNode start) => Climb(Begin(start), out var kept) ?? (kept is null ? null : Later(start, kept));

    /// <summary>The name of the field or property that the task is put into; null for none.</summary>
    public static string? StoredIn(SyntaxNode start) =>
        Begin(start) is { Parent: AssignmentExpressionSyntax { Left: var left } assignment } task && assignment.Right == task ? TypeSyntaxFacts.LastName(left) : null;

    /// <summary>The name of what is awaited, where that is no call: <c>await _loop</c>, <c>await this._loop.ConfigureAwait(false)</c>.</summary>
    public static string? AwaitedName(SyntaxNode? wait)
    {
        return (wait is AwaitExpressionSyntax { Expression: var awaited } ? CallShape.Unconfigured(awaited) : null) switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own => own.Name.Identifier.ValueText,
            _ => null,
        };
    }

    /// <summary>The expression that gives the task: of a function, the call that runs it and gives one for all of it.</summary>
    private static SyntaxNode? Begin(SyntaxNode start)
    {
        if (start is not AnonymousFunctionExpressionSyntax && start.Parent is not ArgumentSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax })
            return start;
        return start.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && Awaitables.EndsWithWhatItRuns(NameOf(call)) ? call : null;
    }

    private static SyntaxNode? Climb(SyntaxNode? node, out string? kept)
    {
        kept = null;
        while (node is not null)
        {
            switch (node.Parent)
            {
                case AwaitExpressionSyntax wait:
                    return wait;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Parent: InvocationExpressionSyntax call } access when access.Expression == node:
                    if (Awaitables.Blocks(name))
                        return call.ArgumentList.Arguments.Count == 0 ? call : null;
                    if (!Awaitables.KeepsTasks(name) || (name == "WaitAsync" && ProtocolOutline.IsTimed(call)))
                        return null;
                    node = call;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } access when access.Expression == node && Awaitables.Blocks(name):
                    return access;
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }:
                    if (NameOf(call) == Awaitables.AddsToList && call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax list })
                        kept = list.Identifier.ValueText;
                    if (!Awaitables.WaitsForAll(NameOf(call)))
                        return null;
                    node = call;
                    break;
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or InitializerExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or CollectionElementSyntax or CollectionExpressionSyntax:
                    node = node.Parent;
                    break;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } local }:
                    kept = local.Identifier.ValueText;
                    return null;
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax target, Parent: ExpressionStatementSyntax } assignment when assignment.Right == node:
                    kept = target.Identifier.ValueText;
                    return null;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The first wait for the local that the task is kept in.</summary>
    private static SyntaxNode? Later(SyntaxNode start, string local)
    {
        if (GuardPlaces.Function(start) is not { } function || !function.DescendantNodes().Any(n => n is VariableDeclaratorSyntax variable && variable.Identifier.ValueText == local && GuardPlaces.Function(variable) == function))
            return null;
        foreach (var node in function.DescendantNodes())
        {
            if (node is IdentifierNameSyntax name && name.SpanStart > start.Span.End && name.Identifier.ValueText == local && GuardPlaces.Function(name) == function && Climb(name, out _) is { } wait)
                return wait;
        }

        return null;
    }

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => "",
    };
}
