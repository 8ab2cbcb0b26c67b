using System.Reflection;
using AsyncStateAnalyzers.CodeFixes.Tests.Pages;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Nito.AsyncEx;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>
/// Broken samples after the first fix for each report, run: they print what the samples print that were mended by hand. The other samples
/// are mended by hand in another way than the cheapest, and print in another order. They run on one thread, as in a UI: reading after the
/// await is enough there, and leaves a window between read and write on several threads, as the page of ASA0101 says.
/// </summary>
[Collection(nameof(SampleFixTests))]
[CollectionDefinition(nameof(SampleFixTests), DisableParallelization = true)]
public sealed class SampleFixTests
{
    private const int MaxFixes = 6;

    private static string Folder { get; } = typeof(SampleFixTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "SamplesFolder").Value!;

    [Theory]
    [InlineData("11.2.1-RaceCondition")]
    [InlineData("11.2.2-StateCorruption")]
    [InlineData("11.3.1-Lock")]
    [InlineData("11.5-Event")]
    [InlineData("11.6.2-LimitedAccess")]
    [InlineData("11.8-ContextVariables")]
    [InlineData("11.9.1-SafeCounter")]
    public async Task It_prints_what_the_mended_one_prints(string sample)
    {
        var source = (await File.ReadAllTextAsync(Path.Combine(Folder, sample, "Broken.cs"))).ReplaceLineEndings("\n");
        var mended = await File.ReadAllTextAsync(Path.Combine(Folder, sample, "Mended.cs"));
        for (var i = 0; i < MaxFixes && await FirstFix.ApplyAsync(source) is { } better; i++)
            source = better;
        Assert.DoesNotContain(AnalyzerRunner.Run(AnalyzerRunner.Compile(("Page.cs", source))), d => d.Severity == DiagnosticSeverity.Warning);
        Assert.Equal(OutputOf(mended), OutputOf(source));
    }

    private static string OutputOf(string source)
    {
        using var image = new MemoryStream();
        var built = AnalyzerRunner.Compile(("Page.cs", source)).Emit(image);
        Assert.True(built.Success, string.Join("\n", built.Diagnostics) + "\n" + source);
        var main = Assembly.Load(image.ToArray()).GetTypes().Single(t => t.Name is "Broken" or "Mended").GetMethod("Main", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        var before = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            AsyncContext.Run(() => (Task)main.Invoke(null, null)!);
        }
        finally
        {
            Console.SetOut(before);
        }

        return output.ToString().ReplaceLineEndings("\n");
    }
}
