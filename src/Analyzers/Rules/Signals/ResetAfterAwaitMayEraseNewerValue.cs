using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Rules.Signals;

internal sealed class ResetAfterAwaitMayEraseNewerValue : Rule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0505",
        name: "Reset after await may erase a newer value",
        since: "0.1.0",
        message: "'{0}' is {1} after '{2}' without a look at whether it still holds what was stored before; {3} can have stored another one meanwhile ({4})",
        description: "A method stores an object in a field, waits, and then clears or ends whatever the field holds. What another execution has stored there during the wait is lost.");

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        if ((flow.Root.Traits & (BodyTraits.Constructor | BodyTraits.StaticConstructor | BodyTraits.Disposal)) != 0)
            yield break;
        foreach (var reset in OwnResets.In(flow))
        {
            if (FindIn(flow, judgement, reset) is { } finding)
                yield return finding;
        }
    }

    private Finding? FindIn(MethodFlow flow, Judgement judgement, OwnReset reset)
    {
        var (store, end, way) = (reset.Store, reset.End, reset.Way);
        var rivals = judgement.Rivals(flow, store.Path).Where(r => r.Fact is WriteFact write && Replaces(write)).ToImmutableArray();
        var alone = IsClaimed(flow, store) || IsOneLoop(flow, judgement, store) || judgement.Overlap.SingleFlow(flow.Root) is not null;
        if ((alone && rivals.IsEmpty) || (store.Path.Root.Kind == RootKind.Static && IsProgram(judgement)))
            return null;
        var supersedes = Supersedes(flow, store, way.Last.Site);

        // Whoever comes second has canceled the first, so that its wait ends by an exception: only what is done then can hit the second.
        if (supersedes == Revocation.Cancels && (!way.AfterException || Handles.LeavesWhenCanceled(way.Last.Site, end.Event.Site)))
            return null;

        // An object that outlives the call is ended by the next one as a matter of course. What every call clears in the end is there only while a call waits.
        var shownBy = supersedes == Revocation.None || flow.Stays(store, flow.Writes.Where(w => OwnResets.IsClear(w) && w.Path.Equals(store.Path)).ToList()) ? null : new Evidence(EvidenceStrength.Likely, Overlap.AtSuspensions, "it ends the one before, which is there only while another call waits");

        // What is filled where it is missing is filled again by the next one who needs it, and a window that is cleared too early shows nothing for a while.
        var isRefilled = OwnResets.IsClear(end) && (judgement.SideBySide.ComesBack || store.Decisions.Any(d => d.Decides && d.Condition.Test == TestKind.IsNull && d.Read.Path.Equals(store.Path)));
        var how = OwnResets.IsClear(end) ? "cleared" : $"ended by '{Handles.CalledOn(end.Event.Site)}'";
        return judgement.FindBetween(Info, flow, store, end, how, EvidenceStrength.Likely, atMostPossible: isRefilled, FixKinds.OwnOnly | (judgement.SideBySide.ComesBack ? FixKinds.None : FixKinds.Interlocked), alone ? rivals : null, shownBy, onGeneral: shownBy is not null);
    }

    /// <summary>True where a write can put another object in the place of the one that is there.</summary>
    private static bool Replaces(WriteFact write) =>
        write.Write is { Kind: WriteKind.Assign or WriteKind.Exchange, Constant: ConstantKind.None } && !Handles.IsCleared(write.Write) && !write.Decisions.Any(d => IsOpen(d, write));

    /// <summary>Nothing is stored where something is there already: whoever comes second does not come that far.</summary>
    private static bool IsClaimed(MethodFlow flow, WriteFact store) => store.Write.Kind == WriteKind.TestAndSet || flow.IsOwnClaim(store) || store.Decisions.Any(d => IsOpen(d, store) || (!d.Read.IsStale && flow.IsRepeated(d.Read) && flow.DecidesToWait(d, store)));

    /// <summary>A loop that is started in one place and left to itself stores a new object in each turn, after it has cleared the last.</summary>
    private static bool IsOneLoop(MethodFlow flow, Judgement judgement, WriteFact store) =>
        (flow.Root.Traits & (BodyTraits.Private | BodyTraits.Nested)) == BodyTraits.Private && flow.IsRepeated(store)
        && judgement.Type.Starts.Of(flow.Root.Key) is [{ IsDelegate: false, Awaited: false, InLoop: false }];

    /// <summary>The type with the entry point is the program: what it starts, it starts once.</summary>
    private static bool IsProgram(Judgement judgement) => judgement.Type.Bodies.Members.Any(b => (b.Traits & BodyTraits.EntryPoint) != 0);

    private static bool IsOpen(DecisionFact decision, WriteFact write) => !decision.Read.IsStale && decision.Decides && decision.Read.Path.Equals(write.Path);

    /// <summary>Before it waits, the flow ends the object that it finds, or that its own has replaced.</summary>
    private static Revocation Supersedes(MethodFlow flow, WriteFact store, Site wait)
    {
        var result = Revocation.None;
        foreach (var read in flow.Reads.Where(r => r.Path.Equals(store.Path) && flow.LeadsTo(r, store) && !flow.LeadsTo(store, r)).Cast<AccessFact>().Append(store))
        {
            foreach (var (call, at) in Handles.Endings(read.Event.Site))
            {
                if (at >= wait.Start)
                    continue;
                if (Revocations.Cancels(call))
                    return Revocation.Cancels;
                result = Revocation.Ends;
            }
        }

        return result;
    }

    private enum Revocation
    {
        None,
        Ends,
        Cancels,
    }
}
