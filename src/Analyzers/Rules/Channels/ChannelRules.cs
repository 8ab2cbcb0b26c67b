using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge.Channels;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Channels;

/// <summary>The rules about the lives of channels; a file that makes none costs nothing.</summary>
internal static class ChannelRules
{
    /// <summary>What is wrong with the channels that the file makes.</summary>
    public static IEnumerable<ChannelFinding> In(SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var life in ChannelMaking.In(model, cancellationToken))
        {
            foreach (var finding in ChannelNeverCompleted.Judge(life, cancellationToken).Concat(EndMarkerForSeveralReaders.Judge(life, cancellationToken)).Concat(ChannelPromiseBroken.Judge(life, cancellationToken)).Concat(RejectedMessageLost.Judge(life, cancellationToken)))
                yield return finding;
        }

        foreach (var finding in RejectedMessageLost.InPosts(model, cancellationToken))
            yield return finding;
    }
}

/// <summary>A mistake in the life of a channel.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Place">Where it shows.</param>
/// <param name="Severity">At which level it is reported.</param>
/// <param name="Around">What the fix changes, and then what else takes part.</param>
/// <param name="Fixes">What may mend it.</param>
/// <param name="Arguments">What the rule's message format takes.</param>
internal sealed record ChannelFinding(RuleInfo Rule, SyntaxNode Place, DiagnosticSeverity Severity, ImmutableArray<SyntaxNode> Around, FixKinds Fixes, ImmutableArray<string> Arguments)
{
    /// <summary>A finding with its message.</summary>
    public static ChannelFinding Of(RuleInfo rule, SyntaxNode place, bool isCertain, IEnumerable<SyntaxNode?> around, FixKinds fixes, params string[] arguments) =>
        new(rule, place, isCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, around.OfType<SyntaxNode>().ToImmutableArray(), fixes, arguments.ToImmutableArray());

    /// <summary>The code on one line, for messages.</summary>
    public static string Text(SyntaxNode node) => new Site(node).Text;
}
