using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Model;

/// <summary>What a rule found: one mistake at one place, with everything a message and a fix need.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Path">The location that is shared.</param>
/// <param name="Primary">The place to change: the late write or act.</param>
/// <param name="Trail">How it came to that.</param>
/// <param name="Evidence">Why executions can meet.</param>
/// <param name="Arguments">What the rule's message format takes.</param>
/// <param name="Severity">At which level it is reported.</param>
/// <param name="Hint">What a code fix needs to know.</param>
internal sealed record Finding(
    string RuleId,
    AccessPath Path,
    Site Primary,
    Trail Trail,
    Evidence Evidence,
    ImmutableArray<string> Arguments,
    DiagnosticSeverity Severity,
    FixHint Hint)
{
    /// <summary>The other end of the same mistake: what other rules find there about the location is this one; null for none.</summary>
    public Site? Twin { get; init; }
}

/// <summary>The steps that the editor shows as additional locations, in this order.</summary>
/// <param name="Read">The earlier read or check.</param>
/// <param name="Suspensions">The suspensions between read and write.</param>
/// <param name="Rivals">Other accesses that can come between, and calls that lead here without the guard.</param>
internal sealed record Trail(Site Read, ImmutableArray<Site> Suspensions, ImmutableArray<Site> Rivals);
