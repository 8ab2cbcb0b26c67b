using System.Globalization;
using AsyncStateAnalyzers.CodeFixes;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Messages;
using AsyncStateAnalyzers.Rules.Messages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Abstractions;

namespace AsyncStateAnalyzers.RealCode.Tests;

/// <summary>
/// Data types that nobody wrote for it become records wherever the fix is offered, and the whole program compiles as well as before. A
/// program stands beside the package, so that its public types are the solution's own affair.
/// </summary>
public sealed class RecordFixTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Docker.DotNet", 200)]
    [InlineData("MQTTnet", 5)]
    [InlineData("Npgsql", 2)]
    [InlineData("Quartz", 2)]
    [InlineData("RabbitMQ.Client", 2)]
    [InlineData("StackExchange.Redis", 8)]
    public async Task WhatIsOfferedCompiles(string package, int atLeast)
    {
        var solution = Load(DecompiledPackage.Compile(package));
        var before = await ErrorsAsync(solution);
        var (offered, asked) = (new List<string>(), 0);
        foreach (var (name, path) in await CandidatesAsync(solution))
        {
            asked++;
            if (await ConvertAsync(solution, name, path) is not { } changed)
                continue;
            Assert.True(await IsRecordAsync(changed, name), name + " is no immutable record");
            offered.Add(name);
            solution = changed;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{package}: {offered.Count} of {asked}: {string.Join(", ", offered)}"));
        var after = await ErrorsAsync(solution);
        var worse = after.Where(e => !before.TryGetValue(e.Key, out var count) || e.Value > count).Select(e => e.Key).ToList();
        Assert.True(worse.Count == 0, string.Join("\n", worse));
        Assert.True(offered.Count >= atLeast, $"{offered.Count} of {asked}");
    }

    private static Solution Load(CSharpCompilation compilation)
    {
        var project = ProjectId.CreateNewId();
        var solution = new AdhocWorkspace().CurrentSolution.AddProject(ProjectInfo.Create(
            project, VersionStamp.Default, compilation.AssemblyName!, compilation.AssemblyName!, LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: compilation.SyntaxTrees[0].Options, metadataReferences: compilation.References));
        foreach (var tree in compilation.SyntaxTrees)
            solution = solution.AddDocument(DocumentId.CreateNewId(project), tree.FilePath, tree.GetText(), filePath: "/src/" + tree.FilePath);
        var program = ProjectId.CreateNewId();
        return solution
            .AddProject(ProjectInfo.Create(program, VersionStamp.Default, "Program", "Program", LanguageNames.CSharp, compilationOptions: new CSharpCompilationOptions(OutputKind.ConsoleApplication), metadataReferences: compilation.References.Where(r => Path.GetFileName(r.Display)!.StartsWith("System.", StringComparison.Ordinal))))
            .AddProjectReference(program, new ProjectReference(project))
            .AddDocument(DocumentId.CreateNewId(program), "Program.cs", "internal static class Program { private static void Main() { } }", filePath: "/src/Program.cs");
    }

    /// <summary>Types of data that can change, as the rule sees them.</summary>
    private static async Task<List<(string Name, string Path)>> CandidatesAsync(Solution solution)
    {
        var compilation = (await solution.Projects.First().GetCompilationAsync())!;
        var knowledge = KnowledgeBase.Create(compilation);
        return
        [
            .. from tree in compilation.SyntaxTrees
               from node in tree.GetRoot().DescendantNodes()
               where node is Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax
               let type = (INamedTypeSymbol)compilation.GetSemanticModel(tree).GetDeclaredSymbol(node)!
               where type.TypeKind is TypeKind.Class or TypeKind.Struct && MessageShape.IsData(type) && knowledge.Immutability.Of(type) is { Kind: MutabilityKind.Mutable, BufferOnly: false }
               select (MetadataName(type), tree.FilePath),
        ];
    }

    private static async Task<Solution?> ConvertAsync(Solution solution, string name, string path)
    {
        var document = solution.Projects.First().Documents.Single(d => d.FilePath == path);
        var type = (await document.Project.GetCompilationAsync())!.GetTypeByMetadataName(name)!;
        var report = Diagnostic.Create(MutableMessageType.Info.Descriptor, type.Locations[0], type.Locations.Take(1));
        var offers = new List<CodeAction>();
        await new RecordCodeFixProvider().RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => offers.Add(action), default));
        return offers.Count == 0 ? null : (await offers[0].GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
    }

    private static async Task<bool> IsRecordAsync(Solution solution, string name) =>
        (await solution.Projects.First().GetCompilationAsync())!.GetTypeByMetadataName(name)!.IsRecord;

    private static async Task<Dictionary<string, int>> ErrorsAsync(Solution solution)
    {
        var all = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var project in solution.Projects)
        {
            foreach (var error in (await project.GetCompilationAsync())!.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error))
            {
                var key = $"{error.Location.SourceTree?.FilePath}: {error.Id} {error.GetMessage(CultureInfo.InvariantCulture)}";
                all[key] = all.GetValueOrDefault(key) + 1;
            }
        }

        return all;
    }

    private static string MetadataName(INamedTypeSymbol type) =>
        type.ContainingType is { } around ? MetadataName(around) + "+" + type.MetadataName
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + type.MetadataName
        : type.MetadataName;
}
