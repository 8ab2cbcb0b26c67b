using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>
/// A finding written into a source by marks: <c>{W: _n += await F() :W}</c> around the write, <c>R</c> around the read, <c>S</c> around
/// each suspension, <c>V</c> around a rival. Marks may nest. <c>{W2: … :W2}</c> begins a second finding.
/// </summary>
internal static class MarkedSource
{
    private static readonly Regex Mark = new(@"\{(?<open>[WRSV]\d?):|:(?<close>[WRSV]\d?)\}", RegexOptions.Compiled);

    /// <summary>The source without marks and the spans by mark, in source order.</summary>
    public static (string Source, ILookup<string, TextSpan> Spans) Parse(string marked)
    {
        var text = new System.Text.StringBuilder();
        var open = new Stack<(string Name, int Start)>();
        var spans = new List<(string Name, TextSpan Span)>();
        var at = 0;
        foreach (Match match in Mark.Matches(marked))
        {
            text.Append(marked, at, match.Index - at);
            at = match.Index + match.Length;
            if (match.Groups["open"].Success)
            {
                open.Push((match.Groups["open"].Value, text.Length));
                continue;
            }

            var (name, start) = open.Pop();
            Assert.Equal(match.Groups["close"].Value, name);
            spans.Add((name, TextSpan.FromBounds(start, text.Length)));
        }

        text.Append(marked, at, marked.Length - at);
        return (text.ToString(), spans.OrderBy(s => s.Span.Start).ToLookup(s => s.Name, s => s.Span));
    }

    /// <summary>The findings that the marks describe.</summary>
    public static ImmutableArray<Diagnostic> Findings(SyntaxTree tree, ILookup<string, TextSpan> spans, string member, bool isStatic, string guard, bool sameBody, FixKinds kinds)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var number in new[] { "", "2", "3", "4" }.Where(n => spans.Contains("W" + n)))
        {
            IEnumerable<Location> At(string mark) => spans[mark + number].Select(s => Location.Create(tree, s));
            var hint = new FixHint(kinds, member, isStatic, At("S").Count(), guard, sameBody);
            var read = At("R").Concat(At("W")).First();
            found.Add(Diagnostic.Create(Descriptor, At("W").Single(), At("S").Prepend(read).Concat(At("V")), hint.Write()));
        }

        return found.ToImmutable();
    }

    private static readonly DiagnosticDescriptor Descriptor = new("ASA0101", "Stale write after await", "Stale", "State", DiagnosticSeverity.Warning, isEnabledByDefault: true);
}
