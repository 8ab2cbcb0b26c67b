using System.Text.Json;

namespace Samples.Runner;

/// <summary>A report of the analyzers about these samples.</summary>
/// <param name="File">The file, with forward slashes.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Level">How severe: <c>warning</c>, or <c>note</c> for a suggestion.</param>
/// <param name="Id">The rule.</param>
/// <param name="Message">What it says.</param>
internal sealed record Report(string File, int Line, string Level, string Id, string Message);

/// <summary>What the compiler wrote down when it built these samples (SARIF 2.1, the <c>ErrorLog</c> of the build).</summary>
internal static class CompilerLog
{
    /// <summary>The analyzers' reports in the order of file and line; none where the log is missing.</summary>
    public static IReadOnlyList<Report> Read()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "warnings.sarif");
        if (!File.Exists(path))
            return [];

        using var log = JsonDocument.Parse(File.ReadAllText(path));
        return
        [
            .. from run in log.RootElement.GetProperty("runs").EnumerateArray()
               from result in run.GetProperty("results").EnumerateArray()
               let id = result.GetProperty("ruleId").GetString()!
               where id.StartsWith("ASA", StringComparison.Ordinal)
               let place = result.GetProperty("locations")[0].GetProperty("physicalLocation")
               let file = new Uri(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!).LocalPath.Replace('\\', '/')
               let line = place.GetProperty("region").GetProperty("startLine").GetInt32()
               orderby file, line
               select new Report(file, line, result.GetProperty("level").GetString()!, id, result.GetProperty("message").GetProperty("text").GetString()!),
        ];
    }
}
