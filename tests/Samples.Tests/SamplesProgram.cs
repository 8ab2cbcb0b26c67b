using System.Diagnostics;
using System.Reflection;

namespace AsyncStateAnalyzers.Samples.Tests;

/// <summary>The built samples, run as a process of their own.</summary>
internal static class SamplesProgram
{
    /// <summary>The folder of the samples' sources.</summary>
    public static string Folder { get; } = Metadata("SamplesFolder");

    /// <summary>What the compiler wrote down when it built the samples.</summary>
    public static string CompilerLog { get; } = Path.Combine(Path.GetDirectoryName(Metadata("SamplesProgram"))!, "warnings.sarif");

    /// <summary>Runs the samples of these sections (all without any) and gives the exit code and the lines of both outputs.</summary>
    public static (int ExitCode, string[] Lines) Run(params string[] sections)
    {
        var start = new ProcessStartInfo("dotnet", [Metadata("SamplesProgram"), .. sections]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>What one form of one sample prints, one string with a line for each line.</summary>
    public static string OutputOf(string section, string form)
    {
        var (_, lines) = Run(section);
        return string.Join("\n", lines
            .SkipWhile(l => !l.StartsWith($"  {form}:", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(l => l.StartsWith("    ", StringComparison.Ordinal))
            .Where(l => l.StartsWith("    > ", StringComparison.Ordinal)).Select(l => l[6..]));
    }

    private static string Metadata(string key) =>
        typeof(SamplesProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
