using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncStateAnalyzers.RealCode.Tests;

/// <summary>The analyzers over code that nobody wrote for them: no crash, and the same reports on every run, in whichever order Roslyn calls and the compiler gets the files.</summary>
public sealed class DecompiledPackagesTests
{
    /// <summary>A mistake that stands among the real code, so that silence would be seen.</summary>
    private const string Known = """
        public class KnownMistake
        {
            private int _n;

            public async System.Threading.Tasks.Task AddAsync() => _n += await System.Threading.Tasks.Task.Run(() => 1);
        }
        """;

    [Theory]
    [InlineData("MQTTnet")]
    [InlineData("Npgsql")]
    [InlineData("Quartz")]
    [InlineData("RabbitMQ.Client")]
    [InlineData("StackExchange.Redis")]
    public void ReportsAreTheSameOnEveryRun(string package)
    {
        var sources = DecompiledPackage.Compile(package);
        var program = sources.AddSyntaxTrees(CSharpSyntaxTree.ParseText(Known, (CSharpParseOptions)sources.SyntaxTrees[0].Options, "KnownMistake.cs"));

        var reports = Run(program, concurrently: true);

        Assert.True(sources.SyntaxTrees.Sum(Awaits) > 50, "The decompiler gave no async methods back");
        Assert.Contains(reports, report => report.StartsWith("KnownMistake.cs(5) Warning ASA0101", StringComparison.Ordinal));
        Assert.Equal(reports, Run(program, concurrently: true));
        Assert.Equal(reports, Run(program, concurrently: false));
        Assert.Equal(reports, Run(Reversed(program), concurrently: true));
    }

    private static CSharpCompilation Reversed(CSharpCompilation program) =>
        program.RemoveAllSyntaxTrees().AddSyntaxTrees(program.SyntaxTrees.Reverse());

    private static int Awaits(SyntaxTree tree) => tree.GetRoot().DescendantTokens().Count(token => token.IsKind(SyntaxKind.AwaitKeyword));

    private static List<string> Run(CSharpCompilation program, bool concurrently)
    {
        var crashes = new ConcurrentQueue<Exception>();
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (exception, _, _) => crashes.Enqueue(exception), concurrently, logAnalyzerExecutionTime: false);
        var reports = program.Clone().WithAnalyzers([new AsyncStateAnalyzer()], options).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();

        Assert.True(crashes.IsEmpty, string.Join("\n", crashes));
        return [.. reports.Select(Line).Order(StringComparer.Ordinal)];
    }

    private static string Line(Diagnostic report) =>
        $"{report.Location.SourceTree!.FilePath}({Number(report.Location)}) {report.Severity} {report.Id}: {report.GetMessage(CultureInfo.InvariantCulture)} [{string.Join(", ", report.AdditionalLocations.Select(Number))}]";

    private static int Number(Location place) => place.GetLineSpan().StartLinePosition.Line + 1;
}
