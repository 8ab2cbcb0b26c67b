using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary><c>_n += await F();</c> becomes <c>var f = await F(); _n += f;</c>: the awaits of the one expression that reads and writes come first.</summary>
internal static class HoistAwaitEditor
{
    /// <summary>The root with the awaits hoisted; null where that is not possible or would not make the read fresh.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (!Bodies.IsAsync(site.Body) || ExpressionHost.Of(site.Write) is not { } host)
            return null;
        var stale = StaleRead(site);
        if (!host.Expression.Span.Contains(stale.Span) || !host.Expression.Span.Contains(site.Write.Span))
            return null;
        if (site.Write.IsKind(Microsoft.CodeAnalysis.CSharp.SyntaxKind.CoalesceAssignmentExpression) || Statements.HasDirectives(host.Expression))
            return null;
        if (Hoisting.Plan(site, host.Expression, stale, new NameScope(Bodies.Member(site.Write))) is not { } plan)
            return null;
        return host.Replace(site.Model, site.Root, plan.Declarations, plan.Apply);
    }

    /// <summary>A compound assignment that is named as its own read reads its target.</summary>
    private static SyntaxNode StaleRead(FixSite site) =>
        site.Read is AssignmentExpressionSyntax assignment && site.Read == site.Write ? assignment.Left : site.Read;
}
