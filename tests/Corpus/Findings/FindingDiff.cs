namespace AsyncStateAnalyzers.Corpus.Findings;

/// <summary>What a change of the analyzer did to the findings.</summary>
internal enum Change
{
    /// <summary>Only the head has it.</summary>
    Added,

    /// <summary>Only the base has it.</summary>
    Removed,

    /// <summary>Both have it, with another severity or message.</summary>
    Changed,
}

/// <summary>A finding that is not the same in both runs.</summary>
/// <param name="Change">What happened to it.</param>
/// <param name="Row">As it is in the head; for a removed one, as it was in the base.</param>
/// <param name="Before">As it was, for a changed one.</param>
internal sealed record Difference(Change Change, Finding Row, Finding? Before = null)
{
    /// <summary>The differences between two runs over the same sources, matched by key.</summary>
    public static IReadOnlyList<Difference> Between(IEnumerable<Finding> before, IEnumerable<Finding> after)
    {
        var old = before.ToDictionary(row => (row.Repo, row.State, row.Key));
        var result = new List<Difference>();
        foreach (var row in after)
        {
            if (!old.Remove((row.Repo, row.State, row.Key), out var known))
                result.Add(new Difference(Change.Added, row));
            else if ((known.Severity, known.Message) != (row.Severity, row.Message))
                result.Add(new Difference(Change.Changed, row, known));
        }

        return [.. result, .. old.Values.Select(row => new Difference(Change.Removed, row))];
    }
}
