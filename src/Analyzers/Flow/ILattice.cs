namespace AsyncStateAnalyzers.Flow;

/// <summary>
/// A join semilattice. For all values: <c>Join</c> is associative, commutative and idempotent, and <c>Bottom</c> is its neutral
/// element. Values are equal when <c>Equals</c> says so. The law tests check every implementation on generated values.
/// </summary>
/// <typeparam name="T">The values.</typeparam>
internal interface ILattice<T>
{
    /// <summary>The value of a point that nothing reaches.</summary>
    T Bottom { get; }

    /// <summary>What is true where two ways meet.</summary>
    T Join(T left, T right);
}
