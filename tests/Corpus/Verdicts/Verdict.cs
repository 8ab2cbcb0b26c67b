using System.Text.Json.Serialization;

namespace AsyncStateAnalyzers.Corpus.Verdicts;

/// <summary>What a reviewer found by reading the code.</summary>
internal enum Judgement
{
    /// <summary>A race or a real risk: the report is welcome.</summary>
    Wanted,

    /// <summary>Executions can meet there, and nothing comes of it.</summary>
    Harmless,

    /// <summary>It cannot happen.</summary>
    False,
}

/// <summary>
/// A verdict on a place, with its reason in the reviewer's own words. It names the place by the key of the finding, or, for places that were
/// labelled before anything was reported there, by the lines of the read and the writes.
/// </summary>
internal sealed record Verdict
{
    /// <summary>The repository's name in <c>repos.json</c>.</summary>
    public required string Repo { get; init; }

    /// <summary>The commit at which the code was read.</summary>
    public required string Commit { get; init; }

    /// <summary>The finding; null for a labelled place.</summary>
    public string? Key { get; init; }

    /// <summary>The labelled place.</summary>
    public LabelledPlace? Place { get; init; }

    /// <summary>What the reviewer found.</summary>
    [JsonPropertyName("verdict")]
    public required Judgement Judgement { get; init; }

    /// <summary>Whether a warning is wanted, where that was judged as well: yes, maybe or no.</summary>
    public string? Want { get; init; }

    /// <summary>The mechanism in a word or two: of the race, or of what makes it harmless or impossible.</summary>
    public required string Kind { get; init; }

    /// <summary>One sentence.</summary>
    public required string Why { get; init; }

    /// <summary>The part of the key that names the place in words.</summary>
    [JsonIgnore]
    public string? Site => Key is null ? null : string.Join('|', Key.Split('|').Take(4));

    /// <summary>Nobody would complain about the report.</summary>
    [JsonIgnore]
    public bool IsWelcome => (Judgement, Want) is (Judgement.Wanted, not "no") or (Judgement.Harmless, "yes" or "maybe");
}

/// <summary>A place by its lines, at the verdict's commit.</summary>
/// <param name="Id">The label's own number.</param>
/// <param name="File">Relative to the repository, with slashes.</param>
/// <param name="Member">The method that reads and writes.</param>
/// <param name="Location">The state, with its path.</param>
/// <param name="Read">The line of the early read.</param>
/// <param name="Writes">The lines of the late writes.</param>
internal sealed record LabelledPlace(string Id, string File, string Member, string Location, int Read, IReadOnlyList<int> Writes)
{
    /// <summary>The last name of the location's path.</summary>
    [JsonIgnore]
    public string Name => Location.Replace("[]", "").Split('.', '[', ' ')[^1];

    /// <summary>Whether a finding speaks of this place: it names the state and touches one of the lines.</summary>
    public bool Matches(Findings.Finding finding) =>
        finding.File == File
        && finding.Message.Contains(Name, StringComparison.Ordinal)
        && finding.Trail.Append($"{File}:{finding.Line}").Any(at => at.LastIndexOf(':') is var colon && at[..colon] == File && int.Parse(at[(colon + 1)..]) is var line && (line == Read || Writes.Contains(line)));
}
