using System.Text.Json.Serialization;

namespace AsyncStateAnalyzers.Corpus.Findings;

/// <summary>What a row says.</summary>
internal enum RowState
{
    /// <summary>The analyzer reported something.</summary>
    Report,

    /// <summary>The analyzer left a body out because it is too large or does not compile.</summary>
    GaveUp,

    /// <summary>The analyzer threw or did not come back.</summary>
    Crashed,

    /// <summary>The sources could not be loaded.</summary>
    NotLoaded,
}

/// <summary>One row of a run. A crash and a body that was given up are rows as well: silence always means that there was nothing to say.</summary>
internal sealed record Finding
{
    /// <summary>What the row says.</summary>
    public RowState State { get; init; }

    /// <summary>The name of the repository in <c>repos.json</c>, or whatever the run was called.</summary>
    public required string Repo { get; init; }

    /// <summary>The commit or version of the sources, if it is known.</summary>
    public string? Commit { get; init; }

    /// <summary>Relative to the repository, with slashes.</summary>
    public string File { get; init; } = "";

    /// <summary>Where it was reported, from 1 on. No part of the key.</summary>
    public int Line { get; init; }

    /// <summary>The rule.</summary>
    public required string Id { get; init; }

    /// <summary>As reported under the default configuration.</summary>
    public string Severity { get; init; } = "";

    /// <summary>How strong the proof is that two executions meet.</summary>
    public string? Evidence { get; init; }

    /// <summary>The type and the member that the report stands in.</summary>
    public string Member { get; init; } = "";

    /// <summary>The state that the report is about, as the message quotes it.</summary>
    public string Location { get; init; } = "";

    /// <summary>The whole message.</summary>
    public string Message { get; init; } = "";

    /// <summary>Early read, suspensions and rivals, each as <c>file:line</c>.</summary>
    public IReadOnlyList<string> Trail { get; init; } = [];

    /// <summary>What stays the same while other code of the file changes; see <see cref="FindingKey"/>.</summary>
    public string Key { get; init; } = "";

    /// <summary>Both name the same rule about the same state in the same member, on whichever line.</summary>
    [JsonIgnore]
    public string Site => FindingKey.Site(Id, File, Member, Location);
}
