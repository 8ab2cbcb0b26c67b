using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AsyncStateAnalyzers.CodeFixes.Tests.Pages;

/// <summary>A page of <c>docs/rules</c>: prose, and C# in fences that say what the analyzers do with it.</summary>
/// <param name="RuleId">The rule, from the title <c># ASA0101: …</c>; empty where the title is of another form.</param>
/// <param name="Fences">The C# fences, in order.</param>
/// <param name="Headings">The second-level headings, in order.</param>
internal sealed partial record RulePage(string RuleId, ImmutableArray<PageFence> Fences, ImmutableArray<string> Headings)
{
    /// <summary>Takes a page apart; text that is not closed as it should be ends with the page.</summary>
    public static RulePage Parse(string markdown)
    {
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        var fences = ImmutableArray.CreateBuilder<PageFence>();
        var headings = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("## ", StringComparison.Ordinal))
                headings.Add(lines[i][3..]);
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
                continue;
            var start = i;
            while (++i < lines.Length && lines[i] != "```")
            {
            }

            if (CSharpFence().Match(lines[start]) is { Success: true } fence)
                fences.Add(PageFence.Parse(fence.Groups[1].Value, start + 1, lines[(start + 1)..Math.Min(i, lines.Length)]));
        }

        return new(Title().Match(lines[0]).Groups[1].Value, fences.ToImmutable(), headings.ToImmutable());
    }

    [GeneratedRegex(@"^# (ASA\d{4}): \S")]
    private static partial Regex Title();

    [GeneratedRegex("^```csharp ?(.*)$")]
    private static partial Regex CSharpFence();
}

/// <summary>A piece of C# on a page.</summary>
/// <param name="Kind">What the page says of it: <c>bad</c>, <c>ok</c>, <c>fixed</c> or <c>limit</c>.</param>
/// <param name="Line">The line of the page on which the fence opens, counted from 1.</param>
/// <param name="Code">The code without the marks.</param>
/// <param name="Reported">The marks <c>// ASA0101</c> and <c>// false alarm: ASA0101</c>: what is reported on which line of the code, counted from 1.</param>
/// <param name="Missed">The lines with a mark <c>// missed: ASA0101</c>: wrong, and not reported.</param>
internal sealed partial record PageFence(string Kind, int Line, string Code, ImmutableArray<(int Line, string Id)> Reported, ImmutableArray<int> Missed)
{
    /// <summary>Takes the marks out of the lines.</summary>
    public static PageFence Parse(string kind, int line, string[] lines)
    {
        var reported = ImmutableArray.CreateBuilder<(int, string)>();
        var missed = ImmutableArray.CreateBuilder<int>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (Mark().Match(lines[i]) is not { Success: true } mark)
                continue;
            if (mark.Groups["how"].Value == "missed: ")
                missed.Add(i + 1);
            else
                reported.Add((i + 1, mark.Groups["id"].Value));
            lines[i] = lines[i][..mark.Index];
        }

        return new(kind, line, string.Join("\n", lines) + "\n", reported.ToImmutable(), missed.ToImmutable());
    }

    [GeneratedRegex(@"\s*// (?<how>missed: |false alarm: |)(?<id>ASA\d{4})$")]
    private static partial Regex Mark();
}
