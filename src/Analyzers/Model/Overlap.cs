namespace AsyncStateAnalyzers.Model;

/// <summary>Whether two executions can meet at a location.</summary>
internal enum Overlap
{
    /// <summary>One execution at a time, end to end.</summary>
    Never,

    /// <summary>Other executions run only while this one is suspended.</summary>
    AtSuspensions,

    /// <summary>Other threads run at any point.</summary>
    Anytime,
}

/// <summary>How strongly the source shows that two executions can meet.</summary>
internal enum EvidenceStrength
{
    /// <summary>Something shows that they cannot.</summary>
    Refuted,

    /// <summary>Nothing speaks for or against it.</summary>
    Possible,

    /// <summary>The code is of a kind that usually overlaps.</summary>
    Likely,

    /// <summary>The source shows it.</summary>
    Proven,
}

/// <summary>One reason to believe or to doubt that executions meet.</summary>
/// <param name="Strength">How strong it is.</param>
/// <param name="Overlap">When they can meet.</param>
/// <param name="Because">The clause that a message prints: "registered as a singleton in 'Program'".</param>
internal sealed record Evidence(EvidenceStrength Strength, Overlap Overlap, string Because)
{
    /// <summary>True where it is said of a whole kind of code (static state, <c>async void</c>, handlers of events), little of which ever meets itself.</summary>
    public bool IsGeneral { get; init; }

    /// <summary>True where it speaks of the location or of the object (a guard that others hold, a component with several handlers), and no two runs are seen.</summary>
    public bool IsIndirect { get; init; }
}
