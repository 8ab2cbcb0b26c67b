using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.MSBuild;

namespace AsyncStateAnalyzers.Corpus.Loading;

/// <summary>A solution or project that is restored here, loaded as an editor loads it.</summary>
internal static class SolutionLoader
{
    /// <summary>The C# projects in the order of their names; what MSBuild could not load is a project without a compilation.</summary>
    public static async Task<IReadOnlyList<LoadedProject>> LoadAsync(string path, Globs excluded)
    {
        using var workspace = MSBuildWorkspace.Create();
        var problems = new List<LoadedProject>();
        using var handler = workspace.RegisterWorkspaceFailedHandler(e =>
        {
            if (e.Diagnostic.Kind == WorkspaceDiagnosticKind.Failure)
                problems.Add(new LoadedProject(Path.GetFileName(path), null, e.Diagnostic.Message));
        });
        var solution = Path.GetExtension(path) == ".csproj"
            ? (await workspace.OpenProjectAsync(path)).Solution
            : await workspace.OpenSolutionAsync(path);
        var root = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var projects = new List<LoadedProject>();
        foreach (var project in solution.Projects.Where(p => p.Language == LanguageNames.CSharp).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            if (!excluded.Match(Path.GetRelativePath(root, project.FilePath ?? root).Replace('\\', '/')))
                projects.Add(new LoadedProject(project.Name, await project.GetCompilationAsync()));
        }

        return [.. projects, .. problems];
    }
}
