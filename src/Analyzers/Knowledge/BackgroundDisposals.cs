using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Disposals that only begin the asynchronous disposal of their own object, throw its task away, and set the mark that says it is done: the asynchronous one
/// waits for a semaphore of the type before it ends what the others use, and does not ask the mark.
/// </summary>
internal static class BackgroundDisposals
{
    /// <summary>Those of a type.</summary>
    public static IEnumerable<BackgroundDisposal> In(IReadOnlyList<MemberOutline> members)
    {
        if (members.FirstOrDefault(static m => m.Takes && m.Waits && m.Node is MethodDeclarationSyntax { Identifier.ValueText: Disposals.Asynchronous }) is not { } work)
            yield break;
        foreach (var member in members)
        {
            if (member == work || member.IsAsync || !member.Mentions.ContainsKey(Disposals.Asynchronous) || member.Node is not MethodDeclarationSyntax { Identifier.ValueText: var name } || !Disposals.Declares(name))
                continue;
            if (Thrown(member.Node) is { } call && Mark(member.Node, work, members) is { } mark && Ended(work, members) is { } ended)
                yield return new BackgroundDisposal(call, mark.Node, mark.Name, ended);
        }
    }

    /// <summary>The statement that begins the other disposal and drops its task: <c>_ = DisposeAsync();</c>, <c>Task.Run(async () => await DisposeAsync());</c>.</summary>
    private static ExpressionSyntax? Thrown(SyntaxNode disposal)
    {
        foreach (var statement in disposal.DescendantNodes(static n => n is not AnonymousFunctionExpressionSyntax).OfType<ExpressionStatementSyntax>())
        {
            var value = statement.Expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Right: var discarded } ? discarded : statement.Expression;
            if (value is InvocationExpressionSyntax call && (IsOwn(call.Expression) || Begins(call)))
                return value;
        }

        return null;
    }

    /// <summary>The call, or one that shows its task in another form, or one that runs it on the pool.</summary>
    private static bool Begins(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax access && (Disposals.ShowsTask(access.Name.Identifier.ValueText)
        ? access.Expression is InvocationExpressionSyntax inner && IsOwn(inner.Expression)
        : TypeSyntaxFacts.LastName(access.Expression) == nameof(Task) && call.ArgumentList.Arguments.Count > 0 && call.ArgumentList.Arguments[0].Expression.DescendantNodesAndSelf().Any(static n => n is ExpressionSyntax e && IsOwn(e) && n.Parent is not MemberAccessExpressionSyntax));

    private static bool IsOwn(ExpressionSyntax called) => called is IdentifierNameSyntax { Identifier.ValueText: Disposals.Asynchronous } or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: Disposals.Asynchronous };

    /// <summary>The field that the disposal looks at and sets, and that the other one does not know.</summary>
    private static (string Name, SyntaxNode Node)? Mark(SyntaxNode disposal, MemberOutline work, IReadOnlyList<MemberOutline> members)
    {
        foreach (var assignment in disposal.DescendantNodes().OfType<AssignmentExpressionSyntax>())
        {
            if (assignment.Right.IsKind(SyntaxKind.TrueLiteralExpression) && TypeSyntaxFacts.LastName(assignment.Left) is { } name && !work.Mentions.ContainsKey(name)
                && members.Any(m => m.Node is FieldDeclarationSyntax && m.Names.Contains(name))
                && disposal.DescendantNodes().OfType<IfStatementSyntax>().Any(i => i.SpanStart < assignment.SpanStart && i.Condition.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax asked && asked.Identifier.ValueText == name)))
                return (name, assignment);
        }

        return null;
    }

    /// <summary>What the asynchronous disposal ends that another member waits for: the semaphore itself, as a rule.</summary>
    private static string? Ended(MemberOutline work, IReadOnlyList<MemberOutline> members) =>
        work.Node.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Select(c => c.Expression is MemberAccessExpressionSyntax access && Disposals.Ends(access.Name.Identifier.ValueText) ? TypeSyntaxFacts.LastName(access.Expression) : null)
            .FirstOrDefault(n => n is not null && members.Any(m => m != work && m.Takes && m.Waits && m.Node is MethodDeclarationSyntax && m.Mentions.ContainsKey(n)));
}

/// <summary>A disposal that goes on behind the mark which says that it is done.</summary>
/// <param name="Call">What begins it.</param>
/// <param name="Set">Where the mark is set.</param>
/// <param name="Mark">The mark.</param>
/// <param name="Ended">What it ends.</param>
internal sealed record BackgroundDisposal(SyntaxNode Call, SyntaxNode Set, string Mark, string Ended);
