using System.Collections.Immutable;

namespace AsyncStateAnalyzers.Model;

/// <summary>
/// One body as a flat graph of blocks: finally blocks are already copied per way through them, so every edge is an ordinary one.
/// Block 0 is the entry; <see cref="Exit"/> has no events and no successors.
/// </summary>
internal sealed class LoweredBody
{
    /// <summary>The method, accessor, lambda or local function (original definition); any object in hand-built bodies.</summary>
    public required object Key { get; init; }

    /// <summary>How messages call the member: <c>PayAsync</c>; a lambda is called after the member it stands in.</summary>
    public required string Name { get; init; }

    /// <summary>The blocks; indices are the targets of edges.</summary>
    public required ImmutableArray<LoweredBlock> Blocks { get; init; }

    /// <summary>The index of the exit block.</summary>
    public required int Exit { get; init; }

    /// <summary>The number of slots used; all slots are below it.</summary>
    public required int SlotCount { get; init; }

    /// <summary>The slot that holds the returned value, -1 if there is none.</summary>
    public int ReturnSlot { get; init; } = -1;

    /// <summary>The parameters and the slots that hold them, in order of declaration.</summary>
    public ImmutableArray<(object Key, int Slot)> Parameters { get; init; } = ImmutableArray<(object, int)>.Empty;

    /// <summary>What the body is and how it came to be.</summary>
    public BodyTraits Traits { get; init; }

    /// <summary>Lambdas and local functions directly inside.</summary>
    public ImmutableArray<NestedBody> Nested { get; init; } = ImmutableArray<NestedBody>.Empty;

    /// <summary>The declaration, for messages.</summary>
    public Site Site { get; init; } = new("");

    /// <summary>The guard that callers from elsewhere hold, as the declaration says; a caller that is at hand shows itself what it holds.</summary>
    public (AccessPath Guard, LockKind Kind)? HeldByCallers { get; init; }

    /// <summary>True where the body contains a suspension of its own.</summary>
    public bool Suspends { get; init; }
}

/// <summary>A run of events without a branch.</summary>
internal sealed class LoweredBlock
{
    /// <summary>In evaluation order.</summary>
    public required ImmutableArray<AccessEvent> Events { get; init; }

    /// <summary>The condition, where the block ends in one; then <see cref="WhenTrue"/> and <see cref="WhenFalse"/> are both set.</summary>
    public BranchCondition? Condition { get; init; }

    /// <summary>Where it goes on, or the target of a condition that holds; -1: nowhere (it throws, or it is the exit).</summary>
    public int WhenTrue { get; init; } = -1;

    /// <summary>The target of a condition that does not hold; -1 without a condition.</summary>
    public int WhenFalse { get; init; } = -1;

    /// <summary>The handlers (catch, filter, or copies of finally for the exceptional way) that an exception after any event can reach.</summary>
    public ImmutableArray<int> Handlers { get; init; } = ImmutableArray<int>.Empty;

    /// <summary>True where no exception gets past the handlers: one of them is a finally, or catches all.</summary>
    public bool HandlersStay { get; init; }

    /// <summary>True where no exception gets past the <see cref="Rethrows"/>.</summary>
    public bool RethrowsStay { get; init; }

    /// <summary>
    /// For a copy of a finally block on the exceptional way: where the exception goes on after it (handlers further out). Ordinary edges for the flow of state.
    /// </summary>
    public ImmutableArray<int> Rethrows { get; init; } = ImmutableArray<int>.Empty;
}

/// <summary>What a branch tests.</summary>
/// <param name="From">The slots that the condition was computed from.</param>
/// <param name="Decider">The slot whose boolean value is the condition, -1 where the condition is more than that.</param>
/// <param name="Negated">True where the condition is the opposite of the decider or of the test.</param>
/// <param name="Test">What the condition asks of its one tested value.</param>
/// <param name="Site">The condition.</param>
internal sealed record BranchCondition(ImmutableArray<int> From, int Decider, bool Negated, TestKind Test, Site Site);

/// <summary>The form of a condition.</summary>
internal enum TestKind
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>Is it null (or, <see cref="BranchCondition.Negated"/>, is it not)?</summary>
    IsNull,

    /// <summary>Is it true?</summary>
    IsTrue,

    /// <summary>Is it less than something, or more?</summary>
    Order,

    /// <summary>Is it already what is to be stored next? If so, nothing is done; that says nothing of what was seen before.</summary>
    Same,
}

/// <summary>What kind of body it is.</summary>
[Flags]
internal enum BodyTraits
{
    /// <summary>An ordinary synchronous member.</summary>
    None = 0,

    /// <summary>Marked <c>async</c>.</summary>
    Async = 1,

    /// <summary>Contains <c>yield</c>.</summary>
    Iterator = 2,

    /// <summary>Instance constructor, initialiser or finaliser: <c>this</c> is not shared yet, or no more.</summary>
    Constructor = 4,

    /// <summary>Static constructor or static initialiser.</summary>
    StaticConstructor = 8,

    /// <summary><c>Dispose</c>, <c>DisposeAsync</c> or a finaliser.</summary>
    Disposal = 16,

    /// <summary>Private (or a local function): reached through the bodies of the type only, unless a delegate is made of it.</summary>
    Private = 32,

    /// <summary>Works on a copy of <c>this</c>: an async method or iterator of a struct.</summary>
    OwnsThis = 64,

    /// <summary>A lambda or local function.</summary>
    Nested = 128,

    /// <summary>Returns nothing although it is async: nobody can wait for it.</summary>
    AsyncVoid = 256,

    /// <summary>A property or event accessor.</summary>
    Accessor = 512,

    /// <summary>The entry point of the program, or top-level statements.</summary>
    EntryPoint = 1024,

    /// <summary>Lowering gave up on a part of it; what is missing is treated as harmless and the give-up is reported.</summary>
    GaveUp = 2048,

    /// <summary>Static: has no <c>this</c>.</summary>
    Static = 4096,

    /// <summary>Not async, and every task that it returns has ended already: who awaits it does not wait.</summary>
    EndsAtOnce = 8192,

    /// <summary>The compiler makes no graph of it, or of a function in it, because it does not compile.</summary>
    DoesNotCompile = 16384,
}

/// <summary>A lambda or local function inside a body.</summary>
internal sealed class NestedBody
{
    /// <summary>Its own graph.</summary>
    public required LoweredBody Body { get; init; }

    /// <summary>When it runs.</summary>
    public required RunsWhen When { get; init; }

    /// <summary>The API or member it is given to, for messages (<c>Task.Run</c>, <c>Timer.Elapsed</c>); null where it is only stored.</summary>
    public string? Via { get; init; }

    /// <summary>The guard under which the receiver runs it (<c>RunLockedAsync(async () => …)</c>); null for none.</summary>
    public AccessPath? RunsUnder { get; init; }

    /// <summary>The member of a base that it is handed to and that runs it under the guard; null where another type does. Its own body, where it is at hand, tells more.</summary>
    public object? RunBy { get; init; }

    /// <summary>The local that holds it, where that local is assigned once; calls through the local are calls of it.</summary>
    public object? HeldBy { get; init; }

    /// <summary>
    /// Locals and parameters of the surrounding body that this one uses without anybody writing them again: its slot and the slot outside.
    /// Where the body runs at once, the value inside is the value outside.
    /// </summary>
    public ImmutableArray<(int Inner, int Outer)> Captures { get; init; } = ImmutableArray<(int, int)>.Empty;
}

/// <summary>When a lambda or local function runs.</summary>
internal enum RunsWhen
{
    /// <summary>Only where it is called by name or through the local that holds it (local functions, stored lambdas).</summary>
    Called,

    /// <summary>Here and now, before the call that takes it goes on (<c>List.ForEach</c>, LINQ, a lock wrapper that is awaited).</summary>
    Immediate,

    /// <summary>At some other time, one run after the other as far as is known.</summary>
    Deferred,

    /// <summary>Several runs at once (<c>Parallel</c>, async <c>Select</c> under <c>WhenAll</c>, timers, events).</summary>
    Concurrent,
}
