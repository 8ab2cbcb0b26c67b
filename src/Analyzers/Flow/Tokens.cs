namespace AsyncStateAnalyzers.Flow;

/// <summary>
/// What a value may stem from, packed into a number: a read (by its slot) and its freshness, or a guard and what the value says
/// about it. A decision adds the node whose branch was taken.
/// </summary>
internal static class Tokens
{
    private const int KindBits = 4;
    private const long KindMask = (1 << KindBits) - 1;

    /// <summary>The token of a read or a guard.</summary>
    public static long Make(TokenKind kind, int id) => ((long)id << KindBits) | (long)kind;

    /// <summary>What the token says.</summary>
    public static TokenKind Kind(long token) => (TokenKind)(token & KindMask);

    /// <summary>The slot of the read, or the index of the guard.</summary>
    public static int Id(long token) => (int)((token >> KindBits) & 0xFFFFFF);

    /// <summary>A decision at <paramref name="node"/> because of a value with this token.</summary>
    public static long Decide(long token, int node) => ((long)node << 32) | token;

    /// <summary>The node of a decision.</summary>
    public static int Node(long decision) => (int)(decision >> 32);

    /// <summary>True for values that stem from a read of a location.</summary>
    public static bool IsRead(long token) => Kind(token) <= TokenKind.PassedOn;

    /// <summary>True for reads that a suspension has overtaken.</summary>
    public static bool IsStale(long token) => Kind(token) is TokenKind.Stale or TokenKind.PassedOn;

    /// <summary>The same token after a suspension.</summary>
    public static long Age(long token) => Kind(token) is TokenKind.Fresh or TokenKind.Consumed ? token | 1L : token;

    /// <summary>The same token in the result of an awaited operation: it was handed to that operation and came back as something else.</summary>
    public static long PassOn(long token) => IsRead(token) ? (token & ~KindMask) | (long)TokenKind.PassedOn : token;
}

/// <summary>What a token says.</summary>
internal enum TokenKind
{
    /// <summary>Stems from a read since which nothing suspended.</summary>
    Fresh = 0,

    /// <summary>Stems from a read that a suspension has overtaken.</summary>
    Stale = 1,

    /// <summary>Stale, and went through an awaited operation.</summary>
    PassedOn = 2,

    /// <summary>A task that, awaited, means that the guard is held.</summary>
    PendingAcquire = 3,

    /// <summary>A task whose awaited result says whether the guard is held.</summary>
    PendingTry = 4,

    /// <summary>An object whose disposal gives the guard back.</summary>
    Releaser = 5,

    /// <summary>A flag that is true where the guard is held.</summary>
    TryResult = 6,

    /// <summary>A flag that was set to true while the guard was held.</summary>
    Flag = 7,

    /// <summary>The task of an operation of a single-use object.</summary>
    Task = 10,

    /// <summary>Not a value: such an operation has begun, and nobody has waited for it.</summary>
    Running = 12,

    /// <summary>Not a value: an object was sent.</summary>
    Sent = 13,

    /// <summary>Says whether what was sent has been taken.</summary>
    SendAnswer = 14,

    /// <summary>Not a value: all elements of a collection were read on the way, and nothing has suspended since.</summary>
    Consumed = 8,

    /// <summary>The same, overtaken by a suspension.</summary>
    ConsumedStale = 9,
}
