using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>For sources that stand beside their nearest right or wrong form: only the worst report of one rule counts.</summary>
internal static class WorstReport
{
    /// <summary>The source compiles, and the highest severity with which the rule reports it is this one; empty for no report.</summary>
    public static void Expect(string rule, string severity, string source)
    {
        var compilation = AnalyzerRunner.Compile(("Test.cs", source));
        Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        var reports = AnalyzerRunner.Run(compilation);
        var worst = reports.Where(d => d.Id == rule && d.Severity >= DiagnosticSeverity.Info).Select(d => d.Severity).DefaultIfEmpty().Max();
        Assert.True((worst == DiagnosticSeverity.Hidden ? "" : worst.ToString()) == severity, $"{worst}: {string.Join('\n', reports)}");
    }
}
