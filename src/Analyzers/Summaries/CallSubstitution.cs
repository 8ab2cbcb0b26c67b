using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>
/// Makes the graph of one entry: its own body with the bodies of the type that it calls in the places of the calls. A guard that the caller
/// takes is thereby held in the helper, a test in the caller decides a write in the helper, and a helper that takes a guard takes it for its
/// caller. Bounded in depth and size; a call beyond the bounds stays opaque and its body becomes an entry of its own.
/// </summary>
internal sealed partial class CallSubstitution
{
    private const int MaxDepth = 3;
    private const int MaxNodes = 600;

    private readonly TypeBodies _bodies;
    private readonly List<NodeBuilder> _nodes = new();
    private readonly Dictionary<object, object> _delegates = new();
    private readonly bool _substitute;
    private int _slots;

    private CallSubstitution(TypeBodies bodies, bool substitute)
    {
        _bodies = bodies;
        _substitute = substitute;
    }

    /// <summary>Calls that were left opaque although the body is at hand: what they run needs an entry of its own. Awaited where it has ended when the caller goes on.</summary>
    public List<(Call Call, bool Awaited)> Opaque { get; } = new();

    /// <summary>Lambdas met on the way that run at another time.</summary>
    public List<NestedBody> Later { get; } = new();

    /// <summary>Bodies that were put in the place of a call.</summary>
    public HashSet<object> Substituted { get; } = new();

    /// <summary>The graph of an entry.</summary>
    public static (FlowGraph Graph, CallSubstitution By) Build(LoweredBody root, TypeBodies bodies, bool substitute = true, ImmutableArray<(AccessPath Guard, LockKind Kind)> held = default)
    {
        var by = new CallSubstitution(bodies, substitute);
        var frame = new Frame { Body = root, SlotBase = 0 };
        by._slots = root.SlotCount;

        // Given to something that runs one delegate after the other, the whole body runs under that.
        var guard = bodies.FindNested(root.Key)?.RunsUnder is { } under ? (under, LockKind.Async) : root.HeldByCallers;
        var guards = guard is { } said ? ImmutableArray.Create(said) : held;
        if (!guards.IsDefaultOrEmpty)
        {
            var entry = by.Add(frame);
            by._nodes[entry].Events.AddRange(guards.Select(g => new Acquire(-1, g.Guard, g.Kind, AcquireMode.Now, root.Site)));
            by._nodes[entry].WhenTrue = entry + 1;
        }

        var (_, exit) = by.Emit(frame, depth: 0, ImmutableArray<int>.Empty);
        var graph = new FlowGraph
        {
            Root = root,
            Nodes = by._nodes.Select(n => n.Build()).ToImmutableArray(),
            Exit = exit,
            SlotCount = by._slots,
            Watches = bodies.IsSetToNull,
        };
        return (graph, by);
    }

    private (int Entry, int Exit) Emit(Frame frame, int depth, ImmutableArray<int> outerHandlers)
    {
        var body = frame.Body;
        var start = new int[body.Blocks.Length];
        for (var b = 0; b < start.Length; b++)
            start[b] = Add(frame);
        for (var b = 0; b < start.Length; b++)
        {
            var block = body.Blocks[b];
            var handlers = block.Handlers.IsEmpty ? outerHandlers : block.Handlers.Select(h => start[h]).Concat(block.HandlersStay ? ImmutableArray<int>.Empty : outerHandlers).Distinct().ToImmutableArray();
            var last = EmitEvents(block, start[b], handlers, depth);
            var node = _nodes[last];
            node.Condition = block.Condition;
            node.WhenTrue = block.WhenTrue >= 0 ? start[block.WhenTrue] : -1;
            node.WhenFalse = block.WhenFalse >= 0 ? start[block.WhenFalse] : -1;
            if (b != body.Exit && block is { WhenTrue: < 0, WhenFalse: < 0, Handlers.IsEmpty: true, Rethrows.IsEmpty: true })
                node.Rethrows = outerHandlers;
            else if (!block.Rethrows.IsEmpty)
                node.Rethrows = block.Rethrows.Select(h => start[h]).Concat(block.RethrowsStay ? ImmutableArray<int>.Empty : outerHandlers).ToImmutableArray();
        }

        return (start[0], start[body.Exit]);
    }

    /// <summary>Emits the events into the node and, behind each substituted call, into a further one; returns the last node.</summary>
    private int EmitEvents(LoweredBlock block, int at, ImmutableArray<int> handlers, int depth)
    {
        var frame = _nodes[at].Frame;
        _nodes[at].Handlers = handlers;
        HashSet<int>? awaitedInside = null;
        foreach (var e in block.Events)
        {
            switch (e)
            {
                case Suspend suspend when suspend.Of >= 0 && awaitedInside is not null && awaitedInside.Contains(suspend.Of):
                    // The callee is async and stands above with its own suspensions: waiting for it adds none.
                    if (suspend.Result >= 0)
                        _nodes[at].Events.Add(new Let(suspend.Result, ImmutableArray.Create(suspend.Of), suspend.Site));
                    break;
                case Call call when Resolve(call, depth, frame) is { } callee:
                    BindDelegates(call);
                    if (_bodies.Matters(callee) || call.Arguments.Any(a => a.Delegate is not null || a.By != PassedBy.Value))
                    {
                        at = Substitute(call, callee, at, handlers, depth);
                        if ((callee.Traits & (BodyTraits.Async | BodyTraits.EndsAtOnce)) != 0)
                            (awaitedInside ??= new HashSet<int>()).Add(call.Result);
                    }
                    else
                    {
                        _nodes[at].Events.Add(e);
                        BringBack(call, null, 0, at);
                        if ((callee.Traits & BodyTraits.EndsAtOnce) != 0 || ((callee.Traits & BodyTraits.Async) != 0 && !_bodies.MaySuspend(callee)))
                            (awaitedInside ??= new HashSet<int>()).Add(call.Result);
                    }

                    break;
                case Call call:
                    BindDelegates(call);
                    _nodes[at].Events.Add(e);
                    BringBack(call, null, 0, at);
                    if (Target(call.Target) is { } target && _bodies.Find(target) is { } left)
                    {
                        Opaque.Add((call, IsAwaited(call, frame) || (left.Traits & BodyTraits.Async) == 0));
                        if (_substitute && call.Result >= 0)
                            _nodes[at].Events.AddRange(CalleeUses.Of(call, left, _bodies));
                    }

                    break;
                case Enter { Body: { RunsUnder: not null, RunBy: { } by } } when _bodies.Find(by) is not null:
                    break;
                case Enter enter when enter.Body.When == RunsWhen.Immediate && !enter.Body.Body.Blocks.IsEmpty && CanGrow(enter.Body.Body, depth, frame):
                    at = RunHere(enter, at, handlers, depth);
                    break;
                case Enter enter:
                    Later.Add(enter.Body);
                    _nodes[at].Events.Add(e);
                    _nodes[at].Events.AddRange(_substitute ? CalleeUses.OfLeftAlone(enter, _bodies) : Array.Empty<Use>());
                    break;
                default:
                    _nodes[at].Events.Add(e);
                    if (StoredBy(e, frame) is { } stored)
                        _nodes[at].Events.Add(stored);
                    break;
            }
        }

        return at;
    }

    /// <summary>
    /// The body to put in the place of the call, or null. An async callee that nobody awaits on the spot goes on by itself:
    /// what it does after its first suspension does not happen here.
    /// </summary>
    private LoweredBody? Resolve(Call call, int depth, Frame frame)
    {
        if (Target(call.Target) is not { } named || _bodies.Dispatched(call, named) is not { } target || _bodies.Find(target) is not { } callee || callee.Blocks.IsEmpty)
            return null;
        if (!IsAwaited(call, frame) && (callee.Traits & BodyTraits.Async) != 0 && callee.Suspends)
            return null;
        if ((callee.Traits & BodyTraits.Iterator) != 0)
            return null;
        return CanGrow(callee, depth, frame) ? callee : null;
    }

    /// <summary>True where the call is awaited on the spot; a body without <c>async</c> that returns its task leaves that to its caller.</summary>
    private static bool IsAwaited(Call call, Frame frame) => call.Awaited && !(frame.IsLoose && (frame.Body.Traits & BodyTraits.Async) == 0);

    private bool CanGrow(LoweredBody callee, int depth, Frame frame)
    {
        if (!_substitute || depth >= MaxDepth || _nodes.Count + callee.Blocks.Length > MaxNodes)
            return false;
        for (var f = frame; f is not null; f = f.Caller)
        {
            if (ReferenceEquals(f.Body, callee))
                return false;
        }

        return true;
    }

    private object? Target(object target)
    {
        for (var i = 0; i < 4 && _delegates.TryGetValue(target, out var bound); i++)
            target = bound;
        return target;
    }

    private void BindDelegates(Call call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Delegate is { } key && !Equals(key, argument.Parameter))
                _delegates[argument.Parameter] = key;
        }
    }

    private int Substitute(Call call, LoweredBody callee, int at, ImmutableArray<int> handlers, int depth)
    {
        var caller = _nodes[at].Frame;
        var bindings = new Dictionary<object, AccessPath>();
        foreach (var outer in caller.Bindings ?? bindings)
            bindings[outer.Key] = outer.Value;
        var inner = new Frame { Body = callee, SlotBase = Grow(callee), Caller = caller, CallSite = call.Site, Bindings = bindings, Blocks = call.Blocks || caller.Blocks, IsBounded = call.Bounded, IsLoose = !IsAwaited(call, caller), IsHanded = _delegates.ContainsKey(call.Target), Places = PlacesOf(call) };
        var shift = inner.SlotBase - caller.SlotBase;
        var parameters = callee.Parameters;
        foreach (var argument in call.Arguments)
        {
            if (argument.Path is { } path)
                bindings[argument.Parameter] = caller.Resolve(path);
            foreach (var (key, slot) in parameters)
            {
                if (Equals(key, argument.Parameter) && slot >= 0 && Passed(argument, slot + shift, call.Site) is { } passed)
                    _nodes[at].Events.Add(passed);
            }
        }

        if (_bodies.FindNested(callee.Key) is { Captures.IsEmpty: false } nested && DeclaringFrame(caller, nested) is { } around)
            at = BindCaptures(nested, around, inner, at);
        Substituted.Add(callee.Key);
        var (entry, exit) = Emit(inner, TypeBodies.PassesOn(callee) || (inner.IsHanded && (callee.Traits & BodyTraits.Nested) != 0) ? depth : depth + 1, handlers);
        var after = Add(caller);
        _nodes[after].Handlers = handlers;
        _nodes[at].WhenTrue = entry;
        _nodes[exit].WhenTrue = after;
        var from = callee.ReturnSlot >= 0 ? ImmutableArray.Create(callee.ReturnSlot + shift) : ImmutableArray<int>.Empty;
        if (call.Result >= 0)
            _nodes[after].Events.Add(new Let(call.Result, from, call.Site));
        BringBack(call, callee, shift, after);
        return after;
    }

    /// <summary>A lambda that the receiver runs before it goes on: any number of times, or exactly once under a guard.</summary>
    private int RunHere(Enter enter, int at, ImmutableArray<int> handlers, int depth)
    {
        var nested = enter.Body;
        var frame = _nodes[at].Frame;
        Substituted.Add(nested.Body.Key);
        if (nested.RunsUnder is { } guard)
            _nodes[at].Events.Add(new Acquire(-1, guard, LockKind.Async, AcquireMode.Now, enter.Site));
        var inner = new Frame { Body = nested.Body, SlotBase = Grow(nested.Body), Caller = frame, CallSite = enter.Site, Bindings = frame.Bindings };
        at = BindCaptures(nested, frame, inner, at);
        var (entry, exit) = Emit(inner, depth + 1, handlers);
        var after = Add(frame);
        _nodes[after].Handlers = handlers;
        _nodes[at].WhenTrue = entry;
        _nodes[exit].WhenTrue = after;
        if (nested.RunsUnder is { } held)
        {
            _nodes[after].Events.Add(new Release(held, enter.Site));
        }
        else
        {
            _nodes[at].WhenFalse = after;
            _nodes[exit].WhenFalse = entry;
        }

        return after;
    }

    private int Grow(LoweredBody body)
    {
        var start = _slots;
        _slots += body.SlotCount;
        return start;
    }

    private int Add(Frame frame)
    {
        _nodes.Add(new NodeBuilder(frame));
        return _nodes.Count - 1;
    }
}
