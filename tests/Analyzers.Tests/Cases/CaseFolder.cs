using System.Collections.Immutable;
using System.Reflection;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>All cases of a folder, compiled and analysed as one project, or each as one of its own.</summary>
internal sealed class CaseFolder
{
    private static readonly ImmutableDictionary<string, MethodInfo> s_knownErrors = typeof(CaseFolder).Assembly.GetTypes()
        .SelectMany(t => t.GetMethods())
        .Where(m => m.GetCustomAttribute<KnownErrorAttribute>()?.Case is not null)
        .ToImmutableDictionary(m => m.GetCustomAttribute<KnownErrorAttribute>()!.Case!);

    private readonly Lazy<ILookup<string, Diagnostic>> _reports;

    private CaseFolder(string name, bool eachAlone = false)
    {
        Compilable = CaseFile.In(name).RemoveAll(c => c.IsDebatable || NeedsNewerRoslyn(c));
        var projects = eachAlone ? Compilable.Select(c => new[] { c }) : [[.. Compilable]];
        _reports = new(() => projects.SelectMany(p => AnalyzerRunner.Run(AnalyzerRunner.Compile(p.Select(c => (c.Name, c.Text))))).ToLookup(r => r.Location.SourceTree!.FilePath));
    }

    /// <summary>Small programs for every mechanism, run under all interleavings.</summary>
    public static CaseFolder Flow { get; } = new("flow");

    /// <summary>More of them, written when the engine was there: other idioms, every kind of collection and of guard.</summary>
    public static CaseFolder FlowMore { get; } = new("flow-more");

    /// <summary>Mistakes of real projects in small, before and after they were mended.</summary>
    public static CaseFolder RealReadModifyWrite { get; } = new("real-rmw");

    /// <summary>The same with guards, channels, ambient state and signals; before and after have the same names.</summary>
    public static CaseFolder RealGuards { get; } = new("real-sync", eachAlone: true);

    /// <summary>More mistakes of real projects, of every kind, that nobody had looked at before the rules were made.</summary>
    public static CaseFolder RealMore { get; } = new("real-more", eachAlone: true);

    /// <summary>The cases that say something, and that this version of Roslyn understands.</summary>
    public ImmutableArray<CaseFile> Compilable { get; }

    /// <summary>Those of the cases that no <c>KnownMissedAlarm_…</c> or <c>KnownFalseAlarm_…</c> test is about.</summary>
    public IEnumerable<CaseFile> Unexceptional => Compilable.Where(c => !s_knownErrors.ContainsKey(c.Name));

    /// <summary>The case of this name; it must be there.</summary>
    public CaseFile this[string name] => Compilable.Single(c => c.Name == name);

    /// <summary>The reports in a case, from suggestions up.</summary>
    public IEnumerable<Diagnostic> ReportsIn(CaseFile file) => _reports.Value[file.Name].Where(r => r.Severity >= DiagnosticSeverity.Info);

    /// <summary>True where a marked line is reported, or is among the additional locations of a report.</summary>
    public bool Finds(CaseFile file) => ReportsIn(file).SelectMany(LinesOf).Any(line => line.File == file.Name && file.Marks.Contains(line.Line));

    /// <summary>Where a report is and points to.</summary>
    public static IEnumerable<(string File, int Line)> LinesOf(Diagnostic report) =>
        report.AdditionalLocations.Prepend(report.Location).Select(l => l.GetLineSpan()).Select(s => (s.Path, s.StartLinePosition.Line + 1));

    /// <summary>The reports as a failing test shows them.</summary>
    public string Describe(CaseFile file) =>
        string.Join("\n", ReportsIn(file).Select(r => $"line {r.Location.GetLineSpan().StartLinePosition.Line + 1}: {r.Severity} {r.Id}: {r.GetMessage()}").DefaultIfEmpty("no report"));

    /// <summary>The case that a known error is about.</summary>
    public CaseFile KnownBy(string test) => this[s_knownErrors.Values.Single(m => m.Name == test).GetCustomAttribute<KnownErrorAttribute>()!.Case!];

    private static bool NeedsNewerRoslyn(CaseFile file) =>
        typeof(Compilation).Assembly.GetName().Version!.Major < 5 && (file.NeedsNewerCompiler || file.Name == "flow/137_field_keyword_property_compound.cs");
}
