using AsyncStateAnalyzers.Benchmarks;

namespace AsyncStateAnalyzers.RealCode.Tests;

/// <summary>Every program that the benchmarks measure compiles and gets the reports that it is measured for.</summary>
public sealed class WorkloadTests
{
    public static TheoryData<string> Names => [.. Workload.All.Select(workload => workload.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void WorkloadGetsItsReports(string name) => Workload.Of(name).Verify();

    [Fact]
    public void AnotherNumberOfReportsIsRefused() =>
        Assert.Throws<InvalidOperationException>(() => Workload.Of("Service").Expect(3, Analyzers.Run(Workload.Of("Service").Fresh(), new AsyncStateAnalyzer())));
}
