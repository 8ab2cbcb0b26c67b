using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <content>From the states of the engine to facts.</content>
internal sealed partial class MethodFlow
{
    private void Gather()
    {
        var writes = ImmutableArray.CreateBuilder<WriteFact>();
        var reads = ImmutableArray.CreateBuilder<AccessFact>();
        var advances = ImmutableArray.CreateBuilder<AdvanceFact>();
        var handedOut = ImmutableArray.CreateBuilder<(object, ulong)>();
        var uses = ImmutableArray.CreateBuilder<UseFact>();
        var changes = ImmutableArray.CreateBuilder<ChangeFact>();
        var again = ImmutableArray.CreateBuilder<(SendInfo, SendInfo)>();
        var kept = SentObjects.Kept(_result.Before(_graph.Exit), _result.Tables);
        for (var n = 0; n < _graph.Nodes.Length; n++)
        {
            if (_result.Before(n) is not { } before)
                continue;
            var node = _graph.Nodes[n];
            var last = LastWithFact(node.Events);
            if (last < 0)
                continue;
            var state = before.Clone();
            for (var i = 0; i <= last; i++)
            {
                var e = node.Events[i];
                foreach (var send in kept)
                {
                    if (e is Model.Write or Change && !SentObjects.Has(state, send, _result.Tables) && SentObjects.IsChanged(e, node.Frame, send))
                        changes.Add(new ChangeFact(e, node.Frame.Resolve(e is Write w ? w.Path : ((Change)e).Object), n, node.Frame, Held(state), state.Held & _result.Tables.Claims, send) { InNextCall = true });
                }

                if (!state.Sent.IsEmpty)
                {
                    foreach (var sentBefore in SentObjects.Changed(state, e, node.Frame, _result.Tables))
                        changes.Add(new ChangeFact(e, node.Frame.Resolve(e is Write w ? w.Path : ((Change)e).Object), n, node.Frame, Held(state), state.Held & _result.Tables.Claims, sentBefore));
                }

                if (e is Sent sent)
                    again.AddRange(SentObjects.Again(state, sent, node.Frame, _result.Tables));
                else if (e is Write write)
                    writes.Add(Fact(write, n, node.Frame, state));
                else if (e is Use { Object: { } used } use)
                    uses.Add(new UseFact(use, node.Frame.Resolve(used), n, node.Frame, Held(state), state.Held & _result.Tables.Claims, RunningUses.Earlier(state, use, node.Frame, _result.Tables)));
                else if (e is Advance advance)
                    Gather(advance, n, node.Frame, state, advances);
                _result.Transfer.Apply(state, e, node.Frame);
                if (e is Read read)
                {
                    var path = node.Frame.Resolve(read.Path);
                    var decisions = read.Kind == ReadKind.Receiver || read.LooksUp ? Decisions(state, path, n) : ImmutableArray<DecisionFact>.Empty;
                    reads.Add(new AccessFact(read, path, n, node.Frame, Held(state), state.Held & _result.Tables.Claims, decisions) { Shared = state.Held & _result.Tables.Shared });
                }
                else if (Held(state) != 0 && e is Call or Enter)
                {
                    handedOut.Add((e is Call call ? call.Target : ((Enter)e).Body.Body.Key, Held(state)));
                }
            }
        }

        Writes = writes.ToImmutable();
        Reads = reads.ToImmutable();
        Advances = advances.ToImmutable();
        HandedOut = handedOut.ToImmutable();
        Uses = uses.ToImmutable();
        ChangesAfterSend = changes.ToImmutable();
        SentAgain = again.ToImmutable();
    }

    private void Gather(Advance advance, int node, Frame frame, MethodState state, ImmutableArray<AdvanceFact>.Builder into)
    {
        foreach (var read in ReadsIn(Transfer.Values(state, advance.Of, frame.SlotBase)))
        {
            if (read is { IsStale: true, PassedOn: false, Event.Kind: ReadKind.View })
                into.Add(new AdvanceFact(advance, node, frame, Held(state), state.Held & _result.Tables.Claims, read));
        }
    }

    private static int LastWithFact(ImmutableArray<AccessEvent> events)
    {
        var last = events.Length - 1;
        while (last >= 0 && events[last] is not (Model.Write or Model.Read or Use or Advance or Call or Enter or Change or Sent))
            last--;
        return last;
    }
}
