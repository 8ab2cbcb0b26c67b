using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Channels;
using AsyncStateAnalyzers.Knowledge.Completions;
using AsyncStateAnalyzers.Rules.Signals;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Channels;

/// <summary>The rules about the lives of channels; a file that makes none costs nothing.</summary>
internal static class ChannelRules
{
    /// <summary>What is wrong with the channels that the file makes.</summary>
    public static IEnumerable<PlaceFinding> In(SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        var seen = new HashSet<(string, SyntaxNode)>();
        foreach (var life in ChannelMaking.In(model, cancellationToken))
        {
            foreach (var finding in ChannelNeverCompleted.Judge(life, cancellationToken).Concat(EndMarkerForSeveralReaders.Judge(life, cancellationToken)).Concat(ChannelPromiseBroken.Judge(life, cancellationToken)).Concat(RejectedMessageLost.Judge(life, cancellationToken)))
            {
                // Two channels that come to the same code are used wrongly there once.
                if (seen.Add((finding.Rule.Id, finding.Place)))
                    yield return finding;
            }

            foreach (var finding in SignalSetByRivals.Judge(Signal.Of(life), model, knowledge, cancellationToken).Concat(ContinuationsRunInside.Judge(life)))
                yield return finding;
        }

        foreach (var finding in RejectedMessageLost.InPosts(model, cancellationToken))
            yield return finding;
    }
}
