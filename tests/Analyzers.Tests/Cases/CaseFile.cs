using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>
/// A small program in a file of its own. <c>// RACE: …</c> or <c>// BUG: …</c> at the end of a line marks where it is wrong;
/// a file without a mark is right. The comments at the top say what happens when it runs.
/// </summary>
/// <param name="Name">The path below <c>Cases</c>, with forward slashes.</param>
/// <param name="Text">The source.</param>
/// <param name="Marks">The marked lines, counted from 1.</param>
internal sealed record CaseFile(string Name, string Text, ImmutableArray<int> Marks)
{
    /// <summary>True where people disagree whether the program is wrong; it says nothing about the analyzer.</summary>
    public bool IsDebatable => Text.Contains("// truth: debatable", StringComparison.Ordinal);

    /// <summary>True for a program that is written in the language of a later version than the oldest that is supported.</summary>
    public bool NeedsNewerCompiler => Text.Contains("// needs: a newer compiler", StringComparison.Ordinal);

    /// <summary>True for a program with a mark.</summary>
    public bool IsRacy => !Marks.IsEmpty;

    /// <summary>The cases of a folder below <c>Cases</c>, in the order of their names.</summary>
    public static ImmutableArray<CaseFile> In(string folder)
    {
        var cases = Repository.PathOf("tests", "Analyzers.Tests", "Cases");
        return
        [
            .. Directory.EnumerateFiles(Path.Combine(cases, folder), "*.cs", SearchOption.AllDirectories)
                .Select(path => Parse(Path.GetRelativePath(cases, path).Replace('\\', '/'), File.ReadAllText(path)))
                .OrderBy(c => c.Name, StringComparer.Ordinal),
        ];
    }

    private static CaseFile Parse(string name, string text) =>
        new(name, text, [.. text.Split('\n').Select((line, i) => Regex.IsMatch(line, "// (RACE|BUG):") ? i + 1 : 0).Where(line => line > 0)]);
}
