using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Guards;

/// <summary>Judges how semaphores are made; no flow is asked.</summary>
internal static class SemaphoreHasNoMaximum
{
    /// <summary>The declaration.</summary>
    public static RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0208",
        name: "Semaphore has no maximum",
        since: "0.1.0",
        message: "'{0}' guards with one permit and has no maximum, and {1}: one 'Release' too many lets two in, and nobody notices",
        description: "A semaphore that serves as a guard, and that something may give back once too often, should be made with its maximum as well. Then a release without an acquisition throws where it happens, instead of admitting two from then on.",
        severity: DiagnosticSeverity.Info);
}
