using Microsoft.CodeAnalysis;
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

    /// <summary>The root with the task that is returned or dropped at the finding awaited where it is used up; null where the body cannot be async.</summary>
    public static SyntaxNode? Task(FixSite site)
    {
        var place = site.Write;
        if (place.AncestorsAndSelf().TakeWhile(n => !Bodies.IsBody(n)).Any(n => n is ReturnStatementSyntax or ArrowExpressionClauseSyntax) || site.Body is LambdaExpressionSyntax { ExpressionBody: { } whole } && whole.Span.Contains(place.Span))
            return AsyncBody.Make(site, new Dictionary<SyntaxNode, SyntaxNode>());
        var call = place.AncestorsAndSelf().TakeWhile(n => n is not StatementSyntax).Append(place).SelectMany(n => n.DescendantNodesAndSelf(c => c is not InvocationExpressionSyntax)).OfType<InvocationExpressionSyntax>().FirstOrDefault();
        return call is null ? null : Edit(site, call);
    }
}
