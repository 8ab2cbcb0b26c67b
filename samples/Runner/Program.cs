namespace Samples.Runner;

/// <summary>Runs the samples and prints, for each, what it printed and what the analyzers said about it when it was compiled.</summary>
internal static class Program
{
    /// <summary>Without arguments all samples; otherwise those whose section is named: <c>11.2.1 11.9.2</c>.</summary>
    private static int Main(string[] sections)
    {
        if (sections.FirstOrDefault(s => Sample.All.All(sample => sample.Section != s)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no sample '{unknown}'. There are: {string.Join(", ", Sample.All.Select(s => s.Section))}");
            return 1;
        }

        var reports = CompilerLog.Read();
        foreach (var sample in Sample.All.Where(s => sections.Length == 0 || sections.Contains(s.Section)))
        {
            Console.WriteLine($"{sample.Section} {sample.Title}");
            Show(sample, "Broken", sample.Broken, reports);
            Show(sample, "Mended", sample.Mended, reports);
            if (sample.Note.Length > 0)
                Console.WriteLine($"  {sample.Note}");
            Console.WriteLine();
        }

        return 0;
    }

    private static void Show(Sample sample, string form, Func<Task> program, IReadOnlyList<Report> reports)
    {
        var file = $"{sample.Folder}/{form}.cs";
        Console.WriteLine($"  {form}: samples/{file}");
        foreach (var report in reports.Where(r => r.File.EndsWith("/" + file, StringComparison.Ordinal)))
            Console.WriteLine($"    line {report.Line}: {report.Level} {report.Id}: {report.Message}");
        foreach (var line in OutputOf(program))
            Console.WriteLine($"    > {line}");
    }

    /// <summary>The lines that the program prints; an exception that ends it is its last line.</summary>
    private static IEnumerable<string> OutputOf(Func<Task> program)
    {
        var console = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            EventLoop.Run(program);
        }
        catch (Exception e)
        {
            output.WriteLine($"Unhandled exception: {e.GetType().Name}: {e.Message}");
        }
        finally
        {
            Console.SetOut(console);
        }

        return output.ToString().Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0);
    }
}
