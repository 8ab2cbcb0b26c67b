using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// The answer of the wait decides about the work only: <c>if (await gate.WaitAsync(time)) { … }</c>, and the guard is given back either way.
/// A local keeps the answer, and decides about the release as well.
/// </summary>
internal static class AnswerFlagEditor
{
    /// <summary>The root in which the guard is given back only if it was taken; null where one answer does not tell.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (site.Read.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } acquire || site.Write.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call || !site.IsOneBody || !GuardCalls.IsSame(acquire, call) || GuardCalls.Alone(call) is not { } release)
            return null;
        var own = Bodies.OwnNodes(site.Body).ToList();
        if (GuardCalls.Acquires(acquire, own).Any() || GuardCalls.Releases(acquire, own).Count() != 1 || Loop(acquire, site.Body) != Loop(call, site.Body) || release.Parent is not BlockSyntax)
            return null;
        return GuardCalls.Whole(acquire) switch
        {
            { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax answer } } => OfLocal(site, answer, release),
            { Parent: IfStatementSyntax branch } whole when branch.Condition == whole => OfCondition(site, branch, release),
            _ => null,
        };
    }

    /// <summary>The local that has the answer is asked before the release.</summary>
    private static SyntaxNode? OfLocal(FixSite site, VariableDeclaratorSyntax answer, StatementSyntax release)
    {
        if (site.Model.GetDeclaredSymbol(answer) is not ILocalSymbol { Type.SpecialType: SpecialType.System_Boolean } local || Accesses.Writes(local, site.Body, site.Model).Any())
            return null;
        var isInScope = site.Model.LookupSymbols(release.SpanStart, name: local.Name).Any(s => SymbolEqualityComparer.Default.Equals(s, local));
        return isInScope && release.SpanStart > answer.Span.End ? site.Root.ReplaceNode(release, Conditional(site, local.Name, release)) : null;
    }

    /// <summary>The answer moves from the condition into a local, which is declared where the release sees it.</summary>
    private static SyntaxNode? OfCondition(FixSite site, IfStatementSyntax branch, StatementSyntax release)
    {
        if (Statements.ListOf(branch) is not BlockSyntax list || Statements.HasDirectives(branch) || branch.Contains(release) || release.SpanStart < branch.Span.End)
            return null;
        var guarded = release.Ancestors().TakeWhile(n => n != site.Body).OfType<FinallyClauseSyntax>().Select(f => (TryStatementSyntax)f.Parent!).FirstOrDefault(t => t.Block.Span.Contains(branch.Span));
        if (guarded is null ? !list.Span.Contains(release.Span) : Statements.ListOf(guarded) is not BlockSyntax || Statements.HasDirectives(guarded))
            return null;
        var name = new NameScope(Bodies.Member(branch)).Take("acquired", "taken", "lockAcquired");
        var answer = branch.Condition.WithoutTrivia();
        var bit = site.Model.Compilation.GetSpecialType(SpecialType.System_Boolean);
        var nodes = guarded is null ? new SyntaxNode[] { branch, release } : new SyntaxNode[] { branch, release, guarded };
        var root = site.Root.TrackNodes(nodes);
        root = root.ReplaceNode(root.GetCurrentNode(release)!, Conditional(site, name, release));
        var asked = root.GetCurrentNode(branch)!;
        var ask = guarded is null
            ? site.Style.Declare(site.Model, branch, name, bit, answer, apparent: false)
            : SyntaxFactory.ExpressionStatement(SyntaxFactory.AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, SyntaxFactory.IdentifierName(name), answer)).WithAdditionalAnnotations(Formatter.Annotation);
        var decided = asked.WithCondition(SyntaxFactory.IdentifierName(name).WithTriviaFrom(asked.Condition)).WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithAdditionalAnnotations(Formatter.Annotation);
        root = Statements.Replace(root, asked, new[] { Statements.Line((StatementSyntax)ask, asked.GetLeadingTrivia()), decided });
        if (guarded is null)
            return root;
        var around = root.GetCurrentNode(guarded)!;
        var declaration = site.Style.Declare(site.Model, guarded, name, bit, SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression), apparent: true);
        return Statements.Replace(root, around, new[] { Statements.Line(declaration, around.GetLeadingTrivia()), around.WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithAdditionalAnnotations(Formatter.Annotation) });
    }

    private static StatementSyntax Conditional(FixSite site, string name, StatementSyntax release) =>
        Statements.If(site.Root, SyntaxFactory.IdentifierName(name), release.WithoutTrivia()).WithTriviaFrom(release);

    private static SyntaxNode? Loop(SyntaxNode node, SyntaxNode body) =>
        node.Ancestors().TakeWhile(n => n != body).FirstOrDefault(n => n is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax);
}
