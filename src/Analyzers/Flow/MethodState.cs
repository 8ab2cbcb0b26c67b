using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>
/// What is known at one point of a graph: the product of <see cref="Origins"/>, <see cref="Decisions"/>, <see cref="Held"/> and <see cref="GivenBack"/>.
/// Mutable while the events of one node are gone through, then only joined and compared.
/// </summary>
internal sealed class MethodState : IEquatable<MethodState>
{
    /// <summary>Nothing known: no origins, no decisions, no guard.</summary>
    public MethodState() : this(new Origins(), FactSet.Empty, 0)
    {
    }

    /// <summary>The given parts.</summary>
    public MethodState(Origins origins, FactSet decisions, ulong held)
    {
        Origins = origins;
        Decisions = decisions;
        Held = held;
    }

    /// <summary>Where the values of slots stem from (may).</summary>
    public Origins Origins { get; }

    /// <summary>Which tests of locations led here (may), as <see cref="Tokens.Decide"/>.</summary>
    public FactSet Decisions { get; set; }

    /// <summary>The guards held on every way to here (must), a bit each.</summary>
    public ulong Held { get; set; }

    /// <summary>The guards given back since the last suspension on some way to here (may), a bit each.</summary>
    public ulong GivenBack { get; set; }

    /// <summary>The guards of the thread that it has taken once more while holding them (must): giving one back once gives nothing away.</summary>
    public ulong Twice { get; set; }

    /// <summary>The same, taken a third time.</summary>
    public ulong Thrice { get; set; }

    /// <summary>The guards that this execution does not hold on some way to here (may).</summary>
    public ulong Free { get; set; } = ulong.MaxValue;

    /// <summary>The guards that it has taken itself and not given back on some way to here (may); unlike <see cref="Held"/> a suspension ends nothing.</summary>
    public ulong Taken { get; set; }

    /// <summary>The guards that it has given back, and not taken since, on some way to here (may).</summary>
    public ulong Returned { get; set; }

    /// <summary>The objects that were sent on some way to here, and are still the same (may), as <see cref="TokenKind.Sent"/>.</summary>
    public FactSet Sent { get; set; }

    /// <summary>A copy that can be changed.</summary>
    public MethodState Clone() => new(Origins.Clone(), Decisions, Held) { Sent = Sent, GivenBack = GivenBack, Twice = Twice, Thrice = Thrice, Free = Free, Taken = Taken, Returned = Returned };

    /// <summary>What holds on one of two ways to the same place.</summary>
    public static MethodState Join(MethodState one, MethodState other) => new(Origins.Union(one.Origins, other.Origins), one.Decisions.Union(other.Decisions), one.Held & other.Held)
    {
        Sent = one.Sent.Union(other.Sent),
        GivenBack = one.GivenBack | other.GivenBack,
        Twice = one.Twice & other.Twice,
        Thrice = one.Thrice & other.Thrice,
        Free = one.Free | other.Free,
        Taken = one.Taken | other.Taken,
        Returned = one.Returned | other.Returned,
    };

    /// <summary>True where joining the other state in would change nothing here.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public bool Covers(MethodState other) =>
        (other.Free & ~Free) == 0 && (other.Taken & ~Taken) == 0 && (other.Returned & ~Returned) == 0 && (Held & ~other.Held) == 0 && (Twice & ~other.Twice) == 0 && (Thrice & ~other.Thrice) == 0 && (other.GivenBack & ~GivenBack) == 0 && Sent.Covers(other.Sent) && Decisions.Covers(other.Decisions) && Origins.Covers(other.Origins);

    /// <summary>
    /// A suspension: every value and decision grows old, and what belongs to the thread is lost. The thread may be another one
    /// afterwards; and on the same thread (a UI context) a monitor lets the next caller in, because it is re-entrant.
    /// </summary>
    /// <param name="threadBound">The guards that do not survive.</param>
    public void Suspend(ulong threadBound)
    {
        Held &= ~threadBound;
        Twice &= ~threadBound;
        Thrice &= ~threadBound;
        GivenBack = 0;
        Origins.Age(~threadBound);
        Decisions = AgeAll(Decisions, ~threadBound);
    }

    /// <summary>
    /// A guard is taken without waiting: what was read since the last suspension was read by the same execution in one go, so the
    /// guard protects it as if it had been taken before the read. Not so where the guard was given back in between: on another
    /// thread somebody may have waited for just that.
    /// </summary>
    public void Take(ulong guard, bool survivesSuspension)
    {
        if (guard == 0)
            return;
        if (survivesSuspension)
        {
            // A lock of the project's own that lets its holder in again: what an inner release gives back is not what was taken first.
            Twice |= guard & Held & Taken & ~Free;
        }
        else
        {
            Thrice |= Twice & guard;
            Twice |= Held & guard;
        }

        Got(guard);

        Held |= guard;
        if (!survivesSuspension || (GivenBack & guard) != 0)
            return;
        Origins.Protect(guard);
        Decisions = ProtectFresh(Decisions, guard);
    }

    /// <summary>From here on the execution has the guard.</summary>
    public void Got(ulong guard)
    {
        Free &= ~guard;
        Taken |= guard;
        Returned &= ~guard;
    }

    /// <summary>A guard that was asked for was not given: a time ran out.</summary>
    public void NotGot(ulong guard)
    {
        Taken &= ~guard;
        Free |= guard;
    }

    /// <summary>The same facts; those that are fresh are protected by the guard as well.</summary>
    internal static FactSet ProtectFresh(FactSet facts, ulong guard)
    {
        if (facts.IsEmpty)
            return facts;
        var list = new List<Fact>(facts.Count);
        for (var i = 0; i < facts.Count; i++)
            list.Add(Tokens.Kind(facts[i].Key) is TokenKind.Fresh or TokenKind.Consumed ? new Fact(facts[i].Key, facts[i].Protection | guard) : facts[i]);
        return FactSet.From(list);
    }

    /// <summary>A guard is given back: it protects nothing read so far any more, even if it is taken again.</summary>
    public void Release(ulong guard)
    {
        if (guard == 0)
            return;
        if ((Twice & guard) != 0)
        {
            Twice &= ~guard | Thrice;
            Thrice &= ~guard;
            return;
        }

        Held &= ~guard;
        Taken &= ~guard;
        Free |= guard;
        Returned |= guard;
        GivenBack |= guard;
        Origins.Unprotect(guard);
        Decisions = Unprotect(Decisions, guard);
    }

    /// <summary>The same facts, grown old.</summary>
    [MethodImpl(Tiering.AtOnce)]
    internal static FactSet AgeAll(FactSet facts, ulong keep)
    {
        var changes = false;
        for (var i = 0; i < facts.Count && !changes; i++)
            changes = Tokens.Age(facts[i].Key) != facts[i].Key || (facts[i].Protection & ~keep) != 0;
        if (!changes)
            return facts;
        var list = new List<Fact>(facts.Count);
        for (var i = 0; i < facts.Count; i++)
            list.Add(new Fact(Tokens.Age(facts[i].Key), facts[i].Protection & keep));
        return FactSet.From(list);
    }

    /// <summary>The same facts without the protection of a guard.</summary>
    internal static FactSet Unprotect(FactSet facts, ulong guard)
    {
        for (var i = 0; i < facts.Count; i++)
        {
            if ((facts[i].Protection & guard) != 0)
            {
                var list = new List<Fact>(facts.Count);
                for (var j = 0; j < facts.Count; j++)
                    list.Add(new Fact(facts[j].Key, facts[j].Protection & ~guard));
                return FactSet.From(list);
            }
        }

        return facts;
    }

    /// <inheritdoc/>
    public bool Equals(MethodState? other) =>
        other is not null && Free == other.Free && Taken == other.Taken && Returned == other.Returned && Held == other.Held && Twice == other.Twice && Thrice == other.Thrice && GivenBack == other.GivenBack && Sent.Equals(other.Sent) && Decisions.Equals(other.Decisions) && Origins.Equals(other.Origins);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MethodState);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked(((int)Held * 397) ^ Decisions.Count);
}
