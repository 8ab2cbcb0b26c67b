using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge.Messages;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Messages;

/// <summary>What was sent belongs to the receiver; the body that sent it changes it all the same.</summary>
internal sealed class MessageChangedAfterSend : Rule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0301",
        name: "Message changed after it was sent",
        since: "0.1.0",
        message: "'{0}' {1} after '{2}' {3}",
        description: "Sender and receiver hold the same object. What the sender changes after it has sent it, the receiver sees: too early, half done, or in the middle of a loop over it.");

    /// <summary>What the message says where nobody has waited for the operation that got it.</summary>
    public static string Because(RefilledMessage message) => $"has begun with '{message.Name}' in the turn before, and nobody has waited for that";

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        var runsOnce = (flow.Root.Traits & (BodyTraits.Constructor | BodyTraits.StaticConstructor | BodyTraits.EntryPoint | BodyTraits.Disposal | BodyTraits.OwnsThis)) != 0;
        foreach (var changes in flow.ChangesAfterSend.Where(c => !IsHarmless(c) && !(c.InNextCall && runsOnce)).GroupBy(c => c.Send))
        {
            // What stands behind the send says more than what the next turn does in front of it.
            var send = changes.Key;
            var change = changes.FirstOrDefault(c => !c.InNextCall && !ComesBefore(c, send)) ?? changes.FirstOrDefault(c => !c.InNextCall) ?? changes.First();
            var again = change.InNextCall ? " in the call before" : ComesBefore(change, send) ? " in the turn before" : "";
            var certain = send.Event.Certainty == SendCertainty.Later && !change.InNextCall;
            var at = At(change, send);
            yield return new Finding(
                Info.Id,
                send.Path,
                at,
                new Trail(send.Event.Site, ImmutableArray<Site>.Empty, change.Event.Site.Equals(at) ? ImmutableArray<Site>.Empty : ImmutableArray.Create(change.Event.Site)),
                new Evidence(certain ? EvidenceStrength.Proven : EvidenceStrength.Possible, Overlap.Anytime, ""),
                ImmutableArray.Create(NameOf(change), How(change), send.Event.Site.Text.TrimEnd(';'), Because(change, send, again)),
                certain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                new FixHint(FixKinds.SendCopy | FixKinds.CreateInLoop | FixKinds.StartAnew, NameOf(send), send.Path.Root.Kind == RootKind.Static, 0, "", ReferenceEquals(change.Frame, send.Frame)));
        }
    }

    /// <summary>Changes that the receiver is meant to see, one step each: counts of holders, flags that every thread sees, collections for several threads.</summary>
    private static bool IsHarmless(ChangeFact change)
    {
        if (change.Send.Event.Certainty is SendCertainty.Kept or SendCertainty.Captured)
            return true;
        if (change.Event is Write { Kind: WriteKind.Atomic or WriteKind.Exchange or WriteKind.TestAndSet } && (change.Path.Traits & (LocationTraits.Concurrent | LocationTraits.Growing)) == 0)
            return true;
        return change.Path.Steps.Any(s => (s.Traits & (LocationTraits.Concurrent | LocationTraits.Volatile | LocationTraits.ThreadOwn)) != 0);
    }

    /// <summary>True where the change stands in front of the send, so that only the next turn of a loop makes it too late.</summary>
    private static bool ComesBefore(ChangeFact change, SendInfo send) => change.Event is not Change { Kind: ChangeKind.GivenBack } && ReferenceEquals(change.Frame, send.Frame) && change.Event.Site.Start < send.Event.Site.Start;

    /// <summary>The change, or the call that leads to it in the body that also leads to the send.</summary>
    private static Site At(ChangeFact change, SendInfo send)
    {
        for (var common = send.Frame; common is not null; common = common.Caller)
        {
            Site? call = null;
            for (var frame = change.Frame; frame is not null; frame = frame.Caller)
            {
                if (ReferenceEquals(frame, common))
                    return call ?? change.Event.Site;
                call = frame.CallSite;
            }
        }

        return change.Event.Site;
    }

    private static string How(ChangeFact change) => change.Event switch
    {
        Change { Kind: ChangeKind.GivenBack } => "is given back",
        Change => "is filled",
        Write when change.Path.IsContent => "is changed",
        _ => "is set",
    };

    private static string Because(ChangeFact change, SendInfo send, string again)
    {
        var (sent, who) = send.Event.Certainty switch
        {
            SendCertainty.Yielded => ("has given out", "whoever keeps it"),
            SendCertainty.PerhapsAtOnce => ("has passed on", "whoever keeps it"),
            _ => ("has sent", "the receiver"),
        };
        return $"{sent} '{NameOf(send)}'{again}, and {who} {(change.Event is Change { Kind: ChangeKind.GivenBack } ? "may still use it" : "sees the change")}";
    }

    /// <summary>What is changed, as the message calls it: what was sent, and the members that lead from there to the change.</summary>
    private static string NameOf(ChangeFact change) =>
        string.Join(".", change.Path.Steps.Skip(change.Send.Path.Steps.Length).Where(s => !s.IsElement).Select(s => s.Name).Prepend(NameOf(change.Send)));

    private static string NameOf(SendInfo send) => send.What.Site.Node is null ? send.Path.DisplayName : send.What.Site.Text;
}
