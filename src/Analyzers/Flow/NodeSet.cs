namespace AsyncStateAnalyzers.Flow;

/// <summary>A set of nodes of one graph, a bit each; gone through in order.</summary>
internal sealed class NodeSet
{
    private readonly ulong[] _bits;

    /// <summary>Empty, for a graph of so many nodes.</summary>
    public NodeSet(int nodes) => _bits = new ulong[(nodes + 63) / 64];

    /// <summary>True where the node is in the set.</summary>
    public bool Contains(int node) => (_bits[node >> 6] & (1UL << (node & 63))) != 0;

    /// <summary>Puts a node in; false where it was there.</summary>
    public bool Add(int node)
    {
        var before = _bits[node >> 6];
        return (_bits[node >> 6] = before | (1UL << (node & 63))) != before;
    }

    /// <summary>The nodes, the lowest first.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        for (var word = 0; word < _bits.Length; word++)
        {
            for (var bit = 0; bit < 64 && _bits[word] >> bit != 0; bit++)
            {
                if ((_bits[word] & (1UL << bit)) != 0)
                    yield return (word * 64) + bit;
            }
        }
    }
}
