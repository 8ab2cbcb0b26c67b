using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>
/// The temporaries that the control-flow graph makes where an expression contains branches. A capture that is assigned to later is a
/// place, not a value: capturing it evaluates the receiver and the index, and reads nothing.
/// </summary>
internal sealed class CaptureTable
{
    private readonly Dictionary<CaptureId, int> _assignments = new();
    private readonly HashSet<CaptureId> _targets = new();
    private readonly HashSet<CaptureId> _filled = new();
    private readonly Dictionary<CaptureId, IOperation> _uses = new();
    private readonly Dictionary<CaptureId, Target> _places = new();
    private readonly Dictionary<CaptureId, Value> _values = new();
    private readonly Dictionary<CaptureId, int> _slots = new();

    /// <summary>Looks through the graph for the roles of its captures.</summary>
    public CaptureTable(ControlFlowGraph graph)
    {
        var pending = new Stack<IOperation>();
        foreach (var block in graph.Blocks)
        {
            if (!MayUse(block.EnclosingRegion))
                continue;
            foreach (var operation in block.Operations)
                Note(operation, pending);
            if (block.BranchValue is { } value)
                Note(value, pending);
        }
    }

    /// <summary>A capture is only used inside the region that it belongs to; most blocks stand in none with captures.</summary>
    private static bool MayUse(ControlFlowRegion? region)
    {
        while (region is { CaptureIds.IsEmpty: true })
            region = region.EnclosingRegion;
        return region is not null;
    }

    /// <summary>True where the capture is written through.</summary>
    public bool IsTarget(CaptureId id) => _targets.Contains(id);

    /// <summary>True where the capture is filled on one way only.</summary>
    public bool IsSingle(CaptureId id) => _assignments.TryGetValue(id, out var count) && count == 1;

    /// <summary>True where members of the captured object are set or called after it was captured, as object initialisers do.</summary>
    public bool IsFilled(CaptureId id) => _filled.Contains(id);

    /// <summary>The operation that uses the capture first; null where none does.</summary>
    public IOperation? UseOf(CaptureId id) => _uses.TryGetValue(id, out var use) ? use : null;

    /// <summary>Remembers the place that a capture stands for.</summary>
    public void SetPlace(CaptureId id, Target place) => _places[id] = place;

    /// <summary>The place that the capture stands for; null where it is a value.</summary>
    public Target? PlaceOf(CaptureId id) => _places.TryGetValue(id, out var place) ? place : null;

    /// <summary>The slot of a captured value.</summary>
    public int SlotOf(CaptureId id, Func<int> make)
    {
        if (!_slots.TryGetValue(id, out var slot))
            _slots[id] = slot = make();
        return slot;
    }

    /// <summary>
    /// Remembers a captured value. Where several ways fill the capture, only what they agree on is kept.
    /// </summary>
    public void SetValue(CaptureId id, Value value)
    {
        var given = value;
        if (_values.TryGetValue(id, out var before) && !IsSingle(id))
        {
            value = (value.Slot >= 0 ? Value.Of(value.Slot) : new Value(value.Uses)) with { IsCompleted = before.IsCompleted && given.IsCompleted };
            if (before.Path is { } path && path.Equals(given.Path))
                value = new Value(value.Uses) { Path = path, IsCompleted = value.IsCompleted }.In(value.Slot);
        }

        _values[id] = value;
    }

    /// <summary>The captured value; nothing known where the capture has not been seen.</summary>
    public Value ValueOf(CaptureId id) => _values.TryGetValue(id, out var value) ? value : Value.None;

    private void Note(IOperation root, Stack<IOperation> pending)
    {
        pending.Push(root);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            switch (operation)
            {
                case IFlowCaptureOperation capture:
                    _assignments[capture.Id] = (_assignments.TryGetValue(capture.Id, out var count) ? count : 0) + 1;
                    break;
                case IFlowCaptureReferenceOperation reference:
                    if (IsWrittenThrough(reference))
                        _targets.Add(reference.Id);
                    if (reference.Parent is IMemberReferenceOperation { Parent: IAssignmentOperation } or IInvocationOperation { IsImplicit: true })
                        _filled.Add(reference.Id);
                    if (!_uses.ContainsKey(reference.Id))
                        _uses[reference.Id] = reference;
                    break;
            }

            foreach (var child in operation.ChildOperations)
                pending.Push(child);
        }
    }

    private static bool IsWrittenThrough(IOperation reference)
    {
        switch (reference.Parent)
        {
            case IAssignmentOperation assignment:
                return assignment.Target == reference;
            case IIncrementOrDecrementOperation:
                return true;
            case IArgumentOperation argument:
                return argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out;
            case ITupleOperation tuple:
                IOperation current = tuple;
                while (current.Parent is ITupleOperation or IDeclarationExpressionOperation)
                    current = current.Parent;
                return current.Parent is IDeconstructionAssignmentOperation deconstruction && deconstruction.Target == current;
            default:
                return false;
        }
    }
}
