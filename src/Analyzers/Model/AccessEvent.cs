using System.Collections.Immutable;

namespace AsyncStateAnalyzers.Model;

/// <summary>
/// What a body does to shared state, in evaluation order. Lowering writes events; flow, rules and traces only read them.
/// A <em>slot</em> is a number for a value: a local, a parameter, a flow capture, the result of one read or one call.
/// A value "uses" the slots it was computed from.
/// </summary>
internal abstract record AccessEvent(Site Site);

/// <summary>The location is read and its value put into <paramref name="Slot"/>: <c>r3 = this._count</c>.</summary>
internal sealed record Read(int Slot, AccessPath Path, ReadKind Kind, Site Site) : AccessEvent(Site)
{
    /// <summary>True where an element is looked up by a place or key and the read throws if there is no such element: <c>_rows[i]</c>.</summary>
    public bool LooksUp { get; init; }
}

/// <summary>The location is written: <c>this._count &lt;- {r3, t}</c>.</summary>
/// <param name="Path">The location.</param>
/// <param name="From">The slots that the written value was computed from.</param>
/// <param name="Where">The slots that select the place: the receiver object, the array, the index or key.</param>
/// <param name="Kind">In which manner.</param>
/// <param name="Constant">Which constant, if the value is one.</param>
/// <param name="Site">The assignment or call.</param>
internal sealed record Write(AccessPath Path, ImmutableArray<int> From, ImmutableArray<int> Where, WriteKind Kind, ConstantKind Constant, Site Site) : AccessEvent(Site)
{
    /// <summary>True where an empty collection is put in the place of the one that was there: what that one held is gone, as if it had been cleared.</summary>
    public bool Empties { get; init; }
}

/// <summary>A loop asks the enumerator in the slots for its next element: what it looks at must not have changed since.</summary>
internal sealed record Advance(ImmutableArray<int> Of, Site Site) : AccessEvent(Site);

/// <summary>An object that serves one operation at a time is given one, or an earlier one is known to have ended.</summary>
/// <param name="Kind">Which of these.</param>
/// <param name="Object">The object; null at an end.</param>
/// <param name="Lane">Which of the operations that may run beside each other: <c>read</c>, <c>write</c>, or empty for all.</param>
/// <param name="Because">What the contract of the object says.</param>
/// <param name="Tasks">The slots of the tasks that stand for it.</param>
/// <param name="Holder">The slot of the local that holds the object, -1 for none.</param>
/// <param name="Site">The call.</param>
internal sealed record Use(UseKind Kind, AccessPath? Object, string Lane, string Because, ImmutableArray<int> Tasks, int Holder, Site Site) : AccessEvent(Site);

/// <summary>A slot gets a new value computed from other slots, losing what it held: <c>t &lt;- {r3}</c>.</summary>
internal sealed record Let(int Slot, ImmutableArray<int> From, Site Site) : AccessEvent(Site)
{
    /// <summary>Which constant the value is: a local may be the flag of a guard that has been taken.</summary>
    public ConstantKind Constant { get; init; }

    /// <summary>The local or parameter that holds another value from here on; null where the slot is none, or keeps its object and only takes something in.</summary>
    public object? Variable { get; init; }
}

/// <summary>The body can give way to another execution.</summary>
/// <param name="Kind">Which construct.</param>
/// <param name="Of">The slot of the awaited task, -1 if there is none; awaiting the result of a call that is substituted suspends only if the callee does, and awaiting a pending acquisition acquires.</param>
/// <param name="Result">The slot of the awaited value, -1 if it is not used.</param>
/// <param name="Site">The await, loop or yield.</param>
internal sealed record Suspend(SuspendKind Kind, int Of, int Result, Site Site) : AccessEvent(Site);

/// <summary>
/// A guard is asked for; <paramref name="Slot"/> holds the answer: for an asynchronous acquisition the task that must be awaited
/// (then the releaser), for a synchronous one the releaser or the success flag.
/// </summary>
/// <param name="Slot">The slot of the answer.</param>
/// <param name="Lock">The guard.</param>
/// <param name="Kind">What kind of guard.</param>
/// <param name="Mode">When it counts as held.</param>
/// <param name="Site">The call or statement.</param>
internal sealed record Acquire(int Slot, AccessPath Lock, LockKind Kind, AcquireMode Mode, Site Site) : AccessEvent(Site)
{
    /// <summary>In which way it is asked for.</summary>
    public AcquireTraits Traits { get; init; }
}

/// <summary>The guard is given back.</summary>
internal sealed record Release(AccessPath Lock, Site Site) : AccessEvent(Site)
{
    /// <summary>True where it belongs to the thread: every object has a monitor, and that of a semaphore is not the semaphore.</summary>
    public bool OfThread { get; init; }

    /// <summary>How many are let in by it; one where that is not known.</summary>
    public int Permits { get; init; } = 1;
}

/// <summary>The object in the slots is disposed: guards whose releaser it is are given back.</summary>
internal sealed record Disposed(ImmutableArray<int> Of, Site Site) : AccessEvent(Site);

/// <summary>
/// A call whose body may be at hand: a method, accessor or local function of the type on <c>this</c>, a static one of the type,
/// or a delegate held in a local or parameter. Calls of anything else are not events: their result is a <see cref="Let"/>.
/// </summary>
/// <param name="Target">The method symbol (original definition), or the local or parameter that holds the delegate.</param>
/// <param name="Result">The slot of the result (the task, for an async callee).</param>
/// <param name="Arguments">In evaluation order.</param>
/// <param name="Awaited">True where the call is awaited on the spot: no second execution is started by it.</param>
/// <param name="Site">The call.</param>
internal sealed record Call(object Target, int Result, ImmutableArray<CallArgument> Arguments, bool Awaited, Site Site) : AccessEvent(Site)
{
    /// <summary>True where the wait for it gives up after a time: <c>await FlushAsync().WaitAsync(time)</c>.</summary>
    public bool Bounded { get; init; }

    /// <summary>True for <c>base.Save()</c>: it runs the body that it names, whatever an heir puts in its place.</summary>
    public bool OfBase { get; init; }

    /// <summary>True where the thread stands still until the callee has ended: <c>FlushAsync().GetAwaiter().GetResult()</c>.</summary>
    public bool Blocks { get; init; }
}

/// <summary>An argument of a <see cref="Call"/>.</summary>
/// <param name="Parameter">The parameter symbol (original definition).</param>
/// <param name="Value">The slots of the value.</param>
/// <param name="Path">The location or object passed, if it has a path: parameters of the callee are then other names for it.</param>
/// <param name="Delegate">The key of the body passed: a lambda's symbol, a method symbol, or a local or parameter that holds it.</param>
internal sealed record CallArgument(object Parameter, ImmutableArray<int> Value, AccessPath? Path, object? Delegate)
{
    /// <summary>How it is passed: by value, or as a place.</summary>
    public PassedBy By { get; init; }

    /// <summary>The slot of what a local that is passed as a place holds behind the call, -1 for none.</summary>
    public int Back { get; init; } = -1;

    /// <summary>True where a place that has a name is passed: what the callee puts into it lies there.</summary>
    public bool IsPlace => By != PassedBy.Value && Path is not null;
}

/// <summary>The slot holds a new object that nobody else knows yet.</summary>
internal sealed record New(int Slot, Site Site) : AccessEvent(Site);

/// <summary>The objects in the slots become known to others: stored, returned, captured, passed to an unknown API.</summary>
internal sealed record Escape(ImmutableArray<int> What, Site Site) : AccessEvent(Site);

/// <summary>A lambda is made, or a method group turned into a delegate. Making it runs nothing.</summary>
internal sealed record Enter(NestedBody Body, Site Site) : AccessEvent(Site);

/// <summary>The local in the slot holds the object that belongs to the thread, and lies in the location as well.</summary>
internal sealed record Kept(int Slot, AccessPath Of, Site Site) : AccessEvent(Site);

/// <summary>A local that may hold such an object is used; <paramref name="Fills"/> where something is only put into it.</summary>
internal sealed record KeptUse(int Slot, AccessPath Of, Site Site, bool Fills = false) : AccessEvent(Site);
