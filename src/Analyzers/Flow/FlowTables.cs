using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>
/// What the engine looks up while it runs: the reads of a graph by slot, its guards by index, and which slots anybody looks at
/// outside the node that sets them.
/// </summary>
internal sealed class FlowTables
{
    private const int MaxGuards = 62;
    private readonly Dictionary<(AccessPath Path, bool OfThread), int> _guards = new();
    private readonly List<AccessPath> _guardPaths = new();
    private readonly Dictionary<(Write, int), int> _answers = new();
    private readonly bool[] _longLived;
    private readonly bool[] _tracked;

    /// <summary>Looks through the graph once.</summary>
    public FlowTables(FlowGraph graph)
    {
        Graph = graph;
        _tracked = new bool[graph.SlotCount];
        Reads = new ReadInfo?[graph.SlotCount];
        _longLived = new bool[graph.SlotCount];
        var setBy = new int[graph.SlotCount];
        for (var i = 0; i < setBy.Length; i++)
            setBy[i] = -1;
        AddAcquired(graph);
        for (var n = 0; n < graph.Nodes.Length; n++)
            Look(n, graph.Nodes[n], setBy);
        Track(graph);
    }

    /// <summary>The graph.</summary>
    public FlowGraph Graph { get; }

    /// <summary>The reads, by the slot they fill (over all frames).</summary>
    public ReadInfo?[] Reads { get; }

    /// <summary>The operations of single-use objects, by index.</summary>
    public List<UseInfo> Uses { get; } = new();

    /// <summary>The index of such an operation.</summary>
    public int UseIndex(Use use, int slots) => Uses.FindIndex(u => ReferenceEquals(u.Event, use) && u.Frame.SlotBase == slots);

    /// <summary>The objects that are sent, by index; those of one event stand together.</summary>
    public List<SendInfo> Sends { get; } = new();

    /// <summary>The guards that end at a suspension, a bit each.</summary>
    public ulong ThreadBound { get; private set; }

    /// <summary>The guards that several can hold at once, a bit each.</summary>
    public ulong Shared { get; private set; }

    /// <summary>The guards that are claim flags: they exclude others only while nobody runs truly in parallel.</summary>
    public ulong Claims { get; private set; }

    /// <summary>The semaphores with several permits, a bit each: they are taken and given back, and guard nothing.</summary>
    public ulong Permits { get; private set; }

    /// <summary>The guards that only the thread which took them can give back, those that several can hold included, a bit each.</summary>
    public ulong OfThread { get; private set; }

    /// <summary>The guards that are taken somewhere without a look at whether it succeeded, a bit each.</summary>
    public ulong Unsure { get; private set; }

    /// <summary>The guards that are taken by calls which have a counterpart, a bit each.</summary>
    public ulong Explicit { get; private set; }

    /// <summary>True where anything is taken by such a call, or asked for while something else is held.</summary>
    public bool HasGuards => _guardPaths.Count > 0;

    /// <summary>True where something is taken that has no name here: what it guards cannot be told.</summary>
    public bool TakesUnnamed { get; private set; }

    /// <summary>The slot of the answer of a test that sets in the same step, by the write; such a test is a claim, not a look.</summary>
    public bool TryGetAnswer(Write write, int slots, out int answer) => _answers.TryGetValue((write, slots), out answer);

    /// <summary>True where the slot is not looked at outside the node that fills it.</summary>
    public bool IsShortLived(int slot) => !_longLived[slot];

    /// <summary>
    /// True for reads whose age can ever matter: somebody writes what was read, what lies around it or what is reached through it,
    /// a loop goes on through it, or the graph's owner watches the location. All others need no token, which keeps states small.
    /// </summary>
    public bool IsTracked(int slot) => _tracked[slot];

    /// <summary>The bit of a guard; 0 where there are too many to tell apart or the guard has no path.</summary>
    public ulong GuardBit(AccessPath path) => GuardIndex(path, ofThread: false) is var index and >= 0 ? 1UL << index : 0;

    /// <summary>The bit of the guard that is asked for.</summary>
    public ulong GuardBit(Acquire acquire, Frame frame) => GuardIndex(frame.Resolve(acquire.Lock), acquire.Kind == LockKind.Thread) is var index and >= 0 ? 1UL << index : 0;

    /// <summary>The bit of the guard that is given back.</summary>
    public ulong GuardBit(Release release, Frame frame) => GuardIndex(frame.Resolve(release.Lock), release.OfThread) is var index and >= 0 ? 1UL << index : 0;

    /// <summary>The index of a guard, -1 where it has no bit. Every object has a monitor, and that of a semaphore is not the semaphore; where there is only one of the two, it is meant.</summary>
    public int GuardIndex(AccessPath path, bool ofThread) =>
        _guards.TryGetValue((path, ofThread), out var index) || _guards.TryGetValue((path, !ofThread), out index) ? index : -1;

    /// <summary>The guards whose bits are set.</summary>
    public IEnumerable<AccessPath> Guards(ulong bits)
    {
        for (var i = 0; i < _guardPaths.Count; i++)
        {
            if ((bits & (1UL << i)) != 0)
                yield return _guardPaths[i];
        }
    }

    /// <summary>The same, with the bit of each.</summary>
    public IEnumerable<(AccessPath Path, ulong Bit)> Each(ulong bits)
    {
        for (var i = 0; i < _guardPaths.Count; i++)
        {
            if ((bits & (1UL << i)) != 0)
                yield return (_guardPaths[i], 1UL << i);
        }
    }

    [MethodImpl(Tiering.AtOnce)]
    private void Track(FlowGraph graph)
    {
        var written = new HashSet<AccessPath>();
        var around = new HashSet<AccessPath>();
        var advances = false;
        foreach (var node in graph.Nodes)
        {
            foreach (var e in node.Events)
            {
                advances |= e is Advance;
                if (e is not Write write || node.Frame.Resolve(write.Path) is not { Truncated: false } path || !written.Add(path))
                    continue;
                for (AccessPath? outer = path; outer is not null && around.Add(outer);)
                    outer = outer.Parent;
            }
        }

        for (var slot = 0; slot < Reads.Length; slot++)
        {
            if (Reads[slot] is not { } read || read.Path.Truncated)
                continue;
            var tracked = (graph.Watches?.Invoke(read.Path) ?? false) || (read.Event.Kind == ReadKind.Receiver && around.Contains(read.Path)) || (advances && read.Event.Kind == ReadKind.View);
            for (AccessPath? outer = read.Path; outer is not null && !tracked; outer = outer.Parent)
                tracked = written.Contains(outer);
            _tracked[slot] = tracked;
        }
    }

    [MethodImpl(Tiering.AtOnce)]
    private void Look(int n, FlowNode node, int[] setBy)
    {
        var slots = node.Frame.SlotBase;

        void UseAll(System.Collections.Immutable.ImmutableArray<int> used)
        {
            foreach (var slot in used)
                Use(slot);
        }

        void Use(int slot)
        {
            if (slot >= 0 && setBy[slot + slots] != n)
                _longLived[slot + slots] = true;
        }

        void Sets(int slot)
        {
            if (slot < 0)
                return;
            if (setBy[slot + slots] >= 0 && setBy[slot + slots] != n)
                _longLived[slot + slots] = true;
            setBy[slot + slots] = n;
        }

        Read? lastRead = null;
        foreach (var e in node.Events)
        {
            switch (e)
            {
                case Read read:
                    lastRead = read;
                    Reads[read.Slot + slots] = new ReadInfo(read, node.Frame, node.Frame.Resolve(read.Path), n);
                    Sets(read.Slot);
                    break;
                case Write write:
                    UseAll(write.From);
                    UseAll(write.Where);
                    var path = node.Frame.Resolve(write.Path);
                    if (write.Kind == WriteKind.TestAndSet && lastRead is { Kind: ReadKind.Test } test && test.Site.Equals(write.Site) && test.Path.Equals(write.Path))
                        _answers[(write, slots)] = test.Slot + slots;
                    if (write.Kind == WriteKind.Assign && write.Constant is ConstantKind.True or ConstantKind.Other)
                        Claims |= AddGuard(path);
                    break;
                case Let let:
                    UseAll(let.From);
                    Sets(let.Slot);
                    break;
                case Suspend suspend:
                    Use(suspend.Of);
                    Sets(suspend.Result);
                    break;
                case Acquire acquire:
                    var bit = AddGuard(node.Frame.Resolve(acquire.Lock), acquire.Kind == LockKind.Thread);
                    Claims &= ~bit;
                    if (acquire.Kind == LockKind.Thread)
                        ThreadBound |= bit;
                    else if (acquire.Kind == LockKind.Shared)
                        Shared |= bit;
                    else if (acquire.Kind == LockKind.Permit)
                        Permits |= bit;
                    if ((acquire.Traits & AcquireTraits.Explicit) != 0 && (acquire.Kind == LockKind.Thread || (acquire.Kind == LockKind.Shared && acquire.Mode is AcquireMode.Now or AcquireMode.WhenTrue)))
                        OfThread |= bit;
                    if ((acquire.Traits & AcquireTraits.AnswerIgnored) != 0)
                        Unsure |= bit;
                    if ((acquire.Traits & AcquireTraits.Explicit) != 0)
                        Explicit |= bit;
                    Sets(acquire.Slot);
                    break;
                case Use use:
                    if (use.Object is { } used)
                        Uses.Add(new UseInfo(use, node.Frame, node.Frame.Resolve(used), n));
                    UseAll(use.Tasks);
                    break;
                case Sent sent:
                    foreach (var what in sent.What)
                        Sends.Add(new SendInfo(sent, what, node.Frame, node.Frame.Resolve(what.Object), n));
                    Sets(sent.Answer);
                    break;
                case Advance advance:
                    UseAll(advance.Of);
                    break;
                case Disposed disposed:
                    UseAll(disposed.Of);
                    break;
                case Call call:
                    foreach (var argument in call.Arguments)
                        UseAll(argument.Value);
                    Sets(call.Result);
                    break;
                case New created:
                    Sets(created.Slot);
                    break;
            }
        }

        if (node.Condition is { } condition)
        {
            UseAll(condition.From);
            Use(condition.Decider);
        }
    }

    /// <summary>Real guards come before flags, so that many flags cannot crowd one out.</summary>
    private void AddAcquired(FlowGraph graph)
    {
        foreach (var node in graph.Nodes)
        {
            foreach (var e in node.Events)
            {
                if (e is Acquire acquire)
                    TakesUnnamed |= AddGuard(node.Frame.Resolve(acquire.Lock), acquire.Kind == LockKind.Thread) == 0;
            }
        }
    }

    private ulong AddGuard(AccessPath path, bool ofThread = false)
    {
        if (path.Truncated || path.Root.Kind == RootKind.Unknown)
            return 0;
        if (!_guards.TryGetValue((path, ofThread), out var index))
        {
            if (_guardPaths.Count == MaxGuards)
                return 0;
            index = _guardPaths.Count;
            _guards.Add((path, ofThread), index);
            _guardPaths.Add(path);
        }

        return 1UL << index;
    }
}

/// <summary>A read of a graph.</summary>
/// <param name="Event">The event.</param>
/// <param name="Frame">The frame it belongs to.</param>
/// <param name="Path">The location as the root would name it.</param>
/// <param name="Node">The node it stands in.</param>
internal sealed record ReadInfo(Read Event, Frame Frame, AccessPath Path, int Node);
