using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Flow;

/// <summary>
/// Transfer is monotone: who knows more before an event knows more after it. Two steps conclude from what may be that something must
/// be, and are monotone only where both states agree on it; the law is tested there, and the tests at the end say what they do:
/// awaiting what may be an acquisition, and setting a flag that may have been tested.
/// </summary>
public sealed class TransferLawTests
{
    private const int FirstGuardSlot = GeneratedStates.Slots;
    private static readonly Site s_site = new("event");
    private static readonly AccessPath[] s_paths = Paths("_a", "_a.x", "_list[*]", "_list", "S.n", "_a.y", "_flag", "_other");
    private static readonly AccessPath[] s_guards = Paths("_g0", "_g1", "_g2", "_g3");
    private static readonly MethodStateLattice s_lattice = new();

    private static readonly Dictionary<Type, Func<Random, AccessEvent>> s_events = new()
    {
        [typeof(Read)] = r => ReadAt(r.Next(GeneratedStates.Slots), r.Next(2) == 0 ? ReadKind.Content : ReadKind.Value),
        [typeof(Write)] = r => new Write(Pick(r, s_paths), Some(r), Some(r), (WriteKind)r.Next((int)WriteKind.ByReference + 1), (ConstantKind)r.Next((int)ConstantKind.Other + 1), s_site),
        [typeof(Let)] = r => new Let(r.Next(GeneratedStates.Slots), Some(r), s_site),
        [typeof(Suspend)] = r => new Suspend(SuspendKind.Await, r.Next(-1, FirstGuardSlot + 4), r.Next(-1, GeneratedStates.Slots), s_site),
        [typeof(Acquire)] = r => new Acquire(r.Next(-1, GeneratedStates.Slots), Pick(r, s_guards), LockKind.Async, (AcquireMode)r.Next((int)AcquireMode.WhenAwaitedTrue + 1), s_site),
        [typeof(Release)] = r => new Release(Pick(r, s_guards), s_site),
        [typeof(Advance)] = r => new Advance(Some(r), s_site),
        [typeof(Use)] = r => new Use(UseKind.End, null, "", "", Some(r), -1, s_site),
        [typeof(Kept)] = r => new Kept(FirstGuardSlot + r.Next(4), s_paths[0], s_site),
        [typeof(KeptUse)] = r => new KeptUse(FirstGuardSlot + r.Next(4), s_paths[0], s_site),
        [typeof(Disposed)] = r => new Disposed([FirstGuardSlot + r.Next(4)], s_site),
        [typeof(Call)] = r => new Call("F", r.Next(GeneratedStates.Slots), [new CallArgument("p", Some(r), null, null)], Awaited: false, s_site),
        [typeof(New)] = r => new New(r.Next(GeneratedStates.Slots), s_site),
        [typeof(Escape)] = r => new Escape(Some(r), s_site),
        [typeof(Sent)] = r => new Sent([new HandedOver(Pick(r, s_paths), -1, false, s_site)], r.Next(-1, GeneratedStates.Slots), SendCertainty.Later, s_site),
        [typeof(Change)] = r => new Change(Pick(r, s_paths), ChangeKind.Filled, Some(r), s_site),
        [typeof(Answered)] = r => new Answered(Pick(r, s_paths), s_site),
        [typeof(Enter)] = _ => new Enter(new NestedBody { Body = BodyText.One("x = ()"), When = RunsWhen.Deferred }, s_site),
    };

    /// <summary>The kinds of events.</summary>
    public static TheoryData<string> Events =>
        [.. typeof(AccessEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(AccessEvent))).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Events))]
    public void WhoKnowsMoreBeforeAnEventKnowsMoreBehindIt(string kind) => Assert.All(Pairs(), pair =>
    {
        var e = s_events.Single(f => f.Key.Name == kind).Value(pair.Random);
        Assert.True(Behind(pair.Less, e).IsBelow(Behind(pair.More, e)), e.ToString());
    });

    [Fact]
    public void WhoKnowsMoreBeforeABranchOverTheSameValueKnowsMoreBehindIt() => Assert.All(Pairs(), pair =>
    {
        var slot = pair.Random.Next(GeneratedStates.Slots);
        pair.More.Origins.Set(slot, pair.Less.Origins[slot]);
        Assert.True(Behind(pair.Less, Condition(slot)).IsBelow(Behind(pair.More, Condition(slot))));
    });

    [Fact]
    public void TheTwoStatesOfAPairMostlyDiffer() => Assert.InRange(Pairs().Count(p => !p.Less.Equals(p.More)), 300, 400);

    [Fact]
    public void AwaitingWhatMayBeAnAcquisitionCountsAsAcquiring() => Assert.Equal(
        "_n = r <- r[_g]",
        FlowText.Of(
            """
                   t = (); if c -> ask | wait
            ask:   t = wait _g
            wait:  await t; r = _n; await; _n = r
            """));

    [Fact]
    public void AFlagThatMayHaveBeenTestedIsClaimedBySettingIt() => Assert.Equal(
        "_n = r <- r[_busy]",
        FlowText.Of(
            """
                   if force -> claim | test
            test:  b = _busy; if b -> exit
            claim: _busy = true; r = _n; await; _n = r
            """));

    [Fact]
    public void AValueThatMayBeFreshIsTestedAgain() => Assert.Equal(
        "",
        FlowText.Of(
            """
                   r = _n; if r -> exit
                   await; if c -> again | test
            again: r = _n
            test:  if r -> exit
                   _n = x
            """));

    private static AccessPath[] Paths(params string[] texts) => texts.Select(t => new EventParser(null!, "M", []).Path(t)!).ToArray();

    private static Read ReadAt(int slot, ReadKind kind) => new(slot, s_paths[slot], kind, s_site);

    private static BranchCondition Condition(int slot) => new([slot], slot, Negated: false, TestKind.IsTrue, s_site);

    private static T Pick<T>(Random random, T[] of) => of[random.Next(of.Length)];

    private static ImmutableArray<int> Some(Random random) =>
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(GeneratedStates.Slots))];

    /// <summary>The tables know every read, every guard and both flags; everything is written somewhere, and one guard ends at a suspension.</summary>
    private static (Transfer Transfer, Frame Frame) Transfer { get; } = Prepare();

    private static (Transfer Transfer, Frame Frame) Prepare()
    {
        var events = Enumerable.Range(0, GeneratedStates.Slots).Select(AccessEvent (i) => ReadAt(i, ReadKind.Value))
            .Concat(s_guards.Select((g, i) => new Acquire(-1, g, i == 3 ? LockKind.Thread : LockKind.Async, AcquireMode.Now, s_site)))
            .Concat(s_paths.Select((p, i) => new Write(p, [], [], WriteKind.Assign, i < s_paths.Length - 2 ? ConstantKind.None : ConstantKind.True, s_site)));
        var blocks = Enumerable.Range(0, GeneratedStates.Nodes).Select(i => new LoweredBlock { Events = i == 0 ? [.. events] : [], Condition = Condition(i), WhenTrue = i + 1, WhenFalse = i + 1 });
        var body = new LoweredBody { Key = "M", Name = "M", Blocks = [.. blocks, new LoweredBlock { Events = [] }], Exit = GeneratedStates.Nodes, SlotCount = FirstGuardSlot + 4 };
        var graph = FlowText.Graph(body);
        return (new Transfer(new FlowTables(graph)), graph.Nodes[0].Frame);
    }

    /// <summary>Two states of which the first says less: the second is it joined with another, without new tests of the flags.</summary>
    private static List<(MethodState Less, MethodState More, Random Random)> Pairs()
    {
        var random = new Random(99);
        return Enumerable.Range(0, 400).Select(_ =>
        {
            var less = GuardsIn(GeneratedStates.State(random, GeneratedStates.ReadToken));
            var more = s_lattice.Join(less, GuardsIn(GeneratedStates.State(random, GeneratedStates.ReadToken)));
            var known = less.Decisions.Facts().Select(f => f.Key).ToHashSet();
            more.Decisions = FactSet.From(more.Decisions.Facts().Where(f => known.Contains(f.Key) || Tokens.Id(f.Key) < GeneratedStates.Slots - 2).ToList());
            return (less, more, random);
        }).ToList();
    }

    private static MethodState GuardsIn(MethodState state)
    {
        state.Origins.Set(FirstGuardSlot, FactSet.Of(Tokens.Make(TokenKind.PendingAcquire, 0), 0));
        state.Origins.Set(FirstGuardSlot + 1, FactSet.Of(Tokens.Make(TokenKind.PendingTry, 1), 0));
        state.Origins.Set(FirstGuardSlot + 2, FactSet.Of(Tokens.Make(TokenKind.Releaser, 2), 0));
        state.Origins.Set(FirstGuardSlot + 3, FactSet.Of(Tokens.Make(TokenKind.TryResult, 3), 0));
        return state;
    }

    private static MethodState Behind(MethodState state, AccessEvent e)
    {
        var behind = state.Clone();
        Transfer.Transfer.Apply(behind, e, Transfer.Frame);
        return behind;
    }

    private static MethodState Behind(MethodState state, BranchCondition condition)
    {
        var behind = state.Clone();
        GuardAnswers.OnTrue(behind, condition, Transfer.Frame).Apply(behind, Transfer.Transfer.Tables);
        Transfer.Transfer.Decide(behind, condition, node: 1, Transfer.Frame);
        return behind;
    }
}

/// <summary>The order of states, and their facts one by one.</summary>
internal static class States
{
    public static bool IsBelow(this MethodState less, MethodState more) => new MethodStateLattice().Join(less, more).Equals(more);

    public static IEnumerable<Fact> Facts(this FactSet set) => Enumerable.Range(0, set.Count).Select(i => set[i]);
}
