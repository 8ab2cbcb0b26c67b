using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Guards;

internal sealed class GuardNotAwaited : GuardRule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0207",
        name: "Guard not awaited",
        since: "0.1.0",
        message: "'{0}' is asked for here, and nobody waits until it is there: what follows runs without it",
        description: "An asynchronous guard is taken when its task has completed, not when the call returns. Without an await the code goes on at once, whoever holds the guard.");

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        foreach (var acquire in flow.Protocol.Acquires)
        {
            if ((acquire.Event.Traits & AcquireTraits.Dropped) != 0)
                yield return Find(acquire.Path, acquire.Event.Site, acquire.Event.Site, Array.Empty<Site>(), DiagnosticSeverity.Warning, FixKinds.AddAwait, NameOf(acquire.Path));
        }
    }
}
