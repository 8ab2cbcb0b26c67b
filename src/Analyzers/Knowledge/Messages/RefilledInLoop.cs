using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Messages;

/// <summary>
/// A loop gives one array or collection to an operation that it does not wait for, and fills it anew in the next turn: <c>var batch = new Item[n]; for (…) {
/// batch[0] = …; pending.Add(client.AppendAsync(batch)); }</c>. The operation may still be at the first batch.
/// </summary>
internal static class RefilledInLoop
{
    /// <summary>Those of a member.</summary>
    public static IEnumerable<RefilledMessage> In(SyntaxNode member)
    {
        foreach (var call in member.DescendantNodes(static n => n is not BaseTypeDeclarationSyntax).OfType<InvocationExpressionSyntax>())
        {
            if (!StartSyntax.IsLoose(call) || call.ArgumentList.Arguments.Count == 0 || StartSyntax.LoopAround(call) is not { } loop || CallShape.FunctionOf(call) is not { } function)
                continue;
            foreach (var argument in call.ArgumentList.Arguments)
            {
                if (argument is { RefKindKeyword.RawKind: 0, Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } && IsMadeBefore(name, loop, function) && Change(name, loop, function) is { } change)
                {
                    yield return new RefilledMessage(name, call, change);
                    break;
                }
            }
        }
    }

    /// <summary>True for a local that gets a new array or collection in front of the loop.</summary>
    private static bool IsMadeBefore(string name, SyntaxNode loop, SyntaxNode function) =>
        function.DescendantNodes().OfType<VariableDeclaratorSyntax>().FirstOrDefault(v => v.Identifier.ValueText == name && CallShape.FunctionOf(v) == function) is { Initializer.Value: var value } local
        && local.Span.End <= loop.SpanStart && local.Parent?.Parent is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 }
        && (value is ArrayCreationExpressionSyntax || (value is BaseObjectCreationExpressionSyntax && GuardOutline.IsPlainCollection(value is ObjectCreationExpressionSyntax { Type: var made } ? made : ((VariableDeclarationSyntax)local.Parent!).Type)));

    /// <summary>The first change of its content in the loop; null where there is none, or where the local gets another one there.</summary>
    private static SyntaxNode? Change(string name, SyntaxNode loop, SyntaxNode function)
    {
        SyntaxNode? change = null;
        foreach (var place in NameIndex.In(loop, name))
        {
            if (CallShape.FunctionOf(place) != function || !GuardOutline.IsChange(place))
                continue;
            if (place.Parent is AssignmentExpressionSyntax assignment && assignment.Left == place)
                return null;
            change ??= place.Parent is ElementAccessExpressionSyntax { Parent: { } written } ? written : place.Parent?.Parent is InvocationExpressionSyntax mutation ? mutation : place;
        }

        return change;
    }
}

/// <summary>What a loop fills anew while an operation may still be at it.</summary>
/// <param name="Name">The local.</param>
/// <param name="Call">The operation.</param>
/// <param name="Change">The change.</param>
internal sealed record RefilledMessage(string Name, SyntaxNode Call, SyntaxNode Change);
