using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>
/// The classes of <c>Cases/lab</c>, analysed as one project: service code with planted mistakes, one in each class whose name begins with B, and
/// the same in its right form in the class G of the same number. <c>// BUG: ASA0101</c> ends the line that this rule has to report.
/// </summary>
internal static class Laboratory
{
    private static readonly Lazy<ImmutableArray<LaboratoryClass>> s_classes = new(() => [.. CaseFile.In("lab").SelectMany(In).OrderBy(c => c.Name, StringComparer.Ordinal)]);

    private static readonly Lazy<ILookup<string, Diagnostic>> s_reports = new(() =>
        AnalyzerRunner.Run(Compile()).Where(r => r.Severity >= DiagnosticSeverity.Info).ToLookup(r => s_classes.Value.FirstOrDefault(c => c.Contains(r.Location))?.Name ?? ""));

    private static readonly ImmutableHashSet<string> s_knownErrors =
        [.. typeof(Laboratory).Assembly.GetTypes().SelectMany(t => t.GetMethods()).Select(m => m.GetCustomAttribute<KnownErrorAttribute>()?.Case).OfType<string>().Where(c => c.StartsWith("lab/", StringComparison.Ordinal)).Select(c => c["lab/".Length..])];

    /// <summary>All classes.</summary>
    public static ImmutableArray<LaboratoryClass> Classes => s_classes.Value;

    /// <summary>Those that no <c>KnownMissedAlarm_…</c> or <c>KnownFalseAlarm_…</c> test is about.</summary>
    public static IEnumerable<LaboratoryClass> Unexceptional => Classes.Where(c => !s_knownErrors.Contains(c.Name));

    /// <summary>The class of this name; it must be there.</summary>
    public static LaboratoryClass Class(string name) => Classes.Single(c => c.Name == name);

    /// <summary>The reports in a class, from suggestions up.</summary>
    public static IEnumerable<Diagnostic> ReportsIn(LaboratoryClass one) => s_reports.Value[one.Name];

    /// <summary>True where the marked line is reported by the rule that the mark names, or is among the additional locations of such a report.</summary>
    public static bool Finds(LaboratoryClass one) =>
        ReportsIn(one).Where(r => r.Id == one.Rule).SelectMany(CaseFolder.LinesOf).Any(l => l.File == one.File.Name && l.Line == one.Mark);

    /// <summary>The reports as a failing test shows them.</summary>
    public static string Describe(LaboratoryClass one) =>
        string.Join("\n", ReportsIn(one).Select(r => $"line {r.Location.GetLineSpan().StartLinePosition.Line + 1}: {r.Severity} {r.Id}: {r.GetMessage()}").DefaultIfEmpty("no report"));

    /// <summary>What the compiler has against the classes.</summary>
    public static IEnumerable<Diagnostic> Errors => Compile().GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error);

    private static Compilation Compile() => AnalyzerRunner.Compile(CaseFile.In("lab").Select(c => (c.Name, c.Text)));

    private static IEnumerable<LaboratoryClass> In(CaseFile file)
    {
        var lines = file.Text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Regex.Match(lines[i], @"^public (?:static |sealed )?class (?<name>[BG]\d\d_\w+)") is not { Success: true } head)
                continue;
            var last = Array.FindIndex(lines, i, static l => l.StartsWith('}'));
            var mark = Array.FindIndex(lines, i, last - i, static l => l.Contains("// BUG: ", StringComparison.Ordinal));
            yield return new LaboratoryClass(head.Groups["name"].Value, file, i + 1, last + 1, mark + 1, mark < 0 ? "" : lines[mark].TrimEnd()[^"ASA0000".Length..]);
        }
    }
}

/// <summary>A class of the laboratory.</summary>
/// <param name="Name">Its name: B for a mistake, G for the right form, with the number of the pair.</param>
/// <param name="File">The file it stands in.</param>
/// <param name="First">Its first line.</param>
/// <param name="Last">Its last line.</param>
/// <param name="Mark">The line that is wrong; 0 for none.</param>
/// <param name="Rule">The rule that has to report it.</param>
internal sealed record LaboratoryClass(string Name, CaseFile File, int First, int Last, int Mark, string Rule)
{
    /// <summary>True for a place in the class.</summary>
    public bool Contains(Location place) =>
        place.GetLineSpan() is var span && span.Path == File.Name && span.StartLinePosition.Line + 1 is var line && line >= First && line <= Last;
}
