using System.Globalization;
using AsyncStateAnalyzers.Corpus.Findings;

namespace AsyncStateAnalyzers.Corpus.Verdicts;

/// <summary>What the findings say on places that were labelled beforehand.</summary>
/// <param name="Found">Places with a race whose warning is wanted for certain, and that are reported.</param>
/// <param name="Missed">Such places that are not.</param>
/// <param name="Welcome">Reported places that somebody may want.</param>
/// <param name="Unwanted">Reported places that nobody wants.</param>
/// <param name="Unlabelled">Reports that speak of no labelled place.</param>
internal sealed record Recall(IReadOnlyList<Verdict> Found, IReadOnlyList<Verdict> Missed, IReadOnlyList<Verdict> Welcome, IReadOnlyList<Verdict> Unwanted, int Unlabelled)
{
    /// <summary>Counts places, not reports: two reports on one place are one.</summary>
    public static Recall Of(IReadOnlyList<Finding> reports, IReadOnlyList<Verdict> labels)
    {
        var byFile = reports.Where(row => row.State == RowState.Report).ToLookup(row => (row.Repo, row.File));
        var spoken = new HashSet<Finding>(ReferenceEqualityComparer.Instance);
        var reported = new HashSet<Verdict>(ReferenceEqualityComparer.Instance);
        foreach (var label in labels)
        {
            foreach (var row in byFile[(label.Repo, label.Place!.File)].Where(label.Place.Matches))
            {
                spoken.Add(row);
                reported.Add(label);
            }
        }

        var wanted = labels.Where(label => label is { Judgement: Judgement.Wanted, Want: "yes" }).ToLookup(reported.Contains);
        var judged = labels.Where(reported.Contains).ToLookup(label => label.IsWelcome);
        return new Recall([.. wanted[true]], [.. wanted[false]], [.. judged[true]], [.. judged[false]], reports.Count(row => row.State == RowState.Report) - spoken.Count);
    }

    /// <summary>The misses, the unwanted, and the figures.</summary>
    public override string ToString()
    {
        var judged = Welcome.Count + Unwanted.Count;
        var share = judged == 0 ? 0 : 100.0 * Welcome.Count / judged;
        return string.Join('\n',
        [
            .. Missed.Select(label => "missed   " + Describe(label)),
            .. Unwanted.Select(label => "unwanted " + Describe(label)),
            string.Create(CultureInfo.InvariantCulture, $"sites: found {Found.Count}/{Found.Count + Missed.Count} wanted, precision on labelled {share:F1} % ({Welcome.Count}/{judged}), reports without a label {Unlabelled}"),
        ]);
    }

    private static string Describe(Verdict label) => $"{label.Place!.Id} {label.Repo}/{label.Place.File}:{label.Place.Read} {label.Place.Location} ({label.Kind})";
}
