using System.Reflection;
using AsyncStateAnalyzers.Flow;

namespace AsyncStateAnalyzers.Tests.Flow;

/// <summary>
/// Every lattice of the analyzer obeys the laws of a join semilattice on generated values. A new lattice is found by itself; until
/// <see cref="GeneratedStates"/> can make its values, its tests fail.
/// </summary>
public sealed class LatticeLawTests
{
    private const int Values = 60;

    /// <summary>The lattices of the analyzer.</summary>
    public static TheoryData<string> Lattices =>
        [.. typeof(ILattice<>).Assembly.GetTypes().Where(t => !t.IsInterface && Element(t) is not null).Select(t => t.Name)];

    [Fact]
    public void ThereAreLattices() => Assert.Contains(nameof(MethodStateLattice), ((IEnumerable<object[]>)Lattices).Select(row => row[0]));

    [Theory]
    [MemberData(nameof(Lattices))]
    public void JoinIsAssociative(string lattice) => Run(lattice, nameof(Associative));

    [Theory]
    [MemberData(nameof(Lattices))]
    public void JoinIsCommutative(string lattice) => Run(lattice, nameof(Commutative));

    [Theory]
    [MemberData(nameof(Lattices))]
    public void JoinIsIdempotent(string lattice) => Run(lattice, nameof(Idempotent));

    [Theory]
    [MemberData(nameof(Lattices))]
    public void BottomIsNeutral(string lattice) => Run(lattice, nameof(Neutral));

    [Theory]
    [MemberData(nameof(Lattices))]
    public void EqualValuesHaveEqualHashCodes(string lattice) => Run(lattice, nameof(HashesAgree));

    [Theory]
    [MemberData(nameof(Lattices))]
    public void TheGeneratedValuesDiffer(string lattice) => Run(lattice, nameof(Differ));

    [Fact]
    public void CoversSaysWhatJoinSays() => CoversAgrees((IReadOnlyList<MethodState>)GeneratedStates.Of(typeof(MethodState), Values));

    private static void Associative<T>(ILattice<T> lattice, IReadOnlyList<T> values) => Assert.All(
        GeneratedStates.Triples(values),
        t => Assert.Equal(lattice.Join(lattice.Join(t.A, t.B), t.C), lattice.Join(t.A, lattice.Join(t.B, t.C))));

    private static void Commutative<T>(ILattice<T> lattice, IReadOnlyList<T> values) => Assert.All(
        GeneratedStates.Triples(values),
        t => Assert.Equal(lattice.Join(t.A, t.B), lattice.Join(t.B, t.A)));

    private static void Idempotent<T>(ILattice<T> lattice, IReadOnlyList<T> values) => Assert.All(
        values,
        v => Assert.Equal(v, lattice.Join(v, v)));

    private static void Neutral<T>(ILattice<T> lattice, IReadOnlyList<T> values) => Assert.All(
        values,
        v => Assert.Equal((v, v), (lattice.Join(v, lattice.Bottom), lattice.Join(lattice.Bottom, v))));

    private static void HashesAgree<T>(ILattice<T> lattice, IReadOnlyList<T> values) => Assert.All(
        GeneratedStates.Triples(values),
        t => Assert.Equal(lattice.Join(t.A, t.B)!.GetHashCode(), lattice.Join(t.B, t.A)!.GetHashCode()));

    private static void CoversAgrees(IReadOnlyList<MethodState> values) => Assert.All(
        GeneratedStates.Triples(values),
        t => Assert.Equal(t.A.IsBelow(t.B), t.B.Covers(t.A)));

    private static void Differ<T>(ILattice<T> lattice, IReadOnlyList<T> values) =>
        Assert.InRange(values.Count(v => !lattice.Join(v, values[0])!.Equals(v)), Values / 2, Values);

    private static void Run(string lattice, string law)
    {
        var type = typeof(ILattice<>).Assembly.GetTypes().Single(t => t.Name == lattice && Element(t) is not null);
        var values = GeneratedStates.Of(Element(type)!, Values);
        typeof(LatticeLawTests).GetMethod(law, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(Element(type)!)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Activator.CreateInstance(type), values], null);
    }

    private static Type? Element(Type type) =>
        type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ILattice<>))?.GetGenericArguments()[0];
}
