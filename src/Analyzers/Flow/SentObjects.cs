using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>
/// Objects that have been sent and belong to whoever receives them (may). That ends where the variable or location that names the object
/// gets another one, where the receiver has answered, and where the send was refused.
/// </summary>
internal static class SentObjects
{
    /// <summary>What the event does.</summary>
    public static void Apply(MethodState state, AccessEvent e, Frame frame, FlowTables tables)
    {
        if (e is Sent sent)
            Send(state, sent, frame, tables);
        else if (!state.Sent.IsEmpty)
            End(state, e, frame, tables);
    }

    private static void End(MethodState state, AccessEvent e, Frame frame, FlowTables tables)
    {
        switch (e)
        {
            case Let { Variable: { } variable } let:
                state.Sent = state.Sent.Without(f => tables.Sends[Tokens.Id(f.Key)] is var send && (Equals(send.Path.Root.Key, variable) || send.Holder == let.Slot + frame.SlotBase));
                break;
            case Write { Kind: WriteKind.Assign or WriteKind.Update or WriteKind.Exchange or WriteKind.TestAndSet or WriteKind.Store or WriteKind.ByReference } write when frame.Resolve(write.Path) is { Truncated: false } path:
                state.Sent = state.Sent.Without(f => tables.Sends[Tokens.Id(f.Key)].Path.StartsWith(path));
                break;
            case Answered answered:
                var by = frame.Resolve(answered.Object);
                state.Sent = state.Sent.Without(f => tables.Sends[Tokens.Id(f.Key)] is var send && (send.Path.StartsWith(by) || by.StartsWith(send.Path) || send.Event.Messages.Any(m => by.StartsWith(send.Frame.Resolve(m)))));
                break;
        }
    }

    /// <summary>The sends that one edge of the branch tells to have been refused, and whether that is the edge on which the condition holds.</summary>
    public static (FactSet Refused, bool WhenTrue) Asked(MethodState state, BranchCondition condition, Frame frame, FlowTables tables)
    {
        if (state.Sent.IsEmpty || condition.Decider < 0)
            return default;
        var facts = state.Origins[condition.Decider + frame.SlotBase];
        var refused = FactSet.Empty;
        for (var i = 0; i < facts.Count; i++)
        {
            if (Tokens.Kind(facts[i].Key) != TokenKind.SendAnswer)
                continue;
            var asked = tables.Sends[Tokens.Id(facts[i].Key)];
            for (var j = 0; j < state.Sent.Count; j++)
            {
                if (tables.Sends[Tokens.Id(state.Sent[j].Key)] is var send && ReferenceEquals(send.Event, asked.Event) && ReferenceEquals(send.Frame, asked.Frame))
                    refused = refused.Union(FactSet.Of(state.Sent[j].Key, 0));
            }
        }

        return (refused, condition.Negated);
    }

    /// <summary>The state on the edge.</summary>
    public static MethodState On(MethodState state, FactSet refused)
    {
        return refused.IsEmpty ? state : Without(state, refused);
    }

    private static MethodState Without(MethodState state, FactSet refused)
    {
        var result = state.Clone();
        result.Sent = result.Sent.Without(f => refused.Covers(FactSet.Of(f.Key, 0)));
        return result;
    }

    /// <summary>The earlier sends of what the event changes; the latest in the source comes last.</summary>
    public static IEnumerable<SendInfo> Changed(MethodState state, AccessEvent e, Frame frame, FlowTables tables)
    {
        if (state.Sent.IsEmpty || e is not (Write or Change))
            yield break;
        for (var i = 0; i < state.Sent.Count; i++)
        {
            var send = tables.Sends[Tokens.Id(state.Sent[i].Key)];
            if (IsChanged(e, frame, send))
                yield return send;
        }
    }

    /// <summary>True where the event changes what the send hands over.</summary>
    public static bool IsChanged(AccessEvent e, Frame frame, SendInfo send)
    {
        var (path, where, inside) = e is Write write ? (frame.Resolve(write.Path), write.Where, 1) : (frame.Resolve(((Change)e).Object), ((Change)e).Where, 0);
        return !path.Truncated && path.StartsWith(send.Path) && path.Steps.Length >= send.Path.Steps.Length + inside && (!send.What.ByHolder || where.Any(w => w + frame.SlotBase == send.Holder));
    }

    /// <summary>
    /// The sends whose object the body leaves with the receiver, and in a location that never gets another one: what the body changes in front
    /// of the send, its next call changes behind this one.
    /// </summary>
    public static IReadOnlyList<SendInfo> Kept(MethodState? atExit, FlowTables tables)
    {
        if (atExit is null || atExit.Sent.IsEmpty)
            return Array.Empty<SendInfo>();
        return tables.Sends.Where(s => s.Event.Certainty == SendCertainty.Later && !s.What.ByHolder && s.Path is { Truncated: false, Root.Kind: RootKind.This or RootKind.Static, Steps.IsEmpty: false } path
            && path.Steps.All(p => !p.IsElement && (p.Traits & LocationTraits.ReadOnly) != 0) && Has(atExit, s, tables)).ToList();
    }

    /// <summary>True where the object has been sent on some way to here.</summary>
    public static bool Has(MethodState state, SendInfo send, FlowTables tables)
    {
        for (var i = 0; i < state.Sent.Count; i++)
        {
            if (ReferenceEquals(tables.Sends[Tokens.Id(state.Sent[i].Key)], send))
                return true;
        }

        return false;
    }

    /// <summary>Earlier sends of what the event sends, to somebody else: to another place, or to another element of the same collection of places.</summary>
    public static IEnumerable<(SendInfo Earlier, SendInfo Again)> Again(MethodState state, Sent sent, Frame frame, FlowTables tables)
    {
        if (state.Sent.IsEmpty)
            yield break;
        foreach (var again in tables.Sends.Where(s => ReferenceEquals(s.Event, sent) && ReferenceEquals(s.Frame, frame) && !s.What.ByHolder && !s.Path.Truncated))
        {
            for (var i = 0; i < state.Sent.Count; i++)
            {
                var earlier = tables.Sends[Tokens.Id(state.Sent[i].Key)];
                if (!earlier.What.ByHolder && earlier.Path.Equals(again.Path) && AreApart(earlier, again))
                    yield return (earlier, again);
            }
        }
    }

    private static bool AreApart(SendInfo earlier, SendInfo again)
    {
        if (earlier.Event.To is not { } first || again.Event.To is not { } second)
            return !ReferenceEquals(earlier.Event, again.Event);
        return !first.Equals(second) || (ReferenceEquals(earlier.Event, again.Event) && first.Steps.Any(s => s.IsElement));
    }

    private static void Send(MethodState state, Sent sent, Frame frame, FlowTables tables)
    {
        var index = tables.Sends.FindIndex(s => ReferenceEquals(s.Event, sent) && ReferenceEquals(s.Frame, frame));
        if (index < 0)
            return;
        for (var i = 0; i < sent.What.Length; i++)
            state.Sent = state.Sent.Union(FactSet.Of(Tokens.Make(TokenKind.Sent, index + i), 0));
        if (sent.Answer >= 0)
            state.Origins.Set(sent.Answer + frame.SlotBase, FactSet.Of(Tokens.Make(TokenKind.SendAnswer, index), 0));
    }
}

/// <summary>An object that is sent somewhere in a graph.</summary>
/// <param name="Event">The event.</param>
/// <param name="What">Which of its objects.</param>
/// <param name="Frame">The frame it belongs to.</param>
/// <param name="Path">The object as the root would name it.</param>
/// <param name="Node">The node it stands in.</param>
internal sealed record SendInfo(Sent Event, HandedOver What, Frame Frame, AccessPath Path, int Node)
{
    /// <summary>The slot, over all frames, of the local that holds it; -1 for none.</summary>
    public int Holder => What.Holder < 0 ? -1 : What.Holder + Frame.SlotBase;
}
