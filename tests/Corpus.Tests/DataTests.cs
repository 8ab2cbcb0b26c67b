using AsyncStateAnalyzers.Corpus.Verdicts;

namespace AsyncStateAnalyzers.Corpus.Tests;

/// <summary>The data files hold together: every verdict is on a pinned commit, is given once, and says why.</summary>
public sealed class DataTests
{
    private static readonly string[] s_kinds = ["ui", "aspnetcore", "worker", "library", "grains", "bots"];

    private static IReadOnlyList<Verdict> Triage => VerdictFile.Read(CorpusFolder.PathOf("triage.jsonl"));

    private static IReadOnlyList<Verdict> Labels => VerdictFile.Read(CorpusFolder.PathOf("labels/sites.jsonl"));

    [Fact]
    public void RepositoriesArePinnedByFullCommit()
    {
        var repositories = CorpusFolder.Repositories;

        Assert.True(repositories.Count >= 12);
        Assert.All(repositories, repo => Assert.Matches("^[0-9a-f]{40}$", repo.Commit));
        Assert.Equal(repositories.Count, repositories.Select(repo => repo.Name).Distinct().Count());
        Assert.Equal(s_kinds.Order(), repositories.Select(repo => repo.Kind).Distinct().Order());
    }

    [Fact]
    public void VerdictsAreOnPinnedCommitsAndSayWhy()
    {
        var commits = CorpusFolder.Repositories.ToDictionary(repo => repo.Name, repo => repo.Commit);

        Assert.NotEmpty(Labels);
        Assert.All(Triage.Concat(Labels), verdict =>
        {
            Assert.Equal(commits[verdict.Repo], verdict.Commit);
            Assert.False(string.IsNullOrWhiteSpace(verdict.Kind) || string.IsNullOrWhiteSpace(verdict.Why));
        });
        Assert.All(Triage, verdict => Assert.True(verdict.Key?.Split('|').Length >= 5 && verdict.Why.Length <= 400, verdict.Key));
        Assert.All(Labels, verdict => Assert.NotNull(verdict.Place));
    }

    [Fact]
    public void VerdictsAreSortedAndGivenOnce()
    {
        var keys = Triage.Select(verdict => (verdict.Repo, verdict.Key)).ToList();

        Assert.Equal(keys.OrderBy(key => key.Repo, StringComparer.Ordinal).ThenBy(key => key.Key, StringComparer.Ordinal), keys);
        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Equal(Labels.Count, Labels.Select(label => label.Place!.Id).Distinct().Count());
    }
}
