using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Flow;

/// <summary>
/// For each slot the reads (and guards) its value may stem from. Freshness is kept here, per slot, and not per location: that is
/// what makes it belong to values. Reading a location again gives another slot a fresh value; the old copy stays old.
/// </summary>
internal sealed class Origins : IEquatable<Origins>
{
    private int[] _slots;
    private FactSet[] _facts;
    private int _count;
    private bool _isLent;

    /// <summary>No slot has a known origin.</summary>
    public Origins()
    {
        _slots = Array.Empty<int>();
        _facts = Array.Empty<FactSet>();
    }

    private Origins(Origins other)
    {
        // Most copies are never changed: the arrays are shared until one side changes something.
        other._isLent = true;
        _isLent = true;
        _count = other._count;
        _slots = other._slots;
        _facts = other._facts;
    }

    /// <summary>The origins of the value in a slot.</summary>
    public FactSet this[int slot]
    {
        get
        {
            var at = Array.BinarySearch(_slots, 0, _count, slot);
            return at < 0 ? FactSet.Empty : _facts[at];
        }
    }

    /// <summary>How many slots have a known origin.</summary>
    public int Count => _count;

    /// <summary>A copy that can be changed.</summary>
    public Origins Clone() => new(this);

    /// <summary>The slot gets a new value.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public void Set(int slot, FactSet facts)
    {
        var at = Array.BinarySearch(_slots, 0, _count, slot);
        if (at < 0 ? facts.IsEmpty : _facts[at].IsSame(facts))
            return;
        Own();
        if (at >= 0)
        {
            if (facts.IsEmpty)
            {
                _count--;
                Array.Copy(_slots, at + 1, _slots, at, _count - at);
                Array.Copy(_facts, at + 1, _facts, at, _count - at);
                return;
            }

            _facts[at] = facts;
            return;
        }

        at = ~at;
        if (_count == _slots.Length)
        {
            Array.Resize(ref _slots, (_count * 2) + 8);
            Array.Resize(ref _facts, (_count * 2) + 8);
        }

        Array.Copy(_slots, at, _slots, at + 1, _count - at);
        Array.Copy(_facts, at, _facts, at + 1, _count - at);
        _slots[at] = slot;
        _facts[at] = facts;
        _count++;
    }

    /// <summary>Forgets the slots for which the test says so: those that nothing later looks at.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public void Forget(Func<int, bool> unused)
    {
        var kept = 0;
        while (kept < _count && !unused(_slots[kept]))
            kept++;
        if (kept == _count)
            return;
        Own();
        for (var i = kept + 1; i < _count; i++)
        {
            if (unused(_slots[i]))
                continue;
            _slots[kept] = _slots[i];
            _facts[kept++] = _facts[i];
        }

        _count = kept;
    }

    /// <summary>Every value grows old; protection other than <paramref name="keep"/> is lost.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public void Age(ulong keep)
    {
        for (var i = 0; i < _count; i++)
            Replace(i, MethodState.AgeAll(_facts[i], keep));
    }

    /// <summary>Fresh values are protected by a guard that was taken without a suspension in between.</summary>
    public void Protect(ulong guard)
    {
        for (var i = 0; i < _count; i++)
            Replace(i, MethodState.ProtectFresh(_facts[i], guard));
    }

    /// <summary>True where joining the other in changes nothing.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public bool Covers(Origins other)
    {
        if (ReferenceEquals(_facts, other._facts) && _count == other._count)
            return true;
        var i = 0;
        for (var j = 0; j < other._count; j++)
        {
            while (i < _count && _slots[i] < other._slots[j])
                i++;
            if (i == _count || _slots[i] != other._slots[j] || !_facts[i].Covers(other._facts[j]))
                return false;
        }

        return true;
    }

    /// <summary>No value is protected by the guard any more.</summary>
    public void Unprotect(ulong guard)
    {
        for (var i = 0; i < _count; i++)
            Replace(i, MethodState.Unprotect(_facts[i], guard));
    }

    /// <summary>What the values stem from where two ways meet: from either.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public static Origins Union(Origins left, Origins right)
    {
        if (right.Covers(left))
            return right.Clone();
        if (left.Covers(right))
            return left.Clone();
        var result = new Origins { _slots = new int[left._count + right._count], _facts = new FactSet[left._count + right._count] };
        int i = 0, j = 0, n = 0;
        while (i < left._count || j < right._count)
        {
            if (j == right._count || (i < left._count && left._slots[i] < right._slots[j]))
            {
                result._slots[n] = left._slots[i];
                result._facts[n++] = left._facts[i++];
            }
            else if (i == left._count || left._slots[i] > right._slots[j])
            {
                result._slots[n] = right._slots[j];
                result._facts[n++] = right._facts[j++];
            }
            else
            {
                result._slots[n] = left._slots[i];
                result._facts[n++] = left._facts[i++].Union(right._facts[j++]);
            }
        }

        result._count = n;
        return result;
    }

    private void Replace(int at, FactSet facts)
    {
        if (_facts[at].IsSame(facts))
            return;
        Own();
        _facts[at] = facts;
    }

    /// <summary>Before the first change: arrays that nobody else looks at.</summary>
    private void Own()
    {
        if (!_isLent)
            return;
        var (slots, facts) = (new int[_count + 8], new FactSet[_count + 8]);
        Array.Copy(_slots, slots, _count);
        Array.Copy(_facts, facts, _count);
        (_slots, _facts, _isLent) = (slots, facts, false);
    }

    /// <inheritdoc/>
    public bool Equals(Origins? other)
    {
        if (other is null || _count != other._count)
            return false;
        for (var i = 0; i < _count; i++)
        {
            if (_slots[i] != other._slots[i] || !_facts[i].Equals(other._facts[i]))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Origins);

    /// <inheritdoc/>
    public override int GetHashCode() => _count;
}
