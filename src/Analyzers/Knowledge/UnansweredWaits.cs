using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Nobody looks at the answer of a wait that gives up after a time, and the semaphore is given back later all the same: by an object that is given out,
/// <c>await _gate.WaitAsync(patience); return new Pass(_gate);</c>, or in a continuation that only asks whether the wait has failed,
/// <c>_gate.WaitAsync(1000).ContinueWith(t => { if (!t.IsFaulted) _gate.Release(); })</c>.
/// </summary>
internal static class UnansweredWaits
{
    /// <summary>The waits that may have given up and count as successful.</summary>
    /// <param name="members">The members of the type.</param>
    public static IEnumerable<CanceledWait> In(IReadOnlyList<MemberOutline> members)
    {
        foreach (var member in members)
        {
            if (!member.Takes || member.Node is not MethodDeclarationSyntax method || !(GivesOut(method) || (member.Gives && member.Mentions.ContainsKey(Awaitables.GoesOn))))
                continue;
            foreach (var node in method.DescendantNodes())
            {
                if (node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var called } access } wait || !Locks.WaitsForOne(called)
                    || TypeSyntaxFacts.LastName(access.Expression) is not { } semaphore || !GivesUp(wait, method) || !SemaphoreShapes.IsField(semaphore, members))
                    continue;
                if (wait.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: Awaitables.GoesOn, Parent: InvocationExpressionSyntax next } behind)
                {
                    if (ReleaseIn(next, semaphore) is var (release, asked))
                        yield return new CanceledWait(release, semaphore, asked ?? behind.Name, wait, AdmitsSeveral: AdmitsSeveral(semaphore, method));
                }
                else if (CallShape.WithWaiting(wait).Parent is ExpressionStatementSyntax { Parent: BlockSyntax block } statement && GivenOutBehind(statement, block, semaphore) is { } pass && GivesBack(pass, semaphore, members))
                {
                    yield return new CanceledWait(pass, semaphore, wait, wait, IsGivenOut: true, AdmitsSeveral(semaphore, method));
                }
            }
        }
    }

    /// <summary>True for a method that others call, and that gives them an object.</summary>
    private static bool GivesOut(MethodDeclarationSyntax method) =>
        (method.ReturnType is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } given } ? given[0] : method.ReturnType) is NameSyntax or NullableTypeSyntax
        && method.Modifiers.Any(static m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword);

    /// <summary>True where the first argument is a time that ends, as far as the words of the method tell.</summary>
    private static bool GivesUp(InvocationExpressionSyntax wait, MethodDeclarationSyntax method) => wait.ArgumentList.Arguments.FirstOrDefault()?.Expression switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression } => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: SimpleNameSyntax { Identifier.ValueText: var type } } } => Locks.IsTime(type),
        IdentifierNameSyntax { Identifier.ValueText: var name } => method.ParameterList.Parameters.Any(p => p.Identifier.ValueText == name && p.Default is null && p.Type is { } type && Locks.IsTime(type.ToString())),
        _ => false,
    };

    /// <summary>Where the continuation gives back, and where it asks how the wait has ended, if it does; null where it asks for the answer too, or gives the task on.</summary>
    private static (SyntaxNode Release, SyntaxNode? Asked)? ReleaseIn(InvocationExpressionSyntax next, string semaphore)
    {
        if (next.ArgumentList.Arguments.FirstOrDefault()?.Expression is not LambdaExpressionSyntax lambda || Releases(lambda.Body, semaphore) is not { } release)
            return null;
        var first = lambda is SimpleLambdaExpressionSyntax simple ? simple.Parameter : (lambda as ParenthesizedLambdaExpressionSyntax)?.ParameterList.Parameters.FirstOrDefault();
        SyntaxNode? asked = null;
        foreach (var name in first is null ? Enumerable.Empty<IdentifierNameSyntax>() : NameIndex.In(lambda.Body, first.Identifier.ValueText).OfType<IdentifierNameSyntax>())
        {
            if (name.Parent is not MemberAccessExpressionSyntax access || access.Expression != name || !Awaitables.TellsHowItEnded(access.Name.Identifier.ValueText))
                return null;
            asked ??= access;
        }

        return (release, asked);
    }

    /// <summary>The object that is made and given out behind the wait, where nothing between the two asks the semaphore.</summary>
    private static ExpressionSyntax? GivenOutBehind(StatementSyntax wait, BlockSyntax block, string semaphore)
    {
        foreach (var statement in block.Statements.SkipWhile(s => s != wait).Skip(1))
        {
            if (statement is ReturnStatementSyntax { Expression: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } made })
                return made;
            if (statement is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax) || NameIndex.In(statement, semaphore).Any())
                return null;
        }

        return null;
    }

    /// <summary>True where the object gives back the semaphore that it gets, or that of the object that it gets.</summary>
    private static bool GivesBack(ExpressionSyntax pass, string semaphore, IReadOnlyList<MemberOutline> members)
    {
        var arguments = ((BaseObjectCreationExpressionSyntax)pass).ArgumentList!.Arguments;
        if (arguments.Any(a => a.Expression is LambdaExpressionSyntax lambda && Releases(lambda.Body, semaphore) is not null))
            return true;
        var type = pass is ObjectCreationExpressionSyntax { Type: var written } ? written : pass.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.ReturnType is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } given } ? given[0] : null;
        if (type is not SimpleNameSyntax { Identifier.ValueText: var name })
            return false;
        var gets = arguments.Any(a => TypeSyntaxFacts.LastName(a.Expression) == semaphore);
        var owned = arguments.Any(static a => a.Expression is ThisExpressionSyntax);
        return (gets || owned) && pass.SyntaxTree.GetRoot().DescendantNodes(static n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<TypeDeclarationSyntax>()
            .Any(t => t.Identifier.ValueText == name && ((gets && NameIndex.In(t, Locks.Gives).Any(static n => CallShape.CallOf(n) is { ArgumentList.Arguments.Count: 0 })) || (owned && (Releases(t, semaphore) is not null || CallsRelease(t, semaphore, members)))));
    }

    /// <summary>True where the type calls a member of the owner that does nothing else with it.</summary>
    private static bool CallsRelease(TypeDeclarationSyntax type, string semaphore, IReadOnlyList<MemberOutline> members) =>
        members.Any(m => m.Gives && !m.Takes && m.Node is MethodDeclarationSyntax { Identifier.ValueText: var leave } && NameIndex.In(type, leave).Any(static n => CallShape.CallOf(n) is not null) && Releases(m.Node, semaphore) is not null);

    /// <summary>True where the semaphore is made with another number of permits than one.</summary>
    private static bool AdmitsSeveral(string semaphore, MethodDeclarationSyntax method) =>
        method.Parent is { } type && NameIndex.TokensIn(type, semaphore)
            .Select(static t => t.Parent is VariableDeclaratorSyntax { Initializer.Value: var first } ? first : t.Parent is { Parent: AssignmentExpressionSyntax { Right: var later } assignment } && assignment.Left == t.Parent ? later : null)
            .Any(static made => made is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } permits } && permits[0].Expression is not LiteralExpressionSyntax { Token.ValueText: "1" });

    private static SyntaxNode? Releases(SyntaxNode within, string semaphore) =>
        NameIndex.In(within, Locks.Gives).Select(static n => (Call: CallShape.CallOf(n), Receiver: CallShape.ReceiverOf(n))).FirstOrDefault(c => c.Call is not null && c.Receiver is { } receiver && TypeSyntaxFacts.LastName(receiver) == semaphore).Call;
}
