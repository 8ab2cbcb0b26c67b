using System.Collections.Immutable;
using AsyncStateAnalyzers.Corpus.Findings;
using AsyncStateAnalyzers.Corpus.Loading;
using AsyncStateAnalyzers.Corpus.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncStateAnalyzers.Corpus.Tests;

/// <summary>Folders of sources, neither restored nor built, with the analyzer that stands beside the tool.</summary>
public sealed class FolderRunTests
{
    [Fact]
    public async Task PlantedMistakeIsARow()
    {
        using var folder = new SourceFolder().With("src/App/App.csproj", SourceFolder.Project).With("src/App/Account.cs", SourceFolder.Mistake);

        var row = Assert.Single(await folder.RunAsync());

        Assert.Equal((RowState.Report, "src/App/Account.cs", 5, "ASA0101"), (row.State, row.File, row.Line, row.Id));
        Assert.Equal(("Account.AddAsync", "_total", "c0"), (row.Member, row.Location, row.Commit));
        Assert.Equal(["src/App/Account.cs:5", "src/App/Account.cs:5"], row.Trail.Take(2));
        Assert.NotNull(row.Evidence);
    }

    [Fact]
    public async Task FolderWithoutAProjectIsOneProject()
    {
        using var folder = new SourceFolder().With("Account.cs", SourceFolder.Mistake);

        Assert.Equal("Account.cs", Assert.Single(await folder.RunAsync()).File);
    }

    [Fact]
    public async Task TestsAndBuiltFilesAreLeftOut()
    {
        using var folder = new SourceFolder()
            .With("App/App.csproj", SourceFolder.Project)
            .With("App/obj/Made.cs", SourceFolder.Mistake)
            .With("App.Tests/App.Tests.csproj", SourceFolder.Project)
            .With("App.Tests/Account.cs", SourceFolder.Mistake);

        Assert.Empty(await folder.RunAsync());
    }

    [Fact]
    public async Task NestedProjectsOwnTheirFiles()
    {
        using var folder = new SourceFolder()
            .With("Outer.csproj", SourceFolder.Project)
            .With("Inner/Inner.csproj", SourceFolder.Project)
            .With("Inner/Account.cs", SourceFolder.Mistake);

        Assert.Single(await folder.RunAsync());
    }

    [Fact]
    public void ProjectReferencesAndUsingsAreKnown()
    {
        using var folder = new SourceFolder()
            .With("Directory.Build.props", "<Project><PropertyGroup><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>")
            .With("Core/Core.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />")
            .With("Core/Clock.cs", "namespace Core; public class Clock { public Task TickAsync() => Task.CompletedTask; }")
            .With("App/App.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><Using Include="Core" /><ProjectReference Include="..\Core\Core.csproj" /></ItemGroup></Project>""")
            .With("App/Program.cs", "public class Use { private readonly Clock _clock = new(); public async Task RunAsync() => await _clock.TickAsync(); }");

        var app = FolderLoader.Load(folder.Path, new Globs([])).Single(project => project.Name == "App/App.csproj");

        Assert.DoesNotContain(app.Compilation!.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public async Task BrokenProjectFileIsARow()
    {
        using var folder = new SourceFolder().With("App.csproj", "<Project").With("Account.cs", SourceFolder.Mistake);

        Assert.Equal(RowState.NotLoaded, Assert.Single(await folder.RunAsync()).State);
    }

    [Fact]
    public async Task CrashIsARow()
    {
        using var folder = new SourceFolder().With("Account.cs", SourceFolder.Mistake);

        var row = Assert.Single(await folder.RunAsync(new Crashing()));

        Assert.Equal(RowState.Crashed, row.State);
        Assert.Contains("planted", row.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnalyzerThatDoesNotComeBackIsARow()
    {
        using var folder = new SourceFolder().With("Account.cs", SourceFolder.Mistake);
        var runner = new Runner([new Hanging()], "test", null, folder.Path, TimeSpan.FromMilliseconds(200));

        var row = Assert.Single(await runner.RunAsync(FolderLoader.Load(folder.Path, new Globs([])).Single()));

        Assert.Equal(RowState.Crashed, row.State);
        Assert.Contains("not finished", row.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("**/*Test*.csproj", "a/b/MyTests.csproj", true)]
    [InlineData("**/*Test*.csproj", "Test.csproj", true)]
    [InlineData("**/*Test*.csproj", "Tests/b/My.csproj", false)]
    [InlineData("samples/**", "samples/a/b.cs", true)]
    [InlineData("samples/*", "samples/a/b.cs", false)]
    public void GlobsMatchWholePaths(string glob, string path, bool expected) => Assert.Equal(expected, new Globs([glob]).Match(path));

#pragma warning disable RS1036, RS1038, RS1041 // No analyzers for others.
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private class Crashing : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [new("TEST", "t", "m", "c", DiagnosticSeverity.Warning, true)];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSyntaxNodeAction(node => Act(), SyntaxKind.ClassDeclaration);
        }

        protected virtual void Act() => throw new InvalidOperationException("planted");
    }

    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Hanging : Crashing
    {
        protected override void Act() => Thread.Sleep(2000);
    }
#pragma warning restore RS1036, RS1038, RS1041
}
