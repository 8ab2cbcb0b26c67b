using System.Collections.Immutable;
using AsyncStateAnalyzers.Reporting;
using AsyncStateAnalyzers.Testing;
using AsyncStateAnalyzers.Tests.Cases;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncStateAnalyzers.Tests.Robustness;

/// <summary>One type declared in several files without <c>partial</c>: each declaration is judged as if the others were not there.</summary>
public sealed class RedeclaredTypeTests
{
    private const string Racy =
        """
        public sealed class Meter(Func<Task<int>> next)
        {
            private static int s_total;
            public async Task AddAsync() => s_total += await next();
        }
        """;

    private const string Mended =
        """
        public sealed class Meter(Func<Task<int>> next)
        {
            private static int s_total;
            public async Task AddAsync()
            {
                var more = await next();
                Interlocked.Add(ref s_total, more);
            }
        }
        """;

    private const string Sending =
        """
        using System.Threading.Channels;
        public sealed class Stage
        {
            private readonly Channel<int> _items = Channel.CreateBounded<int>(4);
            public void Put(int item) => _items.Writer.TryWrite(item);
            public ValueTask<int> TakeAsync() => _items.Reader.ReadAsync();
        }
        """;

    [Fact]
    public void OnlyTheRacyDeclarationIsReported() => Assert.Equal(["New.cs:4 ASA0101"], Reports(("Old.cs", Mended), ("New.cs", Racy)));

    [Fact]
    public void TheOrderOfTheFilesTellsNothing() => Assert.Equal(["Old.cs:4 ASA0101"], Reports(("Old.cs", Racy), ("New.cs", Mended)));

    [Fact]
    public void BothAreReportedWhereBothAreRacy() => Assert.Equal(["New.cs:4 ASA0101", "Old.cs:4 ASA0101"], Reports(("Old.cs", Racy), ("New.cs", Racy)));

    [Fact]
    public void TypesInsideAreJudgedWithTheirOutermostOne() =>
        Assert.Equal(["New.cs:6 ASA0101"], Reports(("Old.cs", "public static class Outer\n{\n" + Mended + "}"), ("New.cs", "public static class Outer\n{\n" + Racy + "}")));

    [Fact]
    public void WhatStandsInNoDeclarationTwiceIsReportedOnce() =>
        Assert.Equal(["Once.cs:4 ASA0101"], Reports(("Old.cs", "public sealed class Copy { }"), ("New.cs", "public sealed class Copy { }"), ("Once.cs", Racy)));

    [Fact]
    public void ADeclarationSeesTheOtherFiles() =>
        Assert.Equal(["New.cs:4 ASA0101"], Reports(("Old.cs", "public sealed class Meter { }"), ("New.cs", Racy.Replace("next()", "Source.NextAsync(next)", StringComparison.Ordinal)), ("Source.cs", "public static class Source { public static Task<int> NextAsync(Func<Task<int>> from) => from(); }")));

    [Fact]
    public void RulesThatReadAFileSpeakOfEachDeclarationOnce()
    {
        var alone = Reports(("Old.cs", Sending));
        Assert.NotEmpty(alone);
        Assert.Equal(alone.Select(r => r.Replace("Old", "New", StringComparison.Ordinal)).Concat(alone), Reports(("Old.cs", Sending), ("New.cs", Sending)));
    }

    [Fact]
    public void TwoDeclarationsInOneFileAreLeftAlone() => Assert.Empty(Reports(("Both.cs", Racy + Racy)));

    [Fact]
    public void WhatIsDeclaredMoreOftenThanAnybodyMeansIsLeftAlone()
    {
        var files = Enumerable.Range(0, 6).Select(i => ($"Copy{i}.cs", Racy)).ToArray();
        Assert.Equal(Enumerable.Range(0, 4).Select(i => $"Copy{i}.cs:4 ASA0101"), Reports(files));
    }

    [Fact]
    public void CopiesNeedNotAllHaveTheSameTypes() =>
        Assert.Equal(
            ["A.cs:4 ASA0101", "C.cs:4 ASA0101"],
            Reports(("A.cs", Racy), ("B.cs", Mended + "public sealed class Other { }"), ("C.cs", "public sealed class Other { }" + Racy)));

    /// <summary>An analysis inside the analysis that fails must not look like one that finds nothing.</summary>
    [Fact]
    public void WhatIsThrownInsideIsThrown()
    {
        var compilation = AnalyzerRunner.Compile(("Old.cs", Racy), ("New.cs", Racy));
        var each = new EachDeclaration(compilation, new Throwing(), new AnalyzerOptions([]));
        Assert.Equal("inside", Assert.Throws<InvalidOperationException>(() => each.Of(compilation.GetTypeByMetadataName("Meter")!, default).ToList()).Message);
    }

    /// <summary>The cases before and after their repair have the same names.</summary>
    [Fact]
    public void FixedBugsSayInOneProjectWhatTheySayEachAlone()
    {
        var cases = CaseFolder.RealGuards.Compilable;
        var together = AnalyzerRunner.Run(AnalyzerRunner.Compile(cases.Select(c => (c.Name, c.Text))));
        Assert.Equal(
            cases.SelectMany(CaseFolder.RealGuards.ReportsIn).Select(Text).Order(StringComparer.Ordinal),
            together.Where(r => r.Severity >= DiagnosticSeverity.Info).Select(Text).Order(StringComparer.Ordinal));
    }

    private static string[] Reports(params (string Path, string Text)[] files) =>
        [.. AnalyzerRunner.Run(AnalyzerRunner.Compile(files)).Select(Text).Order(StringComparer.Ordinal)];

    private static string Text(Diagnostic report)
    {
        var line = report.Location.GetLineSpan();
        return $"{line.Path}:{line.StartLinePosition.Line + 1} {report.Id}";
    }

#pragma warning disable RS1001, RS1025, RS1026 // It is made here by hand, and never runs anywhere else.
    private sealed class Throwing : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => new AsyncStateAnalyzer().SupportedDiagnostics;

        public override void Initialize(AnalysisContext context) => context.RegisterSymbolAction(static _ => throw new InvalidOperationException("inside"), SymbolKind.NamedType);
    }
#pragma warning restore RS1001, RS1025, RS1026
}
