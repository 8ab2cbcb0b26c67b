using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>
/// The last question before an edit is offered: does the compiler accept it? Editors decide what is right; what they cannot
/// foresee (a conversion, definite assignment, a nullable warning) is asked here instead of guessed.
/// </summary>
internal static class EditCheck
{
    /// <summary>True where <paramref name="edited"/> differs from the root of <paramref name="site"/> and the compiler says nothing new about it.</summary>
    public static bool Holds(FixSite site, SyntaxNode edited, CancellationToken cancel)
    {
        var before = site.Model.SyntaxTree;
        if (edited.IsEquivalentTo(site.Root))
            return false;
        var after = before.WithRootAndOptions(edited, before.Options);
        if (after.GetDiagnostics(cancel).Count(IsError) > before.GetDiagnostics(cancel).Count(IsError))
            return false;
        var compilation = site.Model.Compilation.ReplaceSyntaxTree(before, after);
        var changes = after.GetChanges(before);
        var known = Count(site.Model, changes.Select(c => c.Span), cancel);
        return Count(compilation.GetSemanticModel(after), InNewText(changes), cancel).All(entry => known.TryGetValue(entry.Key, out var count) && entry.Value <= count);
    }

    /// <summary>True where the whole file has no more errors than before; for edits that change what other members see.</summary>
    public static bool CompilesEverywhere(FixSite site, SyntaxNode edited)
    {
        var before = site.Model.SyntaxTree;
        var after = before.WithRootAndOptions(edited, before.Options);
        var compilation = site.Model.Compilation.ReplaceSyntaxTree(before, after);
        return compilation.GetSemanticModel(after).GetDiagnostics().Count(IsError) <= site.Model.GetDiagnostics().Count(IsError);
    }

    /// <summary>Where the changes stand in the text that they make. (The trees' own answer leaves out what was only added or only taken away on one side.)</summary>
    private static IEnumerable<TextSpan> InNewText(IEnumerable<TextChange> changes)
    {
        var moved = 0;
        foreach (var change in changes.OrderBy(c => c.Span.Start))
        {
            var length = change.NewText?.Length ?? 0;
            yield return new TextSpan(change.Span.Start + moved, length);
            moved += length - change.Span.Length;
        }
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    /// <summary>What the compiler says about the members that changed, by id: a large file need not be bound as a whole.</summary>
    private static Dictionary<string, int> Count(SemanticModel model, IEnumerable<TextSpan> changed, CancellationToken cancel)
    {
        var root = model.SyntaxTree.GetRoot(cancel);
        return changed.SelectMany(span => new[] { span.Start, span.End }).Select(position => Bodies.Member(root.FindToken(position).Parent ?? root)).Distinct()
            .SelectMany(member => model.GetDiagnostics(member.FullSpan, cancel)).Distinct()
            .Where(d => d.Severity >= DiagnosticSeverity.Warning)
            .GroupBy(d => d.Id, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
    }
}
