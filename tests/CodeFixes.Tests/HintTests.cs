using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>What a report tells the fixes leads back to the code: the name of the state to its symbol, the places to their nodes.</summary>
public class HintTests
{
    /// <summary>The folders of cases.</summary>
    public static TheoryData<string> Folders => ["flow", "flow-more", "real-rmw", "real-more"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void EveryHintNamesStateThatIsFound(string folder)
    {
        var style = new CodeStyle(new AdhocWorkspace().AddProject("Style", LanguageNames.CSharp).AnalyzerOptions.AnalyzerConfigOptionsProvider.GlobalOptions);
        var (lost, hints) = (new List<string>(), 0);
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("tests", "Analyzers.Tests", "Cases", folder), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var compilation = AnalyzerRunner.Compile((file, File.ReadAllText(file)));
            foreach (var report in AnalyzerRunner.Run(compilation).Where(r => r.Id is "ASA0101" or "ASA0102" or "ASA0103" or "ASA0105" or "ASA0106"))
            {
                if (FixHint.TryRead(report.Properties) is not { } hint || hint.Kinds == FixKinds.None)
                    continue;
                hints++;
                var tree = report.Location.SourceTree!;
                if (FixSite.TryCreate(compilation.GetSemanticModel(tree), tree.GetRoot(), report, style) is not { } site || Accesses.Location(site) is null)
                    lost.Add($"{report.Id} {Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)}({report.Location.GetLineSpan().StartLinePosition.Line + 1}) '{hint.Member}'");
            }
        }

        Assert.True(hints > 0);
        Assert.Equal("", string.Join("\n", lost));
    }
}
