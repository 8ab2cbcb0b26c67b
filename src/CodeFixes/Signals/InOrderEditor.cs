using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Signals;

/// <summary>Puts the steps in the order in which nothing can come between.</summary>
internal static class InOrderEditor
{
    /// <summary><c>await _s.Task; await Work(); _s = new();</c> becomes <c>await _s.Task; _s = new(); await Work();</c>; null where the work looks at the signal, or the steps stand in several blocks.</summary>
    public static SyntaxNode? RenewFirst(FixSite site)
    {
        if (site.Read is not AwaitExpressionSyntax wait || site.Write is not AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax block } store } assignment
            || Statements.Containing(block, wait) is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax) and not null || Statements.Containing(block, wait) is not { } first
            || site.Model.GetSymbolInfo(assignment.Left).Symbol is not (IFieldSymbol or IPropertySymbol) || assignment.Right is not BaseObjectCreationExpressionSyntax made)
            return null;
        var state = site.Model.GetSymbolInfo(assignment.Left).Symbol!;
        var work = block.Statements.SkipWhile(s => s != first).Skip(1).TakeWhile(s => s != store).ToList();
        if (work.Any(s => Accesses.Of(state, s, site.Model).Any()) || work.Append(store).Any(s => Statements.HasDirectives(s)) || made.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => site.Model.GetSymbolInfo(n).Symbol is ILocalSymbol))
            return null;
        var moved = store.WithLeadingTrivia(store.GetLeadingTrivia().Any(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia)) ? store.GetLeadingTrivia() : first.GetLeadingTrivia().Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)));
        var statements = block.Statements.Remove(store);
        return site.Root.ReplaceNode(block, block.WithStatements(statements.Insert(block.Statements.IndexOf(first) + 1, moved)));
    }

    /// <summary><c>_t = new Timer(F, null, 0, 500);</c> becomes <c>_t = new Timer(F, null, Timeout.Infinite, Timeout.Infinite); _t.Change(0, 500);</c>.</summary>
    public static SyntaxNode? StartWhenAssigned(FixSite site)
    {
        if (site.Write is not AssignmentExpressionSyntax { Right: BaseObjectCreationExpressionSyntax { ArgumentList: { Arguments: [_, _, var due, var period] } list } made, Parent: ExpressionStatementSyntax { Parent: BlockSyntax } store } assignment
            || due.NameColon is not null || period.NameColon is not null || Statements.HasDirectives(store) || site.Model.GetTypeInfo(due.Expression).Type is not { } type)
            return null;
        var never = Editors.InterlockedEditor.Import(site, "System.Threading", "Timeout");
        var infinite = SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, never, SyntaxFactory.IdentifierName(type.Name == "TimeSpan" ? "InfiniteTimeSpan" : "Infinite"));
        var waiting = list.ReplaceNodes(new[] { due.Expression, period.Expression }, (n, _) => infinite.WithTriviaFrom(n));
        var change = SyntaxFactory.ExpressionStatement(SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, assignment.Left.WithoutTrivia(), SyntaxFactory.IdentifierName("Change")),
            SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(new[] { SyntaxFactory.Argument(due.Expression.WithoutTrivia()), SyntaxFactory.Argument(period.Expression.WithoutTrivia()).WithLeadingTrivia(SyntaxFactory.Space) }))));
        return Statements.Replace(site.Root, store, new StatementSyntax[]
        {
            store.ReplaceNode(made, made.ReplaceNode(list, waiting)),
            change.WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed).WithAdditionalAnnotations(Formatter.Annotation),
        });
    }
}
