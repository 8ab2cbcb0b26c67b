using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Flow;

/// <summary>Comparisons of what a location holds with what it held before.</summary>
internal sealed partial class MethodFlow
{
    /// <summary>
    /// True where the write happens only if a location still holds what was read from it earlier, and nothing suspends between that comparison and the
    /// write: <c>if (seen != _version) continue; _value = next;</c>. Whoever came between has changed it, or changed nothing that matters.
    /// </summary>
    public bool IsComparedAgain(AccessFact write)
    {
        for (var n = 0; n < _graph.Nodes.Length; n++)
        {
            var node = _graph.Nodes[n];
            if (node.Condition is not { } condition || node.WhenTrue < 0 || node.WhenFalse < 0 || Equality(condition.Site.Node) is not { } isEqual)
                continue;
            var (equal, other) = isEqual ? (node.WhenTrue, node.WhenFalse) : (node.WhenFalse, node.WhenTrue);
            if (ComparesWithOldCopy(n, condition) && LeadsAtOnce(n, equal, write) && !ReachesWithout(n, other, write.Node))
                return true;
        }

        return false;
    }

    /// <summary>
    /// <c>while (_busy) await PauseAsync(); await …; _busy = true;</c>: what is written was waited not to be so. Where nothing waits in between,
    /// the last look is fresh.
    /// </summary>
    public bool WaitsUntilFree(DecisionFact decision, WriteFact write)
    {
        var node = _graph.Nodes[decision.Branch];
        if (!decision.Read.IsStale || write.Write.Kind != WriteKind.Assign || decision.Condition.Test != TestKind.IsTrue || write.Write.Constant is not (ConstantKind.True or ConstantKind.False) || node.WhenTrue < 0 || node.WhenFalse < 0)
            return false;
        var leavesWhenTrue = (write.Write.Constant == ConstantKind.False) != decision.Condition.Negated;
        var (leave, stay) = leavesWhenTrue ? (node.WhenTrue, node.WhenFalse) : (node.WhenFalse, node.WhenTrue);
        return _ways.From(stay).Contains(decision.Branch)
            && !ReachesWithout(decision.Branch, stay, write.Node)
            && ReachesWithout(decision.Branch, leave, write.Node)
            && (Suspensions(stay, -1, int.MaxValue).Any() || SuspensionNodes(stay, decision.Branch).Any(n => n != decision.Branch));
    }

    /// <summary>
    /// True where the branch chooses what is written, although the write happens either way: <c>var next = _state switch { … }; await …; _state = next;</c>.
    /// Or where it is written: <c>var i = FirstFree(); await …; _taken[i] = true;</c>.
    /// </summary>
    public bool DecidesValue(DecisionFact decision, WriteFact write) =>
        Chooses(decision, write.Write.From, write, maxSteps: 2) || (write.Path.IsContent && decision.Read.Path.Equals(write.Path) && Chooses(decision, write.Write.Where, write, maxSteps: 4));

    private bool Chooses(DecisionFact decision, ImmutableArray<int> values, WriteFact write, int maxSteps)
    {
        var slots = new HashSet<int>(values.Select(s => s + write.Frame.SlotBase));
        for (var steps = 0; steps < maxSteps && slots.Count > 0; steps++)
        {
            var next = new HashSet<int>();
            var givers = 0;
            var decided = false;
            for (var n = 0; n < _graph.Nodes.Length; n++)
            {
                foreach (var e in _graph.Nodes[n].Events)
                {
                    if (e is not Let let || !slots.Contains(let.Slot + _graph.Nodes[n].Frame.SlotBase))
                        continue;
                    givers++;
                    decided |= Decides(decision.Branch, n);
                    next.UnionWith(let.From.Select(s => s + _graph.Nodes[n].Frame.SlotBase));
                }
            }

            if (decided && givers > 1)
                return true;
            slots = next;
        }

        return false;
    }

    /// <summary>True for a test of being equal, false for one of being unequal, null for any other.</summary>
    private static bool? Equality(SyntaxNode? node) => node switch
    {
        ParenthesizedExpressionSyntax inner => Equality(inner.Expression),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => !Equality(not.Operand),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } => true,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } => false,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "ReferenceEquals" or "Equals" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReferenceEquals" or "Equals" } } => true,
        _ => null,
    };

    /// <summary>One side is read on the spot, the other is a variable that has been given the value of the same location elsewhere.</summary>
    private bool ComparesWithOldCopy(int n, BranchCondition condition)
    {
        var slots = _graph.Nodes[n].Frame.SlotBase;
        foreach (var used in condition.From)
        {
            if (_result.Tables.Reads[used + slots] is not { } now || (now.Node != n && !IsGivenPlace(_graph.Nodes[n].Frame, used)))
                continue;
            foreach (var copy in condition.From)
            {
                if (copy != used && IsCopyOf(copy + slots, now))
                    return true;
            }
        }

        return false;
    }

    /// <summary>A place that a helper is given is read where it is called; helpers that are given places do not wait.</summary>
    private static bool IsGivenPlace(Frame frame, int slot) => frame.Places.Count > 0 && frame.Body.Parameters.Any(p => p.Slot == slot && frame.Places.Contains(p.Key));

    private bool IsCopyOf(int slot, ReadInfo now, int steps = 3)
    {
        foreach (var node in _graph.Nodes)
        {
            foreach (var e in node.Events)
            {
                if (e is not Let { From: { Length: 1 } from } let || let.Slot + node.Frame.SlotBase != slot)
                    continue;
                if (_result.Tables.Reads[from[0] + node.Frame.SlotBase] is { } before ? before != now && before.Path.Equals(now.Path) : steps > 0 && IsCopyOf(from[0] + node.Frame.SlotBase, now, steps - 1))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The way from the side of the branch to the write passes no suspension, unless it comes by the branch again.</summary>
    private bool LeadsAtOnce(int branch, int side, AccessFact write)
    {
        if (!ReachesWithout(branch, side, write.Node) || Suspensions(write.Node, -1, IndexOf(write.Node, write.Event)).Any())
            return false;
        for (var n = 0; n < _graph.Nodes.Length; n++)
        {
            if (n != branch && n != write.Node && _graph.Nodes[n].Events.Any(static e => e is Suspend) && ReachesWithout(branch, side, n) && ReachesWithout(branch, n, write.Node))
                return false;
        }

        return true;
    }

    private bool ReachesWithout(int without, int from, int to)
    {
        if (from == without || from < 0)
            return false;
        var seen = new HashSet<int> { from, without };
        var open = new Stack<int>(new[] { from });
        while (open.Count > 0)
        {
            var n = open.Pop();
            if (n == to)
                return true;
            foreach (var next in _graph.Nodes[n].Successors)
            {
                if (seen.Add(next))
                    open.Push(next);
            }
        }

        return false;
    }
}
