using AsyncStateAnalyzers.Corpus.Findings;

namespace AsyncStateAnalyzers.Corpus.Verdicts;

/// <summary>Which verdict speaks of a finding: the one on its key, else the one that all verdicts on its rule, member and state agree on, else a label on its lines.</summary>
internal sealed class VerdictBook(IEnumerable<Verdict> verdicts)
{
    private readonly Dictionary<(string Repo, string Key), Verdict> _byKey = verdicts.Where(v => v.Key is not null).ToDictionary(v => (v.Repo, v.Key!));
    private readonly ILookup<(string Repo, string Site), Verdict> _bySite = verdicts.Where(v => v.Site is not null).ToLookup(v => (v.Repo, v.Site!));
    private readonly ILookup<(string Repo, string File), Verdict> _labels = verdicts.Where(v => v.Place is not null).ToLookup(v => (v.Repo, v.Place!.File));

    /// <summary>The reviewed verdicts and the imported labels.</summary>
    public static VerdictBook Load() => new(VerdictFile.Read(CorpusFolder.PathOf("triage.jsonl")).Concat(VerdictFile.Read(CorpusFolder.PathOf("labels/sites.jsonl"))));

    /// <summary>Null where nobody has looked yet.</summary>
    public Verdict? On(Finding finding)
    {
        if (_byKey.TryGetValue((finding.Repo, finding.Key), out var exact))
            return exact;
        var near = _bySite[(finding.Repo, finding.Site)].ToList();
        if (near.Count > 0)
            return near.All(verdict => verdict.IsWelcome == near[0].IsWelcome) ? near[0] : null;
        var labels = _labels[(finding.Repo, finding.File)].Where(verdict => verdict.Commit == (finding.Commit ?? verdict.Commit) && verdict.Place!.Matches(finding)).ToList();
        return labels.Find(verdict => verdict.IsWelcome) ?? labels.FirstOrDefault();
    }

    /// <summary>The verdict in a word, for lists.</summary>
    public string Word(Finding finding) => On(finding) is { } verdict ? verdict.Judgement.ToString().ToLowerInvariant() : "not judged";
}
