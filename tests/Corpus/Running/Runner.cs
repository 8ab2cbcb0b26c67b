using System.Collections.Immutable;
using System.Globalization;
using AsyncStateAnalyzers.Corpus.Findings;
using AsyncStateAnalyzers.Corpus.Loading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncStateAnalyzers.Corpus.Running;

/// <summary>Runs analyzers over projects and turns everything that happens into rows.</summary>
/// <param name="analyzers">Those of the package.</param>
/// <param name="repo">What the rows are called.</param>
/// <param name="commit">The state of the sources, if known.</param>
/// <param name="root">The folder that paths are relative to.</param>
/// <param name="patience">How long one project may take.</param>
internal sealed class Runner(ImmutableArray<DiagnosticAnalyzer> analyzers, string repo, string? commit, string root, TimeSpan patience)
{
    private const string Crash = "AD0001";
    private const string GaveUp = "ASA0001";

    /// <summary>How long the analyzers alone took so far.</summary>
    public TimeSpan Analyzing { get; private set; }

    /// <summary>The lines of all sources so far.</summary>
    public long Lines { get; private set; }

    /// <summary>The rows of one project, in no order.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(LoadedProject project)
    {
        if (project.Compilation is not { } compilation)
            return [Problem(RowState.NotLoaded, project.Name, project.Problem ?? "not loaded")];
        Lines += compilation.SyntaxTrees.Sum(tree => (long)tree.GetText().Lines.Count);
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: true);
        using var stop = new CancellationTokenSource();
        try
        {
            var result = await compilation.WithAnalyzers(analyzers, options).GetAnalysisResultAsync(stop.Token).WaitAsync(patience);
            Analyzing += result.AnalyzerTelemetryInfo.Values.Aggregate(TimeSpan.Zero, (sum, telemetry) => sum + telemetry.ExecutionTime);
            return [.. result.GetAllDiagnostics().Where(IsOurs).Select(diagnostic => Row(diagnostic, project.Name))];
        }
        catch (TimeoutException)
        {
            stop.Cancel();
            return [Problem(RowState.Crashed, project.Name, $"not finished after {patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s")];
        }
    }

    private bool IsOurs(Diagnostic diagnostic) => diagnostic.Id == Crash || analyzers.Any(analyzer => analyzer.SupportedDiagnostics.Any(descriptor => descriptor.Id == diagnostic.Id));

    private Finding Problem(RowState state, string project, string message) =>
        new() { State = state, Repo = repo, Commit = commit, File = project, Id = state == RowState.Crashed ? Crash : "", Message = message, Key = FindingKey.Of(state.ToString(), project, "", "", message) };

    private Finding Row(Diagnostic diagnostic, string project)
    {
        var message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
        if (diagnostic.Id == Crash)
            return Problem(RowState.Crashed, project, message.ReplaceLineEndings(" "));
        var place = diagnostic.Location.GetLineSpan();
        var tree = diagnostic.Location.SourceTree;
        var file = Relative(place.Path);
        var member = MemberNames.Of(tree?.GetRoot().FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true));
        var location = Quoted(message);
        return new Finding
        {
            State = diagnostic.Id == GaveUp ? RowState.GaveUp : RowState.Report,
            Repo = repo,
            Commit = commit,
            File = file,
            Line = place.StartLinePosition.Line + 1,
            Id = diagnostic.Id,
            Severity = diagnostic.Severity.ToString(),
            Evidence = diagnostic.Properties.GetValueOrDefault("evidence"),
            Member = member,
            Location = location,
            Message = message,
            Trail = [.. diagnostic.AdditionalLocations.Select(at => at.GetLineSpan()).Select(at => $"{Relative(at.Path)}:{at.StartLinePosition.Line + 1}")],
            Key = FindingKey.Of(diagnostic.Id, file, member, location, tree?.GetText().Lines[place.StartLinePosition.Line].ToString() ?? ""),
        };
    }

    private string Relative(string path) => Path.IsPathRooted(path) ? Path.GetRelativePath(root, path).Replace('\\', '/') : path;

    /// <summary>Every message begins with the state that it is about, or quotes it first.</summary>
    private static string Quoted(string message)
    {
        var from = message.IndexOf('\'') + 1;
        var to = from > 0 ? message.IndexOf('\'', from) : -1;
        return to > from ? message[from..to] : "";
    }
}
