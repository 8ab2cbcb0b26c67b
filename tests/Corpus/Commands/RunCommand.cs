using System.Globalization;
using AsyncStateAnalyzers.Corpus.Findings;
using AsyncStateAnalyzers.Corpus.Loading;
using AsyncStateAnalyzers.Corpus.Running;

namespace AsyncStateAnalyzers.Corpus.Commands;

/// <summary>Runs the analyzers over sources and writes rows.</summary>
internal static class RunCommand
{
    /// <summary>Ends with 1 where sources could not be loaded, or the analyzer crashed or did not come back.</summary>
    public static async Task<int> ExecuteAsync(IReadOnlyList<string> args)
    {
        var arguments = new Arguments(
            args,
            ("--folder", 1), ("--solution", 1), ("--package", 2), ("--repo", 1), ("--sources", 1), ("--name", 1), ("--analyzer", 1), ("--exclude", 1), ("--timeout", 1), ("--out", 1));
        var rows = FindingFile.Sort(await RunAsync(arguments));
        if (arguments.Last("--out") is { } output)
            FindingFile.Write(output, rows);
        else
            Console.Out.Write(string.Concat(rows.Select(row => $"{row.Repo}/{row.File}({row.Line}) {row.Severity} {row.Id}: {row.Message}\n")));
        foreach (var group in rows.GroupBy(row => (row.State, row.Severity, row.Id)).OrderBy(group => group.Key.ToString(), StringComparer.Ordinal))
            Console.Error.WriteLine($"{group.Key.State} {group.Key.Severity} {group.Key.Id}: {group.Count()}");
        return rows.Any(row => row.State is RowState.Crashed or RowState.NotLoaded) ? 1 : 0;
    }

    private static async Task<IEnumerable<Finding>> RunAsync(Arguments arguments)
    {
        var exclude = Globs.SideProjects.Concat(arguments.All("--exclude")).ToList();
        if (arguments.Last("--folder") is { } folder)
            return await RunAsync(arguments, arguments.Last("--name") ?? Path.GetFileName(Path.GetFullPath(folder)), null, folder, FolderLoader.Load(folder, new Globs(exclude)));
        if (arguments.Last("--solution") is { } solution)
            return await RunAsync(arguments, arguments.Last("--name") ?? Path.GetFileNameWithoutExtension(solution), null, Path.GetDirectoryName(Path.GetFullPath(solution))!, await SolutionLoader.LoadAsync(solution, new Globs(exclude)));
        if (arguments.All("--package") is [.., var id, var version])
            return await RunAsync(arguments, arguments.Last("--name") ?? id, version, "/", [PackageLoader.Load(id, version)]);
        var wanted = arguments.Required("--repo");
        var repositories = CorpusFolder.Repositories.Where(repo => wanted == "all" || wanted.Split(',').Contains(repo.Name)).ToList();
        if (repositories.Count == 0)
            throw new UsageException($"repos.json has no '{wanted}'");
        var rows = new List<Finding>();
        foreach (var repo in repositories)
        {
            var sources = Path.Combine(arguments.Required("--sources"), repo.Name);
            var projects = Directory.Exists(sources)
                ? FolderLoader.Load(sources, new Globs(exclude.Concat(repo.Exclude ?? [])))
                : [new LoadedProject(repo.Name, null, "there are no sources of it")];
            rows.AddRange(await RunAsync(arguments, repo.Name, repo.Commit, sources, projects));
        }

        return rows;
    }

    private static async Task<IReadOnlyList<Finding>> RunAsync(Arguments arguments, string name, string? commit, string root, IEnumerable<LoadedProject> projects)
    {
        var analyzers = AnalyzerAssembly.Load(arguments.Last("--analyzer") ?? AnalyzerAssembly.Current);
        var patience = TimeSpan.FromSeconds(int.Parse(arguments.Last("--timeout") ?? "600", CultureInfo.InvariantCulture));
        var runner = new Runner(analyzers, name, commit, Path.GetFullPath(root), patience);
        var rows = new List<Finding>();
        foreach (var project in projects)
            rows.AddRange(await runner.RunAsync(project));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {runner.Lines} lines, analyzers {runner.Analyzing.TotalSeconds:F1} s"));
        return rows;
    }
}
