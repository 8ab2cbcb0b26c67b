using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>What lambdas and local functions use of the bodies around them, and the nodes that are being made.</summary>
internal sealed partial class CallSubstitution
{
    /// <summary>What the body uses of the locals around it is what they hold now; returns the last node.</summary>
    private int BindCaptures(NestedBody nested, Frame around, Frame inner, int at)
    {
        if (!ReferenceEquals(around, _nodes[at].Frame))
        {
            var next = Add(around);
            _nodes[next].Handlers = _nodes[at].Handlers;
            _nodes[at].WhenTrue = next;
            at = next;
        }

        foreach (var (slot, outer) in nested.Captures)
            _nodes[at].Events.Add(new Let(slot + inner.SlotBase - around.SlotBase, ImmutableArray.Create(outer), inner.CallSite!));
        return at;
    }

    /// <summary>The activation of the body in which the lambda or local function stands; null where that is none of the callers.</summary>
    private static Frame? DeclaringFrame(Frame? caller, NestedBody nested)
    {
        while (caller is not null && !caller.Body.Nested.Contains(nested))
            caller = caller.Caller;
        return caller;
    }

    private sealed class NodeBuilder(Frame frame)
    {
        public Frame Frame { get; } = frame;

        public List<AccessEvent> Events { get; } = new();

        public BranchCondition? Condition { get; set; }

        public int WhenTrue { get; set; } = -1;

        public int WhenFalse { get; set; } = -1;

        public ImmutableArray<int> Handlers { get; set; } = ImmutableArray<int>.Empty;

        public ImmutableArray<int> Rethrows { get; set; } = ImmutableArray<int>.Empty;

        public FlowNode Build() => new()
        {
            Frame = Frame,
            Events = Events.ToImmutableArray(),
            Condition = Condition,
            WhenTrue = WhenTrue,
            WhenFalse = WhenFalse,
            Handlers = Handlers,
            Rethrows = Rethrows,
        };
    }
}
