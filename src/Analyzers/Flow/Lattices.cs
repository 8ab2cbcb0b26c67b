namespace AsyncStateAnalyzers.Flow;

/// <summary>Facts: may, so union; their protection: must, so intersection.</summary>
internal sealed class FactLattice : ILattice<FactSet>
{
    /// <inheritdoc/>
    public FactSet Bottom => FactSet.Empty;

    /// <inheritdoc/>
    public FactSet Join(FactSet left, FactSet right) => left.Union(right);
}

/// <summary>Origins: per slot as <see cref="FactLattice"/>.</summary>
internal sealed class OriginLattice : ILattice<Origins>
{
    /// <inheritdoc/>
    public Origins Bottom => new();

    /// <inheritdoc/>
    public Origins Join(Origins left, Origins right) => Origins.Union(left, right);
}

/// <summary>Guards held: must, so intersection; where nothing comes from, all of them.</summary>
internal sealed class HeldLattice : ILattice<ulong>
{
    /// <inheritdoc/>
    public ulong Bottom => ulong.MaxValue;

    /// <inheritdoc/>
    public ulong Join(ulong left, ulong right) => left & right;
}

/// <summary>The product of these, with the guards given back and what is known of each (may, so union).</summary>
internal sealed class MethodStateLattice : ILattice<MethodState>
{
    /// <inheritdoc/>
    public MethodState Bottom => new(new Origins(), FactSet.Empty, ulong.MaxValue) { Twice = ulong.MaxValue, Thrice = ulong.MaxValue, Free = 0 };

    /// <inheritdoc/>
    public MethodState Join(MethodState left, MethodState right) => MethodState.Join(left, right);
}
