using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>
/// Operations of single-use objects that have begun and whose task nobody has waited for yet (may): kept among the decisions, ended where
/// the task is waited for, or where it goes where this body does not see it any more.
/// </summary>
internal static class RunningUses
{
    /// <summary>What the event does.</summary>
    public static void Apply(MethodState state, Use use, FlowTables tables, int slots)
    {
        switch (use.Kind)
        {
            case UseKind.Start:
                var id = tables.UseIndex(use, slots);
                state.Decisions = state.Decisions.Union(FactSet.Of(Tokens.Make(TokenKind.Running, id), 0));
                foreach (var task in use.Tasks)
                    state.Origins.Set(task + slots, state.Origins[task + slots].Union(FactSet.Of(Tokens.Make(TokenKind.Task, id), 0)));
                break;
            case UseKind.End:
                End(state, use.Tasks, slots);
                break;
        }
    }

    /// <summary>The tasks in the slots are waited for, or go where nobody sees them.</summary>
    public static void End(MethodState state, ImmutableArray<int> tasks, int slots)
    {
        foreach (var slot in tasks)
            End(state, state.Origins[slot + slots]);
    }

    /// <summary>The same for values.</summary>
    public static void End(MethodState state, FactSet values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (Tokens.Kind(values[i].Key) == TokenKind.Task)
                Remove(state, Tokens.Id(values[i].Key));
        }
    }

    /// <summary>The local in the slot holds another object now.</summary>
    public static void Renew(MethodState state, int slot, FlowTables tables)
    {
        for (var i = state.Decisions.Count - 1; i >= 0; i--)
        {
            if (Tokens.Kind(state.Decisions[i].Key) == TokenKind.Running && tables.Uses[Tokens.Id(state.Decisions[i].Key)] is var info && info.Event.Holder >= 0 && info.Event.Holder + info.Frame.SlotBase == slot)
                Remove(state, Tokens.Id(state.Decisions[i].Key));
        }
    }

    /// <summary>The location holds another object now, and what is reached through it is another's.</summary>
    public static void Renew(MethodState state, AccessPath path, FlowTables tables)
    {
        for (var i = state.Decisions.Count - 1; i >= 0; i--)
        {
            if (Tokens.Kind(state.Decisions[i].Key) == TokenKind.Running && !path.Truncated && tables.Uses[Tokens.Id(state.Decisions[i].Key)].Path.StartsWith(path))
                Remove(state, Tokens.Id(state.Decisions[i].Key));
        }
    }

    /// <summary>An operation that is still running on the same object when another begins; null where there is none.</summary>
    public static UseInfo? Earlier(MethodState state, Use use, Frame frame, FlowTables tables)
    {
        if (use.Object is null)
            return null;
        var path = frame.Resolve(use.Object);
        for (var i = 0; i < state.Decisions.Count; i++)
        {
            if (Tokens.Kind(state.Decisions[i].Key) == TokenKind.Running && tables.Uses[Tokens.Id(state.Decisions[i].Key)] is var info && info.Path.Equals(path) && info.Event.Lane == use.Lane)
                return info;
        }

        return null;
    }

    private static void Remove(MethodState state, int id)
    {
        var kept = new List<Fact>(state.Decisions.Count);
        for (var i = 0; i < state.Decisions.Count; i++)
        {
            if (state.Decisions[i].Key != Tokens.Make(TokenKind.Running, id))
                kept.Add(state.Decisions[i]);
        }

        state.Decisions = FactSet.From(kept);
    }
}

/// <summary>An operation of a single-use object in a graph.</summary>
/// <param name="Event">The event.</param>
/// <param name="Frame">The frame it belongs to.</param>
/// <param name="Path">The object as the root would name it.</param>
/// <param name="Node">The node it stands in.</param>
internal sealed record UseInfo(Use Event, Frame Frame, AccessPath Path, int Node);
