using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>
/// Facts that may hold, each with the guards that have surely been held without a gap since it arose (its protection, a bit per guard).
/// Union over the facts, intersection over the protection: a fact that comes in on one way only keeps the protection of that way.
/// </summary>
internal readonly struct FactSet : IEquatable<FactSet>
{
    private readonly Fact[]? _facts;

    private FactSet(Fact[] facts) => _facts = facts.Length == 0 ? null : facts;

    /// <summary>No facts.</summary>
    public static FactSet Empty => default;

    /// <summary>True without facts.</summary>
    public bool IsEmpty => _facts is null;

    /// <summary>The number of facts.</summary>
    public int Count => _facts?.Length ?? 0;

    /// <summary>The facts in order of their keys.</summary>
    public Fact this[int index] => _facts![index];

    /// <summary>One fact.</summary>
    public static FactSet Of(long key, ulong protection) => new(new[] { new Fact(key, protection) });

    /// <summary>Any facts, in any order; of two with one key the protection is what both have.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public static FactSet From(List<Fact> facts)
    {
        if (facts.Count == 0)
            return default;
        facts.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        var kept = 0;
        for (var i = 1; i < facts.Count; i++)
        {
            if (facts[i].Key == facts[kept].Key)
                facts[kept] = new Fact(facts[kept].Key, facts[kept].Protection & facts[i].Protection);
            else
                facts[++kept] = facts[i];
        }

        return new FactSet(facts.GetRange(0, kept + 1).ToArray());
    }

    /// <summary>The facts of both.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public FactSet Union(FactSet other)
    {
        if (Covers(other))
            return this;
        if (_facts is null || other.Covers(this))
            return other;
        var a = _facts;
        var b = other._facts!;
        var result = new Fact[CountBoth(a, b)];
        int i = 0, j = 0, n = 0;
        while (i < a.Length && j < b.Length)
        {
            if (a[i].Key < b[j].Key)
                result[n++] = a[i++];
            else if (a[i].Key > b[j].Key)
                result[n++] = b[j++];
            else
            {
                result[n++] = new Fact(a[i].Key, a[i].Protection & b[j].Protection);
                i++;
                j++;
            }
        }

        while (i < a.Length)
            result[n++] = a[i++];
        while (j < b.Length)
            result[n++] = b[j++];
        return new FactSet(result);
    }

    /// <summary>How many keys there are in both together.</summary>
    [MethodImpl(Tiering.AtOnce)]
    private static int CountBoth(Fact[] a, Fact[] b)
    {
        int i = 0, j = 0, both = 0;
        while (i < a.Length && j < b.Length)
        {
            var (one, other) = (a[i].Key, b[j].Key);
            if (one <= other)
                i++;
            if (other <= one)
                j++;
            if (one == other)
                both++;
        }

        return a.Length + b.Length - both;
    }

    /// <summary>The facts for which the test does not hold.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public FactSet Without(Func<Fact, bool> goes)
    {
        List<Fact>? kept = null;
        for (var i = 0; i < Count; i++)
        {
            var fact = _facts![i];
            if (!goes(fact))
            {
                kept?.Add(fact);
            }
            else if (kept is null)
            {
                kept = new List<Fact>(Count);
                for (var j = 0; j < i; j++)
                    kept.Add(_facts[j]);
            }
        }

        return kept is null ? this : new FactSet(kept.ToArray());
    }

    /// <summary>True where every fact of the other is here with no more protection; then the union is this very set.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public bool Covers(FactSet other)
    {
        if (other._facts is null || ReferenceEquals(_facts, other._facts))
            return true;
        if (_facts is null)
            return false;
        var i = 0;
        foreach (var fact in other._facts)
        {
            while (i < _facts.Length && _facts[i].Key < fact.Key)
                i++;
            if (i == _facts.Length || _facts[i].Key != fact.Key || (_facts[i].Protection & ~fact.Protection) != 0)
                return false;
        }

        return true;
    }

    /// <summary>True where the other is this very set, without comparing facts.</summary>
    public bool IsSame(FactSet other) => ReferenceEquals(_facts, other._facts);

    /// <inheritdoc/>
    public bool Equals(FactSet other)
    {
        if (ReferenceEquals(_facts, other._facts))
            return true;
        if (_facts is null || other._facts is null || _facts.Length != other._facts.Length)
            return false;
        for (var i = 0; i < _facts.Length; i++)
        {
            if (_facts[i].Key != other._facts[i].Key || _facts[i].Protection != other._facts[i].Protection)
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FactSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;
}

/// <summary>A fact and the guards held since it arose.</summary>
/// <param name="Key">Which fact; see <see cref="Tokens"/>.</param>
/// <param name="Protection">A bit per guard.</param>
internal readonly record struct Fact(long Key, ulong Protection);
