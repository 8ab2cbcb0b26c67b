using AsyncStateAnalyzers.Knowledge;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Guards;

/// <summary>Judges how semaphores are made; no flow is asked.</summary>
internal static class SemaphoreDoesNotExclude
{
    /// <summary>The declaration.</summary>
    public static RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0205",
        name: "Semaphore does not exclude",
        since: "0.1.0",
        message: "'{0}' {1}",
        description: "A semaphore guards state only if it is one object for all who use the state, and admits one of them at a time. Made in each call, made anew while it is in use, or with several permits, it lets them all in.",
        severity: DiagnosticSeverity.Info);

    /// <summary>What the message says.</summary>
    public static string How(SemaphoreMistake mistake) => mistake.Kind switch
    {
        SemaphoreMistakeKind.PerCall => "is made anew in each call, so nobody else ever waits for it, and it excludes nobody",
        SemaphoreMistakeKind.Replaced => "is replaced here while others may hold or wait for the one before: the two exclude each other no more",
        SemaphoreMistakeKind.OfOneObject => $"belongs to one object, and '{mistake.State}', which is changed under it, to all of them",
        _ => $"admits several at once, and '{mistake.State}' is changed under it as if it admitted one",
    };
}
