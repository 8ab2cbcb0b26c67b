using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>What each event does to a <see cref="MethodState"/>.</summary>
internal sealed class Transfer
{
    private readonly FlowTables _tables;

    /// <summary>For one graph.</summary>
    public Transfer(FlowTables tables) => _tables = tables;

    /// <summary>What was looked up for the graph.</summary>
    public FlowTables Tables => _tables;

    /// <summary>Changes the state as the event does.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public void Apply(MethodState state, AccessEvent e, Frame frame)
    {
        var slots = frame.SlotBase;
        if (_tables.Sends.Count > 0)
            SentObjects.Apply(state, e, frame, _tables);
        switch (e)
        {
            case Read read when !_tables.IsTracked(read.Slot + slots):
                state.Origins.Set(read.Slot + slots, FactSet.Empty);
                break;
            case Read read:
                state.Origins.Set(read.Slot + slots, FactSet.Of(Tokens.Make(TokenKind.Fresh, read.Slot + slots), state.Held));
                if (read.Kind == ReadKind.Content && !state.Decisions.IsEmpty)
                    ForgetConsumed(state, frame.Resolve(read.Path));
                if (read.Kind is ReadKind.Content or ReadKind.View)
                    state.Decisions = state.Decisions.Union(FactSet.Of(Tokens.Make(TokenKind.Consumed, read.Slot + slots), state.Held));
                break;
            case Let let:
                state.Origins.Set(let.Slot + slots, let.Constant == ConstantKind.True && GuardTransfer.ToTell(state, let, _tables) is not 0 and var told ? GuardTransfer.Flag(told) : Values(state, let.From, slots));
                if (_tables.Uses.Count > 0)
                    RunningUses.Renew(state, let.Slot + slots, _tables);
                break;
            case New created:
                state.Origins.Set(created.Slot + slots, FactSet.Empty);
                break;
            case Use use:
                RunningUses.Apply(state, use, _tables, slots);
                break;
            case Enter enter when _tables.Uses.Count > 0:
                RunningUses.End(state, enter.Body.Captures.Select(c => c.Outer).ToImmutableArray(), slots);
                break;
            case Call call:
                if (call.Result >= 0)
                    state.Origins.Set(call.Result + slots, CallResult(state, call, slots));
                if (_tables.Uses.Count > 0)
                    RunningUses.End(state, call.Arguments.SelectMany(a => a.Value).ToImmutableArray(), slots);
                break;
            case Suspend suspend:
                Await(state, suspend, slots);
                break;
            case Acquire acquire:
                GuardTransfer.Ask(state, acquire, frame, _tables);
                break;
            case Release release:
                state.Release(_tables.GuardBit(release, frame));
                break;
            case Disposed disposed:
                foreach (var slot in disposed.Of)
                    GuardTransfer.GiveBack(state, state.Origins[slot + slots]);
                break;
            case Write write:
                Replace(state, write, frame);
                if (_tables.Uses.Count > 0 && write.Kind == WriteKind.Assign)
                    RunningUses.Renew(state, frame.Resolve(write.Path), _tables);
                break;
        }
    }

    /// <summary>What the values in the slots stem from, taken together.</summary>
    public static FactSet Values(MethodState state, ImmutableArray<int> from, int slots)
    {
        var result = FactSet.Empty;
        foreach (var slot in from)
            result = result.Union(state.Origins[slot + slots]);
        return result;
    }

    /// <summary>
    /// The branch at the end of a node. What it tests with a fresh value is thereby tested again: older decisions over that location
    /// (or over what lies in it) no longer say anything. A stale value tested again is no new test; it is one more old decision.
    /// Where one condition compares a fresh value with an old copy, the fresh one counts.
    /// </summary>
    public void Decide(MethodState state, BranchCondition condition, int node, Frame frame)
    {
        AskAgain(state, condition);
        var tested = Values(state, condition.From, frame.SlotBase);
        RunningUses.End(state, tested);
        if (tested.IsEmpty || condition.Test == TestKind.Same || GuardAnswers.AreAsked(state, condition, frame))
            return;
        var added = new List<Fact>();
        for (var i = 0; i < tested.Count; i++)
        {
            var fact = tested[i];
            if (!Tokens.IsRead(fact.Key) || Tokens.IsStale(fact.Key))
                continue;
            added.Add(new Fact(Tokens.Decide(fact.Key, node), fact.Protection));
            Drop(state, PathOf(fact.Key), onlyInside: false, withTheirConditions: true, by: fact.Key);
        }

        var fresh = added.Count;
        for (var i = 0; i < tested.Count; i++)
        {
            var fact = tested[i];
            if (!Tokens.IsRead(fact.Key) || !Tokens.IsStale(fact.Key))
                continue;
            var path = PathOf(fact.Key);
            var again = false;
            for (var j = 0; j < fresh && !again; j++)
                again = PathOf(added[j].Key).Equals(path);
            if (!again)
                added.Add(new Fact(Tokens.Decide(fact.Key, node), fact.Protection));
        }

        state.Decisions = state.Decisions.Union(FactSet.From(added));
    }

    /// <summary>The location of the read in a token or decision.</summary>
    public AccessPath PathOf(long token) => Tokens.Kind(token) is TokenKind.Running or TokenKind.Task ? _tables.Uses[Tokens.Id(token)].Path : _tables.Reads[Tokens.Id(token)]!.Path;

    private static FactSet CallResult(MethodState state, Call call, int slots)
    {
        var result = FactSet.Empty;
        foreach (var argument in call.Arguments)
            result = result.Union(Values(state, argument.Value, slots));
        return result;
    }

    private void Await(MethodState state, Suspend suspend, int slots)
    {
        // The suspension comes first: what the awaited task was computed from is old when the result arrives.
        state.Suspend(_tables.ThreadBound);
        if (suspend.Of < 0)
        {
            if (suspend.Result >= 0)
                state.Origins.Set(suspend.Result + slots, FactSet.Empty);
            return;
        }

        var awaited = state.Origins[suspend.Of + slots];
        HandOver(state, awaited);
        var result = new List<Fact>(awaited.Count);
        for (var i = 0; i < awaited.Count; i++)
        {
            var (token, protection) = (awaited[i].Key, awaited[i].Protection);
            switch (Tokens.Kind(token))
            {
                case TokenKind.PendingAcquire:
                    GuardTransfer.Answered(state, 1UL << Tokens.Id(token), _tables);
                    result.Add(new Fact(Tokens.Make(TokenKind.Releaser, Tokens.Id(token)), 0));
                    break;
                case TokenKind.Task:
                    RunningUses.End(state, FactSet.Of(token, 0));
                    break;
                case TokenKind.PendingTry:
                    result.Add(new Fact(Tokens.Make(TokenKind.TryResult, Tokens.Id(token)), 0));
                    break;
                default:
                    result.Add(new Fact(Tokens.PassOn(token), protection));
                    break;
            }
        }

        if (suspend.Result >= 0)
            state.Origins.Set(suspend.Result + slots, FactSet.From(result));
    }

    /// <summary>The operation that is waited for was given the values of these reads: who empties the location afterwards means what was given.</summary>
    private void HandOver(MethodState state, FactSet awaited)
    {
        List<Fact>? given = null;
        for (var i = 0; i < awaited.Count; i++)
        {
            var token = awaited[i].Key;
            if (Tokens.IsRead(token) && _tables.Reads[Tokens.Id(token)] is { Event.Kind: ReadKind.Value, Path: { IsContent: false, Truncated: false, Steps.IsEmpty: false } })
                (given ??= new List<Fact>()).Add(new Fact(Tokens.Make(TokenKind.ConsumedStale, Tokens.Id(token)), awaited[i].Protection));
        }

        if (given is not null)
            state.Decisions = state.Decisions.Union(FactSet.From(given));
    }

    /// <summary>
    /// Our own write replaces what was tested, so decisions over it end here: <c>if (_busy) return; _busy = true; await …; _busy = false</c>.
    /// Where a fresh test led to the write of a flag, the flag is claimed: whoever comes later finds it set, so until the next write
    /// of it the flag is a guard, and it protects what was read since the last suspension as a guard does that is taken without waiting.
    /// </summary>
    private void Replace(MethodState state, Write write, Frame frame)
    {
        var path = frame.Resolve(write.Path);
        if (_tables.Uses.Count > 0 && (path.Root.Kind != RootKind.Local || path.Steps.IsEmpty))
            RunningUses.End(state, write.From, frame.SlotBase);
        var claims = write.Kind == WriteKind.Assign && write.Constant is ConstantKind.True or ConstantKind.Other && FreshlyTested(state, path);
        var bit = _tables.GuardBit(path) & _tables.Claims;
        var givenBack = state.GivenBack;
        if (bit != 0)
            state.Release(bit);
        if (write.Kind != WriteKind.ByReference)
            Drop(state, path, onlyInside: true);
        if (_tables.TryGetAnswer(write, frame.SlotBase, out var answer))
            state.Origins.Set(answer, FactSet.Empty);
        if (!claims)
            return;
        state.GivenBack = givenBack;
        state.Take(bit, survivesSuspension: true);
    }

    private bool FreshlyTested(MethodState state, AccessPath path)
    {
        for (var i = 0; i < state.Decisions.Count; i++)
        {
            var token = state.Decisions[i].Key;
            if (Tokens.IsRead(token) && !Tokens.IsStale(token) && PathOf(token).Equals(path))
                return true;
        }

        return false;
    }

    /// <summary>What is tested is not what was taken of a collection, nor the collection as such: it asks what is in there now.</summary>
    private bool AsksAnew(long test, long consumed) =>
        _tables.Reads[Tokens.Id(consumed)]!.Event.Kind is not (ReadKind.Content or ReadKind.View)
        || (Tokens.Id(test) != Tokens.Id(consumed) && _tables.Reads[Tokens.Id(test)]!.Event.Kind != ReadKind.Receiver);

    /// <summary>All elements are taken again: what came in since the last time is among them.</summary>
    private void ForgetConsumed(MethodState state, AccessPath content) =>
        state.Decisions = state.Decisions.Without(f => Tokens.Kind(f.Key) == TokenKind.ConsumedStale && PathOf(f.Key).Equals(content));

    /// <summary>
    /// Forgets the decisions over a location. Where a condition is asked again, it is asked again as a whole: of
    /// <c>if (_token != null &amp;&amp; _until &gt; now)</c>, repeated after the wait, the second part may not run because the first has
    /// answered already, and then the old answer of the second decides nothing any more. A loop that goes through a copy of all elements
    /// asks nothing of the collection: what it goes through is what was there.
    /// </summary>
    private void Drop(MethodState state, AccessPath path, bool onlyInside, bool withTheirConditions = false, long? by = null)
    {
        if (path.Truncated || state.Decisions.IsEmpty)
            return;
        HashSet<object>? conditions = null;
        var kept = state.Decisions.Without(f =>
        {
            var over = PathOf(f.Key);
            if ((!over.StartsWith(path) && (onlyInside || !path.StartsWith(over))) || (Tokens.Kind(f.Key) is TokenKind.Consumed or TokenKind.ConsumedStale && by is { } test && !AsksAnew(test, f.Key)))
                return false;
            if (withTheirConditions && ConditionOf(f.Key) is { } condition)
                (conditions ??= new HashSet<object>()).Add(condition);
            return true;
        });
        state.Decisions = conditions is null ? kept : kept.Without(f => ConditionOf(f.Key) is { } condition && conditions.Contains(condition));
    }

    /// <summary>
    /// The same condition, written once more after the wait, replaces the first also on the way on which its first part has answered:
    /// <c>if (!force &amp;&amp; _next &gt; now) return; await …; if (!force &amp;&amp; _next &gt; now) return;</c>.
    /// </summary>
    private void AskAgain(MethodState state, BranchCondition condition)
    {
        if (!state.Decisions.IsEmpty)
            state.Decisions = state.Decisions.Without(f => Tokens.IsRead(f.Key) && Tokens.IsStale(f.Key) && _tables.Graph.Nodes[Tokens.Node(f.Key)].Condition is { } earlier && condition.Site.RepeatsConditionOf(earlier.Site));
    }

    private object? ConditionOf(long decision) =>
        Tokens.IsRead(decision) ? _tables.Graph.Nodes[Tokens.Node(decision)].Condition?.Site.WholeCondition : null;
}
