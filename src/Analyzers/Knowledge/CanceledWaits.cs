using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// The task of a wait for a semaphore is asked whether it has ended, and not whether it succeeded: <c>var wait = _gate.WaitAsync(token); return wait.IsCompleted
/// ? _releaser : wait.ContinueWith(…)</c>. A wait that was cancelled, or whose time was up, has ended too, and what is given out then releases what nobody has taken.
/// </summary>
internal static class CanceledWaits
{
    /// <summary>The waits that may fail and count as successful.</summary>
    /// <param name="members">The members of the type.</param>
    public static IEnumerable<CanceledWait> In(IReadOnlyList<MemberOutline> members)
    {
        foreach (var member in members)
        {
            if (!member.Takes || !(NameIndex.Of(member.Node.SyntaxTree) is var words && (words.MayContain(Awaitables.Ended) || words.MayContain(Awaitables.GoesOn))))
                continue;
            foreach (var node in member.Node.DescendantNodes(static n => n is not BaseTypeDeclarationSyntax))
            {
                if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: Locks.Waits } access } wait && CanFail(wait) && TypeSyntaxFacts.LastName(access.Expression) is { } semaphore
                    && SemaphoreShapes.IsField(semaphore, members) && TaskOf(wait, member, members) is var (function, task) && Asked(function, task, wait) is { } asked && ReleaseOf(semaphore, function, members) is { } release)
                {
                    yield return new CanceledWait(release, semaphore, asked, wait);
                }
            }
        }
    }

    /// <summary>True where a token or a time limit can end the wait.</summary>
    private static bool CanFail(InvocationExpressionSyntax wait) =>
        wait.ArgumentList.Arguments.Any(a => a.Expression is not LiteralExpressionSyntax and not DefaultExpressionSyntax and not PrefixUnaryExpressionSyntax && !Locks.NeverEnds(TypeSyntaxFacts.LastName(a.Expression)));

    /// <summary>The local that keeps the task, or the parameter of a method of the type that gets it.</summary>
    private static (SyntaxNode Function, string Task)? TaskOf(InvocationExpressionSyntax wait, MemberOutline member, IReadOnlyList<MemberOutline> members)
    {
        if (wait.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local })
            return (GuardPlaces.Function(wait) ?? member.Node, local.Identifier.ValueText);
        if (wait.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } argument || TypeSyntaxFacts.LastName(call.Expression) is not { } helper)
            return null;
        var at = list.Arguments.IndexOf(argument);
        var found = members.Select(static m => m.Node).OfType<MethodDeclarationSyntax>().Where(m => m.Identifier.ValueText == helper && m.ParameterList.Parameters.Count > at && m.ParameterList.Parameters[at].Type is SimpleNameSyntax { Identifier.ValueText: "Task", RawKind: (int)SyntaxKind.IdentifierName }).ToList();
        return found.Count == 1 ? (found[0], found[0].ParameterList.Parameters[at].Identifier.ValueText) : null;
    }

    /// <summary>Where the function takes a task that has ended for a wait that has succeeded; null where it asks more, or gives the task itself back.</summary>
    private static SyntaxNode? Asked(SyntaxNode function, string task, InvocationExpressionSyntax wait)
    {
        SyntaxNode? result = null;
        foreach (var name in NameIndex.In(function, task))
        {
            switch (name.Parent)
            {
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: Awaitables.Ended } ended when ended.Expression == name && Decides(ended, task):
                    result = ended;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: Awaitables.GoesOn, Parent: InvocationExpressionSyntax next } behind when behind.Expression == name:
                    if (GoesOnAnyhow(next, wait))
                        result ??= behind;
                    break;
                case MemberAccessExpressionSyntax access when access.Expression == name:
                case AwaitExpressionSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax or ConditionalExpressionSyntax or AssignmentExpressionSyntax:
                    return null;
            }
        }

        return result;
    }

    /// <summary>True where something else than the task is given out when it has ended.</summary>
    private static bool Decides(MemberAccessExpressionSyntax ended, string task)
    {
        var given = ended.Parent switch
        {
            ConditionalExpressionSyntax choice when choice.Condition == ended => choice.WhenTrue,
            IfStatementSyntax { Statement: var statement } branch when branch.Condition == ended => ((statement is BlockSyntax { Statements: { Count: 1 } all } ? all[0] : statement) as ReturnStatementSyntax)?.Expression,
            _ => null,
        };
        return given is not null && !given.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax name && name.Identifier.ValueText == task);
    }

    /// <summary>True for a continuation that does not look at the task, and that a wait which has failed leads to as well.</summary>
    private static bool GoesOnAnyhow(InvocationExpressionSyntax next, InvocationExpressionSyntax wait)
    {
        var arguments = next.ArgumentList.Arguments;
        if (arguments.Count == 0 || arguments[0].Expression is not LambdaExpressionSyntax lambda || arguments.Any(a => a.DescendantNodes().Any(n => n is IdentifierNameSyntax option && Awaitables.ComesAfterSuccess(option.Identifier.ValueText))))
            return false;
        var first = lambda is SimpleLambdaExpressionSyntax simple ? simple.Parameter : (lambda as ParenthesizedLambdaExpressionSyntax)?.ParameterList.Parameters.FirstOrDefault();
        return first is not null && !lambda.Body.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax name && name.Identifier.ValueText == first.Identifier.ValueText)
            && !arguments.Skip(1).Any(a => wait.ArgumentList.Arguments.Any(w => SyntaxFactory.AreEquivalent(a.Expression, w.Expression)));
    }

    /// <summary>Where another function of the type, or one inside it, gives the semaphore back.</summary>
    private static SyntaxNode? ReleaseOf(string semaphore, SyntaxNode function, IReadOnlyList<MemberOutline> members) =>
        members.Select(static m => m.Node.Parent).OfType<TypeDeclarationSyntax>().Distinct().SelectMany(static t => NameIndex.In(t, Locks.Gives))
            .Select(static n => CallShape.CallOf(n)).FirstOrDefault(c => c is { ArgumentList.Arguments.Count: 0, Expression: var target } && !function.Span.Contains(c.Span) && TypeSyntaxFacts.LastName(ReceiverOf(target)) == semaphore);

    private static ExpressionSyntax ReceiverOf(ExpressionSyntax called) => called is MemberAccessExpressionSyntax access ? access.Expression : called is MemberBindingExpressionSyntax { Parent.Parent: ConditionalAccessExpressionSyntax whole } ? whole.Expression : called;
}

/// <summary>A wait that may have failed and counts as successful.</summary>
/// <param name="Release">Where the semaphore is given back.</param>
/// <param name="Semaphore">Its name.</param>
/// <param name="Asked">Where the task is taken for a success.</param>
/// <param name="Wait">The wait.</param>
/// <param name="IsGivenOut">True where that is not the release, but the object that will do it.</param>
/// <param name="AdmitsSeveral">True for a throttle: it admits one more.</param>
internal sealed record CanceledWait(SyntaxNode Release, string Semaphore, SyntaxNode Asked, SyntaxNode Wait, bool IsGivenOut = false, bool AdmitsSeveral = false);
