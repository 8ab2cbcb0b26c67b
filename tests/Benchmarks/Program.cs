using AsyncStateAnalyzers.Benchmarks;
using BenchmarkDotNet.Running;

if (args is not ["--verify"])
{
    BenchmarkSwitcher.FromAssembly(typeof(Workload).Assembly).Run(args);
    return 0;
}

foreach (var workload in Workload.All)
{
    workload.Verify();
    Console.WriteLine($"{workload.Name}: {workload.Lines} lines, {workload.Reports} reports");
}

return 0;
