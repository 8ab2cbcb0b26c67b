using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Rules.State;

internal sealed class StaleCheckBeforeAwait : Rule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0102",
        name: "Stale check before await",
        since: "0.1.0",
        message: "'{0}' is {1} before '{2}'; {3} can change it meanwhile ({4})",
        description: "A condition that was tested before a suspension decides what is done after it. Another execution can have passed the same test, or made it false, during the suspension.");

    /// <summary>True where the element is looked up because the decision found it there, and asked for it by what looks it up.</summary>
    public static bool IsLookupOfWhatWasThere(MethodFlow flow, DecisionFact decision, AccessFact access) =>
        access.Event is Read { LooksUp: true } && Lookups.IsAskedFor(decision.Condition.Site, access.Event.Site, out var outcome) && flow.NeedsOutcome(decision, outcome, access);

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        foreach (var write in flow.Writes)
        {
            foreach (var decision in write.Decisions)
            {
                if (FindIn(flow, judgement, write, decision) is { } finding)
                {
                    yield return finding;
                    break;
                }
            }

            if (FindOverwritten(flow, judgement, write) is { } overwritten)
                yield return overwritten;
        }

        foreach (var read in flow.Reads)
        {
            foreach (var decision in read.Decisions)
            {
                if ((FindUse(flow, judgement, read, decision) ?? FindLookup(flow, judgement, read, decision)) is { } finding)
                {
                    yield return finding;
                    break;
                }
            }
        }
    }

    private Finding? FindIn(MethodFlow flow, Judgement judgement, WriteFact write, DecisionFact decision)
    {
        if (!decision.Read.IsStale || write.Path.Truncated || write.Path.Root.Kind == RootKind.Parameter || write.Write.Kind is WriteKind.TestAndSet or WriteKind.ByReference)
            return null;
        if (judgement.IsProtected(flow, decision.Read, write.Path) || judgement.IsRefuted(flow, write, decision.Read))
            return null;
        if (write.From.Any(r => r.Path.Equals(write.Path) && Harmless.IsRequest(write, r)))
            return null;
        var decides = decision.Decides || flow.DecidesValue(decision, write);
        if (!decides && !WaitsForRoom(flow, write, decision) && !flow.WaitsUntilFree(decision, write))
            return null;
        var rivals = judgement.Rivals(flow, write.Path);
        if (Harmless.IsAnswered(flow, write, decision.Read) || Harmless.IsAskedAgain(write, decision) || Harmless.IsAfterFailure(flow, judgement, write, decision))
            return null;
        if (Harmless.IsSwappedElsewhere(flow, write, decision.Read) || Harmless.IsCleanUp(flow, write, decision) || Harmless.IsMonotonic(flow, judgement, write, decision) || Harmless.IsOwnersName(flow, write, decision) || Harmless.IsSubtraction(write, decision) || Harmless.IsFailureMark(flow, write, decision) || Harmless.IsLimitOfAnswer(flow, write, decision) || flow.IsComparedAgain(write))
            return null;
        if (Settled.IsLoweredByWhoRaised(flow, write) || Settled.IsUnderEndedClaim(flow, write, decision) || Settled.IsClearedByTheLast(write, decision) || Settled.IsOwnCountTakenBack(write, decision) || Answered.IsSeenAsItIsSet(flow, write) || Answered.IsOneRunForAll(flow, judgement, write, decision) || Answered.EndsOtherCalls(write, decision))
            return null;
        if (Harmless.IsTakenOutAtOnce(write) || Harmless.IsSpare(judgement, write, decision.Read) || (!decision.Decides && Harmless.IsPutBack(flow, write, decision)))
            return null;
        var fill = Harmless.IsEqualFill(write, decision);
        if (fill && rivals.IsEmpty && !Harmless.MovesOn(flow, write))
            return null;
        var fixes = FixKinds.Guard | (write.Write.Constant == ConstantKind.None && write.Write.Kind is WriteKind.Assign or WriteKind.Update or WriteKind.Store or WriteKind.Insert or WriteKind.TakeOut ? FixKinds.CheckAgain : FixKinds.None)
            | (write.Write is { Kind: WriteKind.Assign, Constant: ConstantKind.True or ConstantKind.False } ? FixKinds.ClaimFirst : FixKinds.None);
        var disposal = (flow.Root.Traits & BodyTraits.Disposal) != 0;

        // A flag tested in passing, then the guard is waited for, then the flag is set: who comes second sets it again. That others test it under a guard says no more.
        var flagInPassing = write.Write.Constant != ConstantKind.None && judgement.Overlap.GuardOf(write.Path, decision.Read) is null && (write.Held != 0 || (write.Write.Constant is ConstantKind.True or ConstantKind.False && judgement.Overlap.For(flow, write, decision.Read).IsIndirect));
        return judgement.Find(Info, flow, write, decision.Read, decides ? "written because of a check made" : "changed although it was checked only", Harmless.IsOnceByEvent(flow, judgement, write, decision) ? EvidenceStrength.Likely : EvidenceStrength.Proven, atMostPossible: fill || disposal || judgement.Overlap.KeepsOnlyRunsApart(flow, write, decision.Read) || (!judgement.Overlap.StartsTogether(flow.Root) && GuardHabits.IsBeginning(flow.Root.Name)) || decision.Read.PassedOn || flagInPassing || Harmless.IsTimeOfNow(write) || Harmless.IsEnding(flow, write) || (write.Write.Constant == ConstantKind.False && flow.NeedsFailure(decision, write)) || Harmless.IsAddedTwice(judgement, write, decision.Read) || Harmless.IsSwitchedOff(flow, write, decision.Read) || Answered.IsFarFromTheLast(flow, judgement, write, decision) || Harmless.IsRepeatable(write) || Harmless.IsFreshMerge(judgement, write, decision.Read) || flow.KeepsAnswer(decision, write) || (Harmless.IsLazyFill(write, decision, !rivals.IsEmpty) && !judgement.Overlap.StartsTogether(flow.Root)), fixes);
    }

    /// <summary>
    /// <c>if (_active >= max) await turn.Task; _active++;</c>: what the wait was for may be gone again after it. Not so where the wait has nothing to
    /// do with the number, or where only a failure of what is waited for leads to the change.
    /// </summary>
    private static bool WaitsForRoom(MethodFlow flow, WriteFact write, DecisionFact decision)
    {
        if (!(write.Write.Kind == WriteKind.Update || (write.Write.Kind == WriteKind.Assign && write.From.Any(r => r.Path.Equals(write.Path)))) || !decision.Read.Path.Equals(write.Path) || flow.NeedsFailure(decision, write))
            return false;
        var outcome = Room.IsMissing(decision.Condition.Site, decision.Read.Event.Site, write.Write.Site, write.Path.DisplayName);
        return (outcome is not null || !Room.IsCompared(decision.Condition.Site)) && flow.DecidesToWait(decision, write, outcome);
    }

    /// <summary>
    /// <c>if (_state != Off) return; _state = Connecting; await …; _state = On;</c>: the claim keeps rivals out that ask first, and not
    /// one that sets another state without asking.
    /// </summary>
    private Finding? FindOverwritten(MethodFlow flow, Judgement judgement, WriteFact write)
    {
        if (write.Write is not { Kind: WriteKind.Assign, Constant: ConstantKind.Other } || write.Held != 0 || !flow.IsOwnClaim(write) || !write.Decisions.IsEmpty)
            return null;
        if (!judgement.Rivals(flow, write.Path).Any(r => r.Guards.IsEmpty && r.Fact is WriteFact { Write: { Kind: WriteKind.Assign, Constant: ConstantKind.Other }, Decisions.IsEmpty: true }))
            return null;
        var asked = flow.Reads.LastOrDefault(r => r.Path.Equals(write.Path) && r.Claims == 0);
        return asked?.Event is Read read
            ? judgement.Find(Info, flow, write, new ReadFact(read, asked.Path, asked.Node, asked.Frame, IsStale: true, PassedOn: false, Protection: 0), "written over what is set without asking, because of a check made", EvidenceStrength.Proven, atMostPossible: true, FixKinds.None)
            : null;
    }

    private Finding? FindUse(MethodFlow flow, Judgement judgement, AccessFact read, DecisionFact decision)
    {
        if (!decision.Read.IsStale || read.Event is not Read { Kind: ReadKind.Receiver } || !decision.Decides || decision.Condition.Test != TestKind.IsNull || !decision.Read.Path.Equals(read.Path))
            return null;
        if (read.Path.Root.Kind is not (RootKind.This or RootKind.Static) || judgement.IsProtected(flow, decision.Read, read.Path))
            return null;
        if (!judgement.Rivals(flow, read.Path).Any(r => r.Fact.Event is Write { Constant: ConstantKind.Null } && (r.Flow.Root.Traits & BodyTraits.Disposal) == 0))
            return null;
        return judgement.Find(Info, flow, read, decision.Read, "used because of a null check made", EvidenceStrength.Proven, atMostPossible: true, FixKinds.CheckAgain);
    }

    /// <summary><c>if (i >= _rows.Count) return; await …; Show(_rows[i]);</c> while another member takes elements out.</summary>
    private Finding? FindLookup(MethodFlow flow, Judgement judgement, AccessFact read, DecisionFact decision)
    {
        if (!decision.Read.IsStale || !decision.Read.Path.Equals(read.Path) || !IsLookupOfWhatWasThere(flow, decision, read) || !decision.Decides)
            return null;
        if (read.Path.Root.Kind is not (RootKind.This or RootKind.Static) || judgement.IsProtected(flow, decision.Read, read.Path))
            return null;
        var takers = judgement.Rivals(flow, read.Path).RemoveAll(static r => r.Fact.Event is not Write { Kind: WriteKind.Remove or WriteKind.TakeOut or WriteKind.Clear } || (r.Flow.Root.Traits & BodyTraits.Disposal) != 0);
        if (takers.IsEmpty)
            return null;
        return judgement.Find(Info, flow, read, decision.Read, "looked up because of a check made", EvidenceStrength.Proven, atMostPossible: true, FixKinds.None, by: takers);
    }
}
