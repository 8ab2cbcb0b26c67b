using AsyncStateAnalyzers.Benchmarks;
using BenchmarkDotNet.Running;

if (args is not ["--verify"])
{
    // Without a filter the switcher would ask at the console.
    BenchmarkSwitcher.FromAssembly(typeof(Workload).Assembly).Run(args.Any(a => a is "--filter" or "-f" or "--list") ? args : [.. args, "--filter", "*"]);
    return 0;
}

foreach (var workload in Workload.All)
{
    workload.Verify();
    Console.WriteLine($"{workload.Name}: {workload.Lines} lines, {workload.Reports} reports");
}

return 0;
