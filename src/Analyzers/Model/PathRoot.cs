namespace AsyncStateAnalyzers.Model;

/// <summary>What kind of thing an access path starts from.</summary>
internal enum RootKind
{
    /// <summary>The instance the body belongs to.</summary>
    This,

    /// <summary>A type whose static member follows.</summary>
    Static,

    /// <summary>An object that the caller handed in.</summary>
    Parameter,

    /// <summary>A local: one that lambdas capture (then the path may be the local itself), or one that holds an object.</summary>
    Local,

    /// <summary>An object whose origin the lowering does not know; equal to no other root.</summary>
    Unknown,
}

/// <summary>The start of an access path. Roots are equal when kind and key are; unknown roots are never equal.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">The symbol (original definition), or any object in hand-built bodies; null for <c>this</c>.</param>
/// <param name="Name">How traces and messages call it.</param>
/// <param name="Traits">What is known of the value in it; matters for captured locals.</param>
internal sealed record PathRoot(RootKind Kind, object? Key, string Name, LocationTraits Traits = LocationTraits.None)
{
    /// <summary>The one root of instance state.</summary>
    public static PathRoot This { get; } = new(RootKind.This, null, "this");

    /// <summary>An object of unknown origin.</summary>
    public static PathRoot Unknown { get; } = new(RootKind.Unknown, null, "?");

    /// <inheritdoc/>
    public bool Equals(PathRoot? other) =>
        other is not null && Kind == other.Kind && Kind != RootKind.Unknown && Equals(Key, other.Key);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked(((int)Kind * 397) ^ (Key?.GetHashCode() ?? 0));

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        RootKind.Static => "static " + Name,
        RootKind.Parameter => "param " + Name,
        RootKind.Local => "local " + Name,
        _ => Name,
    };
}

/// <summary>One member of an access path. Steps are equal when their keys are.</summary>
/// <param name="Key">The symbol (original definition), or any object in hand-built bodies.</param>
/// <param name="Name">The member's name; for an element the empty string.</param>
/// <param name="Traits">What is known of the location.</param>
internal sealed record PathStep(object Key, string Name, LocationTraits Traits = LocationTraits.None)
{
    private static readonly object s_elementKey = new();

    /// <summary>The content of a collection: every element, the count, the presence of a key.</summary>
    public static PathStep Element { get; } = new(s_elementKey, "");

    /// <summary>The content of a collection whose single operations are thread-safe.</summary>
    public static PathStep ConcurrentElement { get; } = new(s_elementKey, "", LocationTraits.Concurrent);

    /// <summary>The content of a plain collection that grows when elements are added.</summary>
    public static PathStep GrowingElement { get; } = new(s_elementKey, "", LocationTraits.Growing);

    /// <summary>The content of a plain collection that grows also when an element is stored under a new key.</summary>
    public static PathStep KeyedElement { get; } = new(s_elementKey, "", LocationTraits.Growing | LocationTraits.Keyed);

    /// <summary>True for the content of a collection or array.</summary>
    public bool IsElement => ReferenceEquals(Key, s_elementKey);

    /// <inheritdoc/>
    public bool Equals(PathStep? other) => other is not null && Equals(Key, other.Key);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode();
}

/// <summary>What is known of a location from its declaration.</summary>
[Flags]
internal enum LocationTraits
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Assigned in constructors and initialisers only: a read of it cannot become stale.</summary>
    ReadOnly = 1,

    /// <summary>Holds a value without identity (number, string, enum, immutable struct or collection): two equal fills cannot be told apart.</summary>
    ImmutableValue = 2,

    /// <summary>Holds a <c>Task</c> or <c>ValueTask</c>.</summary>
    TaskLike = 4,

    /// <summary>Holds a delegate.</summary>
    DelegateLike = 8,

    /// <summary>Declared <c>volatile</c>.</summary>
    Volatile = 16,

    /// <summary>Content of a collection whose single operations are thread-safe.</summary>
    Concurrent = 32,

    /// <summary>Holds a <c>bool</c>.</summary>
    Boolean = 64,

    /// <summary>Holds a cancellation token source, timer or another handle that is replaced as a whole.</summary>
    Handle = 128,

    /// <summary>A local that a lambda or local function captures while somebody writes it.</summary>
    Captured = 256,

    /// <summary>Content of a plain collection that is moved about when elements come and go: two threads at once break it.</summary>
    Growing = 1 << 12,

    /// <summary>Growing content, and storing under a key that is not there yet lets it grow.</summary>
    Keyed = 1 << 13,

    /// <summary>Holds a number or a text: what is added to, and then written back.</summary>
    Number = 1 << 20,

    /// <summary>Holds an object that must be disposed of: of two, one is lost.</summary>
    Disposable = 1 << 21,

    /// <summary>Each thread has its own.</summary>
    ThreadOwn = 1 << 14,

    /// <summary>The platform keeps one for the whole process.</summary>
    OfProcess = 1 << 17,

    /// <summary>Not a member of the source: a slot of the platform behind a property or a pair of methods.</summary>
    OfPlatform = 1 << 18,

    /// <summary>Belongs to the thread, and the host sets it wherever it lets code go on.</summary>
    OfHost = 1 << 16,

    /// <summary>Content of a collection that may lose elements while it is enumerated: a dictionary or hash set.</summary>
    Shrinking = 1 << 15,
}
