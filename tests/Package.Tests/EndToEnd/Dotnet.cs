using System.Diagnostics;
using System.Text;

namespace AsyncStateAnalyzers.Package.Tests.EndToEnd;

/// <summary>What a <c>dotnet</c> process printed.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Both streams, line by line.</param>
internal sealed record DotnetResult(int ExitCode, string Output)
{
    /// <summary>The distinct lines that contain the text.</summary>
    public IReadOnlyList<string> Lines(string text) =>
        [.. Output.Split('\n').Select(line => line.Trim()).Where(line => line.Contains(text, StringComparison.Ordinal)).Distinct()];
}

/// <summary>Runs <c>dotnet</c> as a user at a prompt would: without anything that a running <c>dotnet test</c> puts into the environment.</summary>
internal static class Dotnet
{
    private static readonly string[] s_leaks = ["MSBUILD", "DOTNET_", "VSTEST", "COREHOST", "TESTINGPLATFORM", "COMPLUS_"];

    /// <summary>Runs it to its end.</summary>
    /// <param name="folder">The current directory.</param>
    /// <param name="packages">The folder that packages are unpacked to; one of its own, so that no older package of the same version is used. Null for the user's.</param>
    /// <param name="arguments">The command line.</param>
    /// <exception cref="TimeoutException">It did not end within five minutes; it is ended then.</exception>
    public static async Task<DotnetResult> RunAsync(string folder, string? packages, params string[] arguments)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        var start = new ProcessStartInfo(host, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(name => s_leaks.Any(leak => name.StartsWith(leak, StringComparison.OrdinalIgnoreCase))).ToList())
            start.Environment.Remove(name);
        if (packages is not null)
            start.Environment["NUGET_PACKAGES"] = packages;
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "1";
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";

        var output = new StringBuilder();
        void Collect(object sender, DataReceivedEventArgs line)
        {
            lock (output)
                output.Append(line.Data).Append('\n');
        }

        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)} did not end:\n{output}");
        }

        return new DotnetResult(process.ExitCode, output.ToString());
    }
}
