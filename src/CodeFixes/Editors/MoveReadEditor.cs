using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// <c>var t = _n; await F(); _n = t + 1;</c>: the copy is taken below the await, directly before the write. What was computed from
/// the copy in between moves with it, an await in that computation stays where it was.
/// </summary>
internal static class MoveReadEditor
{
    /// <summary>The root with the copy moved; null where something else depends on when it was taken.</summary>
    public static SyntaxNode? Edit(FixSite site) => MovePlan.TryCreate(site) is { } plan ? Apply(site, plan) : null;

    private static SyntaxNode Apply(FixSite site, MovePlan plan)
    {
        var list = Statements.In(plan.List);
        var index = list.ToList().IndexOf(plan.Copy);
        var next = list[index + 1];
        var nested = Statements.ListOf(plan.Late) != plan.List;

        var sequence = (plan.LateHoist?.Declarations ?? Array.Empty<StatementSyntax>()).Select(d => Statements.Line(d)).ToList();
        var (blankBefore, own) = Statements.SplitBlankLines(plan.Copy.GetLeadingTrivia());
        var (blankLate, ownLate) = Statements.SplitBlankLines(plan.Late.GetLeadingTrivia());
        var moved = new List<StatementSyntax> { plan.Copy.WithLeadingTrivia(own) };
        moved.AddRange(plan.Derived.Select(d => WithoutBlankLines(d.Hoist is null ? d.Statement : d.Hoist.Apply(d.Statement))));
        sequence.AddRange(nested ? moved.Select(m => m.WithAdditionalAnnotations(Formatter.Annotation)) : moved);
        if (next != plan.Late)
            sequence[0] = sequence[0].WithLeadingTrivia(blankLate.AddRange(sequence[0].GetLeadingTrivia()));
        else
            sequence[0] = sequence[0].WithLeadingTrivia(blankBefore.AddRange(sequence[0].GetLeadingTrivia()));
        var late = plan.LateHoist is null ? plan.Late : plan.LateHoist.Apply(plan.Late);
        sequence.Add(late.WithLeadingTrivia(ownLate));

        var root = site.Root.TrackNodes(plan.Derived.Select(d => (SyntaxNode)d.Statement).Concat(new SyntaxNode[] { plan.Copy, plan.Late, next }));
        root = Statements.Replace(root, root.GetCurrentNode(plan.Late)!, sequence);
        if (next != plan.Late && plan.Derived.All(d => d.Statement != next))
        {
            var current = root.GetCurrentNode(next)!;
            var (blankNext, ownNext) = Statements.SplitBlankLines(current.GetLeadingTrivia());
            var blank = index == 0 ? default : blankNext.Count > 0 ? blankNext : blankBefore;
            root = root.ReplaceNode(current, current.WithLeadingTrivia(blank.AddRange(ownNext)));
        }

        foreach (var (statement, hoist) in plan.Derived)
        {
            var stays = (hoist?.Declarations ?? Array.Empty<StatementSyntax>()).Select(d => Statements.Line(d)).ToArray();
            if (stays.Length > 0)
                stays[0] = stays[0].WithLeadingTrivia(statement.GetLeadingTrivia());
            root = Statements.Replace(root, root.GetCurrentNode(statement)!, stays);
        }

        return Statements.Replace(root, root.GetCurrentNode(plan.Copy)!, Array.Empty<StatementSyntax>());
    }

    private static StatementSyntax WithoutBlankLines(StatementSyntax statement) =>
        statement.WithLeadingTrivia(Statements.SplitBlankLines(statement.GetLeadingTrivia()).Others);
}
