using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>What lowering knows about the value of an expression.</summary>
internal readonly struct Value
{
    private readonly ImmutableArray<int> _uses;
    private readonly int _slot;

    /// <summary>A value computed from slots.</summary>
    public Value(ImmutableArray<int> uses) : this(uses, -1)
    {
    }

    private Value(ImmutableArray<int> uses, int slot)
    {
        _uses = uses;
        _slot = slot + 1;
    }

    /// <summary>A constant, or something that no state went into.</summary>
    public static Value None => default;

    /// <summary>The slots it was computed from.</summary>
    public ImmutableArray<int> Uses => _uses.IsDefault ? ImmutableArray<int>.Empty : _uses;

    /// <summary>The slot that holds exactly this value, -1 where there is none.</summary>
    public int Slot => _slot - 1;

    /// <summary>The object that the value refers to, where it has a path.</summary>
    public AccessPath? Path { get; init; }

    /// <summary>Where the value gives out elements (an enumerator, a query): the place they come from.</summary>
    public AccessPath? Elements { get; init; }

    /// <summary>True for an enumerator or query whose elements are taken when their turn comes, and not for a copy of them.</summary>
    public bool IsView { get; init; }

    /// <summary>The body that the value runs, if it is a delegate: a lambda's symbol, a method, a local or parameter.</summary>
    public object? Delegate { get; init; }

    /// <summary>True for a new object that only this value knows.</summary>
    public bool IsNew { get; init; }

    /// <summary>True for a new collection that begins with what another one holds.</summary>
    public bool IsCopy { get; init; }

    /// <summary>True for a task that is done already.</summary>
    public bool IsCompleted { get; init; }

    /// <summary>True where the slot is the result of a lock acquisition that has yet to be awaited.</summary>
    public bool IsPending { get; init; }

    /// <summary>A value that sits in a slot.</summary>
    public static Value Of(int slot) => new(ImmutableArray.Create(slot), slot);

    /// <summary>A value that sits in a slot and also depends on others.</summary>
    public static Value Of(int slot, ImmutableArray<int> others) => new(others.Contains(slot) ? others : others.Insert(0, slot), slot);

    /// <summary>The same value, known to sit in the slot (or in none, for -1).</summary>
    public Value In(int slot, bool pending = false) => new(Uses, slot) { Path = Path, Elements = Elements, IsView = IsView, Delegate = Delegate, IsNew = IsNew, IsCopy = IsCopy, IsCompleted = IsCompleted, IsPending = pending || IsPending };

    /// <summary>The slots of both, without repetition.</summary>
    public static ImmutableArray<int> Join(ImmutableArray<int> left, ImmutableArray<int> right)
    {
        if (left.IsEmpty)
            return right;
        ImmutableArray<int>.Builder? joined = null;
        foreach (var slot in right)
        {
            if (left.Contains(slot) || (joined?.Contains(slot) ?? false))
                continue;
            if (joined is null)
            {
                joined = ImmutableArray.CreateBuilder<int>(left.Length + right.Length);
                joined.AddRange(left);
            }

            joined.Add(slot);
        }

        return joined?.ToImmutable() ?? left;
    }

    /// <summary>The value with other slots added to what it was computed from.</summary>
    public Value With(ImmutableArray<int> more) => more.IsEmpty ? this : new Value(Join(Uses, more), Slot) { Path = Path, Elements = Elements, IsView = IsView, Delegate = Delegate };
}

/// <summary>A place that can be read and written: a local's slot, a location with a path, or a place nobody can name.</summary>
internal sealed class Target
{
    /// <summary>The location; null for plain locals and places without a name.</summary>
    public AccessPath? Path { get; init; }

    /// <summary>The slot of a plain local, or of the new object or struct copy that the place lies in; -1 for none.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>True where the place is a part of what the slot holds.</summary>
    public bool IsPart { get; init; }

    /// <summary>The local or parameter in the slot.</summary>
    public object? Symbol { get; init; }

    /// <summary>The slots of the object that holds the place.</summary>
    public ImmutableArray<int> Receiver { get; init; } = ImmutableArray<int>.Empty;

    /// <summary>The slots of the index or key.</summary>
    public ImmutableArray<int> Index { get; init; } = ImmutableArray<int>.Empty;

    /// <summary>True where its values are references to objects that have members of their own.</summary>
    public bool HoldsObject { get; init; }

    /// <summary>The getter to call in the place of a read; null where reading reads the location.</summary>
    public object? Getter { get; init; }

    /// <summary>The location whose struct this place is a part of; reading the part reads it.</summary>
    public Target? Whole { get; init; }

    /// <summary>All slots that select the place.</summary>
    public ImmutableArray<int> Where => Value.Join(Receiver, Index);
}
