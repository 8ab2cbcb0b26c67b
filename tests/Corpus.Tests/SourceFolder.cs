using AsyncStateAnalyzers.Corpus.Findings;
using AsyncStateAnalyzers.Corpus.Loading;
using AsyncStateAnalyzers.Corpus.Running;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncStateAnalyzers.Corpus.Tests;

/// <summary>A folder of sources that lives as long as a test.</summary>
internal sealed class SourceFolder : IDisposable
{
    /// <summary>A method that loses updates, and is reported on its line 5.</summary>
    public const string Mistake = """
        public class Account
        {
            private int _total;

            public async Task AddAsync() => _total += await Task.Run(() => 1);
        }
        """;

    /// <summary>An SDK project with implicit usings.</summary>
    public const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
        </Project>
        """;

    public string Path { get; } = Directory.CreateTempSubdirectory("corpus-test-").FullName;

    public SourceFolder With(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public async Task<IReadOnlyList<Finding>> RunAsync(params DiagnosticAnalyzer[] analyzers)
    {
        var runner = new Runner(analyzers.Length > 0 ? [.. analyzers] : AnalyzerAssembly.Load(AnalyzerAssembly.Current), "test", "c0", Path, TimeSpan.FromMinutes(1));
        var rows = new List<Finding>();
        foreach (var project in FolderLoader.Load(Path, new Globs(Globs.SideProjects)))
            rows.AddRange(await runner.RunAsync(project));
        return FindingFile.Sort(rows);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
