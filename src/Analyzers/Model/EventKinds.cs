namespace AsyncStateAnalyzers.Model;

/// <summary>For what a location is read.</summary>
internal enum ReadKind
{
    /// <summary>For its value.</summary>
    Value,

    /// <summary>To reach a member of the object in it; the object itself flows on only where a call on it returns something.</summary>
    Receiver,

    /// <summary>Presence or number of elements: <c>ContainsKey</c>, <c>TryGetValue</c>, <c>Count</c>, <c>Any</c>.</summary>
    Test,

    /// <summary>All elements: enumeration, <c>ToArray</c>, the collection handed to somebody.</summary>
    Content,

    /// <summary>All elements, each when its turn comes: an enumerator, a query that is not run yet, <c>Keys</c>. A change of the collection breaks it.</summary>
    View,
}

/// <summary>In which manner a location is written.</summary>
internal enum WriteKind
{
    /// <summary>The value is replaced.</summary>
    Assign,

    /// <summary>Replaced by the successor of the value read in the same expression: <c>+=</c>, <c>++</c>, <c>??=</c>; the read is an event of its own.</summary>
    Update,

    /// <summary>An element is stored under a key or index, whatever was there.</summary>
    Store,

    /// <summary>An element is added: <c>Add</c> that may throw or duplicate, <c>Enqueue</c>, <c>Push</c>.</summary>
    Insert,

    /// <summary>An element is taken out by value or key.</summary>
    Remove,

    /// <summary>An element is taken out by position: <c>RemoveAt</c>, <c>RemoveRange</c>, <c>Dequeue</c>, <c>Pop</c>.</summary>
    TakeOut,

    /// <summary>All elements are dropped.</summary>
    Clear,

    /// <summary>Test and write in one step, whose outcome the code uses: <c>TryAdd</c>, <c>GetOrAdd</c>, <c>CompareExchange</c>, <c>TryUpdate</c>, <c>HashSet.Add</c> with its result.</summary>
    TestAndSet,

    /// <summary>One atomic step on the current value: <c>Interlocked.Add</c>, <c>ImmutableInterlocked.Update</c>, <c>AddOrUpdate</c>.</summary>
    Atomic,

    /// <summary>Atomic replacement by a value that was computed before: <c>Interlocked.Exchange</c>, <c>Volatile.Write</c>.</summary>
    Exchange,

    /// <summary>Passed by reference to code that may write it.</summary>
    ByReference,
}

/// <summary>Which constant is written.</summary>
internal enum ConstantKind
{
    /// <summary>Not a constant.</summary>
    None,

    /// <summary><c>null</c> or <c>default</c> of a reference type.</summary>
    Null,

    /// <summary><c>false</c>.</summary>
    False,

    /// <summary><c>true</c>.</summary>
    True,

    /// <summary>Another constant.</summary>
    Other,
}

/// <summary>Which construct suspends.</summary>
internal enum SuspendKind
{
    /// <summary><c>await</c>.</summary>
    Await,

    /// <summary>A turn of <c>await foreach</c>.</summary>
    AwaitForEach,

    /// <summary>The disposal of <c>await using</c> or of the enumerator of <c>await foreach</c>.</summary>
    AwaitDispose,

    /// <summary><c>yield return</c> in an async iterator.</summary>
    Yield,
}

/// <summary>What a guard excludes.</summary>
internal enum LockKind
{
    /// <summary>Mutual exclusion that survives a suspension.</summary>
    Async,

    /// <summary>Owned by the thread (<c>lock</c>, <c>Monitor</c>, <c>Lock</c>): ends at the first suspension.</summary>
    Thread,

    /// <summary>Several holders at once (reader locks): excludes writers that take the exclusive form, not other holders.</summary>
    Shared,

    /// <summary>One of several permits: it has to be given back as a guard has, and excludes nobody.</summary>
    Permit,
}

/// <summary>What is known of the way in which a guard is asked for.</summary>
[Flags]
internal enum AcquireTraits
{
    /// <summary>Nothing: a <c>lock</c> statement, a guard that callers hold, a flag, a call known by its name alone.</summary>
    None = 0,

    /// <summary>A call that has a counterpart which gives the guard back: <c>WaitAsync</c>, <c>Monitor.Enter</c>.</summary>
    Explicit = 1,

    /// <summary>Gives up after a time.</summary>
    Timed = 2,

    /// <summary>Can be canceled: then it throws, and nothing has been taken.</summary>
    Cancellable = 4,

    /// <summary>Gives up after a time, and nobody looks at whether it did.</summary>
    AnswerIgnored = 8,

    /// <summary>The task that has to be awaited is thrown away.</summary>
    Dropped = 16,

    /// <summary>Whoever holds it and asks for it once more waits for ever.</summary>
    NotReentrant = 32,

    /// <summary>How many it admits is said by whoever makes it, or by the machine: a throttle as a rule.</summary>
    Counted = 64,
}

/// <summary>What a <see cref="Use"/> tells.</summary>
internal enum UseKind
{
    /// <summary>The operation begins and is awaited on the spot.</summary>
    Whole,

    /// <summary>The operation begins, and goes on until its task is awaited.</summary>
    Start,

    /// <summary>The tasks are waited for otherwise than by <c>await</c>, or leave the body.</summary>
    End,
}

/// <summary>When an <see cref="Acquire"/> counts as held.</summary>
internal enum AcquireMode
{
    /// <summary>At once.</summary>
    Now,

    /// <summary>When the task in the slot has been awaited.</summary>
    WhenAwaited,

    /// <summary>On the branch on which the slot is true.</summary>
    WhenTrue,

    /// <summary>When the task in the slot has been awaited, on the branch on which its result is true.</summary>
    WhenAwaitedTrue,
}

/// <summary>How an argument is passed.</summary>
internal enum PassedBy
{
    /// <summary>Its value is.</summary>
    Value,

    /// <summary>The place is, and the callee may look at what lies there: <c>ref</c>.</summary>
    Ref,

    /// <summary>The place is, for the callee to fill: <c>out</c>.</summary>
    Out,
}
