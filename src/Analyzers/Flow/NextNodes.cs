using System.Collections.Immutable;

namespace AsyncStateAnalyzers.Flow;

/// <summary>The nodes that control can come to next. A value, because every walk over a graph asks each node for them.</summary>
internal readonly struct NextNodes
{
    private readonly int _whenTrue;
    private readonly int _whenFalse;
    private readonly ImmutableArray<int> _rethrows;
    private readonly ImmutableArray<int> _handlers;

    /// <summary>These nodes; -1 for none.</summary>
    public NextNodes(int whenTrue, int whenFalse, ImmutableArray<int> rethrows, ImmutableArray<int> handlers)
    {
        _whenTrue = whenTrue;
        _whenFalse = whenFalse;
        _rethrows = rethrows;
        _handlers = handlers;
    }

    /// <summary>Goes through them.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>True where the node is one of them.</summary>
    public bool Contains(int node)
    {
        foreach (var next in this)
        {
            if (next == node)
                return true;
        }

        return false;
    }

    /// <summary>The place in the sequence.</summary>
    public struct Enumerator
    {
        private readonly NextNodes _nodes;
        private int _at;

        internal Enumerator(NextNodes nodes)
        {
            _nodes = nodes;
            _at = -1;
            Current = -1;
        }

        /// <summary>The node.</summary>
        public int Current { get; private set; }

        /// <summary>Goes on; false at the end.</summary>
        public bool MoveNext()
        {
            while (++_at < 2 + _nodes._rethrows.Length + _nodes._handlers.Length)
            {
                Current = _at switch
                {
                    0 => _nodes._whenTrue,
                    1 => _nodes._whenFalse,
                    _ when _at < 2 + _nodes._rethrows.Length => _nodes._rethrows[_at - 2],
                    _ => _nodes._handlers[_at - 2 - _nodes._rethrows.Length],
                };
                if (Current >= 0)
                    return true;
            }

            return false;
        }
    }
}
