using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>Awaits a task that nobody waits for; a method that hands on tasks becomes async for it.</summary>
internal static class AddAwaitEditor
{
    /// <summary>The root with the guard awaited; null where the method cannot wait without its callers seeing another one.</summary>
    public static SyntaxNode? Guard(FixSite site)
    {
        if (site.Write is not InvocationExpressionSyntax acquire)
            return null;

        // Asked for again before it has been given back, it would be waited for without end.
        var before = GuardCalls.Acquires(acquire, Bodies.OwnNodes(site.Body)).Where(a => a.SpanStart < acquire.SpanStart).Select(a => a.SpanStart).DefaultIfEmpty(-1).Max();
        if (before >= 0 && !GuardCalls.Releases(acquire, Bodies.OwnNodes(site.Body)).Any(r => r.SpanStart > before && r.SpanStart < acquire.SpanStart))
            return null;
        return Edit(site, acquire);
    }

    /// <summary>The root with the task of <paramref name="call"/> awaited; null where it is not dropped.</summary>
    public static SyntaxNode? Edit(FixSite site, InvocationExpressionSyntax call)
    {
        var task = GuardCalls.Whole(call);
        SyntaxNode old = task;
        if (task.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax } discard)
            old = discard;
        else if (task.Parent is not (ExpressionStatementSyntax or UsingStatementSyntax or EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Parent: UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } } }))
            return null;
        var awaited = Awaits.Of(task, site.Body, site.Root).WithTriviaFrom(old);
        return Bodies.IsAsync(site.Body) ? site.Root.ReplaceNode(old, awaited) : AsyncBody.Make(site, new Dictionary<SyntaxNode, SyntaxNode> { [old] = awaited });
    }

    /// <summary>The root with the body async that hands on the task of the finding; null where it cannot be, or holds a lock that belongs to its thread.</summary>
    public static SyntaxNode? Task(FixSite site)
    {
        // A task that is thrown away is to run beside the rest: waiting for it would change what the method does.
        if (site.Write.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax thrown && thrown.Expression is not AwaitExpressionSyntax)
            return null;

        // In an async body nothing is returned: the task stands in a local that nobody looks at.
        if (IsAsync(site.Write.Ancestors().FirstOrDefault(static a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax)))
            return null;
        var calls = Bodies.OwnNodes(site.Body).OfType<InvocationExpressionSyntax>().ToList();
        if (calls.Any(c => GuardCalls.Name(c) is "Exit" or "ExitWriteLock" or "ExitReadLock" or "ExitUpgradeableReadLock" or "ReleaseMutex"))
            return null;

        // The guard is held until the task has ended now: whoever blocked a thread for it could be the one that the task needs.
        var waits = calls.Where(c => c.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" } access && site.Model.GetTypeInfo(access.Expression).Type is { Name: "SemaphoreSlim" });
        return AsyncBody.Make(site, waits.ToDictionary(c => (SyntaxNode)c, c => (SyntaxNode)Awaits.Of(Asynchronous(c), site.Body, site.Root).WithTriviaFrom(c)));
    }

    private static bool IsAsync(SyntaxNode? function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword != default,
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        BaseMethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        _ => false,
    };

    private static InvocationExpressionSyntax Asynchronous(InvocationExpressionSyntax wait)
    {
        var access = (MemberAccessExpressionSyntax)wait.Expression;
        return wait.WithExpression(access.WithName(SyntaxFactory.IdentifierName("WaitAsync")));
    }
}
