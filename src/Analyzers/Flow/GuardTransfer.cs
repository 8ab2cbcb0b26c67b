using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>What the events of guards do to a <see cref="MethodState"/>.</summary>
internal static class GuardTransfer
{
    /// <summary>A guard is asked for; the answer, or the task of it, goes into the slot.</summary>
    public static void Ask(MethodState state, Acquire acquire, Frame frame, FlowTables tables)
    {
        var index = tables.GuardIndex(frame.Resolve(acquire.Lock), acquire.Kind == LockKind.Thread);
        if (index < 0)
            return;
        var kind = acquire.Mode switch
        {
            AcquireMode.Now => TokenKind.Releaser,
            AcquireMode.WhenAwaited => TokenKind.PendingAcquire,
            AcquireMode.WhenTrue => TokenKind.TryResult,
            _ => TokenKind.PendingTry,
        };
        var guard = 1UL << index;
        if (acquire.Mode == AcquireMode.Now)
        {
            if (acquire.Kind == LockKind.Permit)
                state.Got(guard);
            else
                state.Take(guard, acquire.Kind == LockKind.Async);
            state.Free |= tables.Unsure & guard;
        }

        if (acquire.Slot >= 0)
            state.Origins.Set(acquire.Slot + frame.SlotBase, FactSet.Of(Tokens.Make(kind, index), 0));
    }

    /// <summary>The task of a guard has been awaited: it is there. Where nobody looks at the answer of one that gives up after a time, it may not be.</summary>
    public static void Answered(MethodState state, ulong guard, FlowTables tables)
    {
        // Who holds it and takes it again waits for itself; what an inner release gives back is not what the outer wait has taken.
        state.Twice |= guard & state.Held & state.Taken & ~state.Free & ~tables.Permits;
        state.Held |= guard & ~tables.Permits;
        state.Got(guard);
        state.Free |= tables.Unsure & guard;
    }

    /// <summary>The guards whose releaser the values are, are given back.</summary>
    public static void GiveBack(MethodState state, FactSet facts)
    {
        for (var i = 0; i < facts.Count; i++)
        {
            if (Tokens.Kind(facts[i].Key) is TokenKind.Releaser or TokenKind.TryResult)
                state.Release(1UL << Tokens.Id(facts[i].Key));
        }
    }

    /// <summary>What the execution is known to have where a value becomes true: guards, and claims where it is the answer of a helper.</summary>
    public static ulong ToTell(MethodState state, Let let, FlowTables tables) => state.Taken & ~state.Free & (let.Variable is null ? tables.Explicit | tables.Claims : tables.Explicit);

    /// <summary>A local or answer that is set to true where something is held says so from then on.</summary>
    public static FactSet Flag(ulong held)
    {
        var flags = new List<Fact>();
        for (var i = 0; held != 0; i++, held >>= 1)
        {
            if ((held & 1) != 0)
                flags.Add(new Fact(Tokens.Make(TokenKind.Flag, i), 0));
        }

        return FactSet.From(flags);
    }
}
