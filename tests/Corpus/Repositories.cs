using System.Text.Json;
using AsyncStateAnalyzers.Corpus.Findings;

namespace AsyncStateAnalyzers.Corpus;

/// <summary>A repository of the corpus, pinned.</summary>
/// <param name="Name">What rows and verdicts call it, and the folder that holds its sources.</param>
/// <param name="Url">Where it comes from.</param>
/// <param name="Commit">The full commit; another one would change what is reported.</param>
/// <param name="Kind">What kind of program it is: ui, aspnetcore, worker, library, grains or bots.</param>
/// <param name="Exclude">What is no product code, besides tests and benchmarks.</param>
internal sealed record Repository(string Name, string Url, string Commit, string Kind, IReadOnlyList<string>? Exclude = null)
{
    /// <summary>Where a reader sees a line of it.</summary>
    public string Link(string file, int line) => $"{Url}/blob/{Commit}/{file}#L{line}";
}

/// <summary>The data files of the corpus. They lie in the project's folder and are not copied: what is recorded is committed from there.</summary>
internal static class CorpusFolder
{
    /// <summary>The folder of <c>repos.json</c>, above the tool or below the working folder.</summary>
    public static string Path { get; } = Find();

    /// <summary>All repositories, in the order of the file.</summary>
    public static IReadOnlyList<Repository> Repositories => JsonSerializer.Deserialize<List<Repository>>(File.ReadAllText(PathOf("repos.json")), FindingFile.Json)!;

    /// <summary>The full path of one of the data files.</summary>
    public static string PathOf(string name) => System.IO.Path.Combine(Path, name);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            var corpus = System.IO.Path.Combine(folder, "tests", "Corpus");
            if (File.Exists(System.IO.Path.Combine(corpus, "repos.json")))
                return corpus;
        }

        throw new DirectoryNotFoundException("There is no tests/Corpus above " + AppContext.BaseDirectory);
    }
}
