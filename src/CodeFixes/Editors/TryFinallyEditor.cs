using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// Gives a guard back in a <c>finally</c>: what stands behind the call that takes it, up to the last call that gives it back, goes into a
/// <c>try</c>, and the calls that gave it back on one way each go.
/// </summary>
internal sealed class TryFinallyEditor
{
    private readonly FixSite _site;
    private readonly InvocationExpressionSyntax _acquire;
    private readonly GuardHead _head;
    private readonly List<StatementSyntax> _all;
    private readonly GuardQuiet _quiet;

    private TryFinallyEditor(FixSite site, InvocationExpressionSyntax acquire, GuardHead head)
    {
        _site = site;
        _acquire = acquire;
        _head = head;
        _all = Statements.In(head.List).ToList();
        _quiet = new GuardQuiet(site, acquire);
    }

    /// <summary>The root with the guard given back in a <c>finally</c>; null where the code between cannot be wrapped, or would hold the guard while it waits for more than now.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (site.Write.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } acquire || GuardHead.Of(acquire) is not { } head || head.List is CompilationUnitSyntax || !MayHold(site))
            return null;
        return new TryFinallyEditor(site, acquire, head).Edit();
    }

    /// <summary>A method that hands on a task without awaiting it has ended long before what the task does: a <c>finally</c> there gives the guard back too early.</summary>
    private static bool MayHold(FixSite site) =>
        Bodies.IsAsync(site.Body) || (Bodies.Symbol(site.Model, site.Body)?.ReturnType is { } type && type.TypeKind != TypeKind.Error && !type.GetMembers("GetAwaiter").Any() && !type.GetMembers("GetAsyncEnumerator").Any());

    private SyntaxNode? Edit()
    {
        var own = Bodies.OwnNodes(_site.Body).ToList();
        var next = GuardCalls.Acquires(_acquire, own).Select(a => a.SpanStart).Where(start => start > _acquire.SpanStart).DefaultIfEmpty(int.MaxValue).Min();
        var calls = GuardCalls.Releases(_acquire, own).Where(r => r.SpanStart >= _acquire.Span.End && r.SpanStart < next).ToList();
        var releases = calls.Select(Release).OfType<StatementSyntax>().ToList();
        if (calls.Count == 0 || releases.Count < calls.Count || releases.Any(r => !_head.List.Span.Contains(r.Span) || Statements.ListOf(r) is not (BlockSyntax or SwitchSectionSyntax) || Statements.HasDirectives(r)))
            return null;
        var last = releases.Max(r => _all.IndexOf(Statements.Containing(_head.List, r)!));
        if (last < _head.Next || _all[last].Span.End > next)
            return null;
        if (releases.Count == 1 && _all[last] is TryStatementSyntax { Catches.Count: 0, Finally: { } end } guarded && end.Block == releases[0].Parent && end.Block.Statements.Count == 1)
            return TakeIn(guarded, last);
        return releases.All(r => _quiet.IsQuietAfter(r, _head.List, last)) ? Wrap(releases, last) : null;
    }

    private StatementSyntax? Release(InvocationExpressionSyntax call) =>
        GuardCalls.Alone(call) is { } alone ? GuardHead.Outermost(alone, GuardCalls.Guard(_acquire)) : null;

    /// <summary>There is a <c>try</c> with the right <c>finally</c>: it begins too late.</summary>
    private SyntaxNode? TakeIn(TryStatementSyntax guarded, int at)
    {
        if (at == _head.Next || GuardRange.Of(_site, _head.List, _head.Next, at) is not { } range || range.Statements.Count != at - _head.Next + 1)
            return null;
        return SemaphoreGuardEditor.Wrap(_site, _site.Root, range, TakenIn, null, _head.Count);

        IEnumerable<StatementSyntax> TakenIn(IEnumerable<StatementSyntax> inside)
        {
            var all = inside.ToList();
            var block = ((TryStatementSyntax)all[all.Count - 1]).Block;
            all.RemoveAt(all.Count - 1);
            return new[] { guarded.WithLeadingTrivia().WithBlock(Statements.Block(all.Concat(block.Statements))).WithAdditionalAnnotations(Formatter.Annotation) };
        }
    }

    private SyntaxNode? Wrap(List<StatementSyntax> releases, int last)
    {
        // The release that is kept is the last one in the list itself; what one says there holds for all.
        var kept = releases.LastOrDefault(r => r.Parent == _head.List) ?? releases[releases.Count - 1];
        var (gone, ends) = Gone(releases);
        if (gone is null)
            return null;
        var root = _site.Root.TrackNodes(gone.Concat(ends).Append(_head.List).Append(_site.Write));
        foreach (var node in ends)
            root = root.ReplaceNode(root.GetCurrentNode(node)!, ((TryStatementSyntax)root.GetCurrentNode(node)!).WithFinally(null));
        foreach (var node in gone)
            root = root.RemoveNode(root.GetCurrentNode(node)!, node != kept && HasComment(node) ? SyntaxRemoveOptions.KeepExteriorTrivia : SyntaxRemoveOptions.KeepNoTrivia)!;
        if (_site.At(_site.Write).After(root) is not { } now || now.Root.GetCurrentNode(_head.List) is not { } list)
            return null;
        var until = last - releases.Count(r => r.Parent == _head.List && _all.IndexOf(r) <= last);
        if (until < _head.Next || GuardRange.Of(now, list, _head.Next, until) is not { } range)
            return null;
        if (range.Lifted.Count > 0 && Statements.In(list).ElementAtOrDefault(until + 1) is ReturnStatementSyntax result && new GuardQuiet(now, (InvocationExpressionSyntax)now.Write).IsQuiet(result))
            range = GuardRange.Of(now, list, _head.Next, ++until) ?? range;
        var more = range.Statements.Skip(until - _head.Next + 1);
        if (!more.All(new GuardQuiet(now, (InvocationExpressionSyntax)now.Write).IsQuiet))
            return null;
        return SemaphoreGuardEditor.Wrap(now, now.Root, range, inside => new[] { Try(inside.ToList(), kept) }, null, _head.Count);
    }

    /// <summary>What is removed: the releases, or the whole <c>finally</c> of which one is all; null where nothing would be left of a <c>try</c>.</summary>
    private static (List<StatementSyntax>? Gone, List<SyntaxNode> Ends) Gone(List<StatementSyntax> releases)
    {
        var gone = new List<StatementSyntax>();
        var ends = new List<SyntaxNode>();
        foreach (var release in releases)
        {
            if (release.Parent is not BlockSyntax { Statements.Count: 1, Parent: FinallyClauseSyntax { Parent: TryStatementSyntax guarded } })
                gone.Add(release);
            else if (guarded.Catches.Count > 0)
                ends.Add(guarded);
            else
                return (null, ends);
        }

        return (gone, ends);
    }

    private static bool HasComment(SyntaxNode node) => node.GetLeadingTrivia().Concat(node.GetTrailingTrivia()).Any(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia));

    /// <summary>A <c>try</c> that is all there is gets the <c>finally</c> itself, and loses the <c>catch</c> that was there to give the guard back.</summary>
    private static TryStatementSyntax Try(List<StatementSyntax> inside, StatementSyntax release)
    {
        var (_, comments) = Statements.SplitBlankLines(release.GetLeadingTrivia());
        release = HasComment(release) ? release.WithLeadingTrivia(comments) : release.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.ElasticMarker);
        if (inside.Count != 1 || inside[0] is not TryStatementSyntax { Finally: null } only)
            return SemaphoreGuardEditor.Try(inside, release);
        var catches = only.Catches.ToList();
        while (catches.Count > 0 && catches[catches.Count - 1] is { Filter: null, Block.Statements: { Count: 1 } rest } && rest[0] is ThrowStatementSyntax { Expression: null })
            catches.RemoveAt(catches.Count - 1);
        return only.WithCatches(SyntaxFactory.List(catches)).WithFinally(SyntaxFactory.FinallyClause(Statements.Block(new[] { release }))).WithAdditionalAnnotations(Formatter.Annotation);
    }
}
