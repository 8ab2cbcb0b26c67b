using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Completions;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Signals;

/// <summary>The rules about signals that ask no flow; a file without the words of one costs nothing.</summary>
internal static class SignalRules
{
    /// <summary>What is wrong with the signals that the file completes.</summary>
    public static IEnumerable<PlaceFinding> In(SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        foreach (var finding in ContinuationsRunInside.Judge(model, knowledge, cancellationToken))
            yield return finding;
        foreach (var finding in StatePolledInLoop.Judge(model, knowledge, cancellationToken))
            yield return finding;
        foreach (var finding in SignalReplacedWhileInUse.Judge(model, knowledge, cancellationToken))
            yield return finding;
        foreach (var signal in SignalGathering.In(model, cancellationToken))
        {
            foreach (var finding in SignalSetByRivals.Judge(signal, model, knowledge, cancellationToken))
                yield return finding;
        }
    }
}
