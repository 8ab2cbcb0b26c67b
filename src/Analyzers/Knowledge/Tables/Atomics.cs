using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>What an atomic API does to the location its first argument refers to.</summary>
internal enum AtomicEffect
{
    /// <summary>Not an atomic API.</summary>
    None,

    /// <summary>Reads it.</summary>
    Read,

    /// <summary>One step on the current value; gives the new value.</summary>
    Step,

    /// <summary>Replaces it; gives the old value.</summary>
    Exchange,

    /// <summary>Replaces it; gives nothing.</summary>
    Publish,

    /// <summary>Replaces it if it is what is expected; gives the old value.</summary>
    CompareExchange,

    /// <summary>Fills it if it is empty; gives the value.</summary>
    Ensure,
}

/// <summary>The rows for <c>Interlocked</c>, <c>Volatile</c>, <c>ImmutableInterlocked</c> and <c>LazyInitializer</c>.</summary>
internal static class Atomics
{
    private static readonly Dictionary<(string Type, string Method), AtomicEffect> s_rows = new()
    {
        [("Interlocked", "Increment")] = AtomicEffect.Step,
        [("Interlocked", "Decrement")] = AtomicEffect.Step,
        [("Interlocked", "Add")] = AtomicEffect.Step,
        [("Interlocked", "And")] = AtomicEffect.Step,
        [("Interlocked", "Or")] = AtomicEffect.Step,
        [("Interlocked", "Read")] = AtomicEffect.Read,
        [("Interlocked", "Exchange")] = AtomicEffect.Exchange,
        [("Interlocked", "CompareExchange")] = AtomicEffect.CompareExchange,
        [("Volatile", "Read")] = AtomicEffect.Read,
        [("Volatile", "Write")] = AtomicEffect.Publish,
        [("Thread", "VolatileRead")] = AtomicEffect.Read,
        [("Thread", "VolatileWrite")] = AtomicEffect.Publish,
        [("ImmutableInterlocked", "Update")] = AtomicEffect.Step,
        [("ImmutableInterlocked", "AddOrUpdate")] = AtomicEffect.Step,
        [("ImmutableInterlocked", "Enqueue")] = AtomicEffect.Step,
        [("ImmutableInterlocked", "Push")] = AtomicEffect.Step,
        [("ImmutableInterlocked", "GetOrAdd")] = AtomicEffect.Ensure,
        [("ImmutableInterlocked", "TryAdd")] = AtomicEffect.CompareExchange,
        [("ImmutableInterlocked", "TryUpdate")] = AtomicEffect.CompareExchange,
        [("ImmutableInterlocked", "TryRemove")] = AtomicEffect.CompareExchange,
        [("ImmutableInterlocked", "TryDequeue")] = AtomicEffect.CompareExchange,
        [("ImmutableInterlocked", "TryPop")] = AtomicEffect.CompareExchange,
        [("ImmutableInterlocked", "InterlockedExchange")] = AtomicEffect.Exchange,
        [("ImmutableInterlocked", "InterlockedCompareExchange")] = AtomicEffect.CompareExchange,
        [("ImmutableInterlocked", "InterlockedInitialize")] = AtomicEffect.CompareExchange,
        [("LazyInitializer", "EnsureInitialized")] = AtomicEffect.Ensure,
    };

    /// <summary>The type whose steps nobody comes between.</summary>
    public const string Steps = "Interlocked";

    /// <summary>Its step that counts somebody in.</summary>
    public const string CountsIn = "Increment";

    /// <summary>Its step that counts somebody out.</summary>
    public const string CountsOut = "Decrement";

    /// <summary>Its step that sets bits and gives what was there.</summary>
    public const string SetsBits = "Or";

    /// <summary>Its step that clears bits.</summary>
    public const string ClearsBits = "And";

    /// <summary>True for the parameter that says what must stand there for the step to be done.</summary>
    public static bool IsExpected(string? parameter) => parameter is "comparand" or "comparisonValue";

    /// <summary>True for the names by which a location gets another value and its old one is given back.</summary>
    public static bool IsSwitch(string method) => method is "Exchange" or "CompareExchange";

    /// <summary>The row of a static method, <see cref="AtomicEffect.None"/> for any other.</summary>
    public static AtomicEffect EffectOf(IMethodSymbol method) =>
        method.IsStatic && method.ContainingType is { } type && (type.IsIn("System.Threading") || type.IsIn("System.Collections.Immutable"))
            && s_rows.TryGetValue((type.Name, method.Name), out var effect) ? effect : AtomicEffect.None;
}
