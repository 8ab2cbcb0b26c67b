namespace AsyncStateAnalyzers.Knowledge;

/// <content>What a member asks for and then uses, and another takes away.</content>
internal sealed partial class TypeOutline
{
    private readonly HashSet<string> _lookedUpIn = new(StringComparer.Ordinal);

    private readonly HashSet<string> _setToNull = new(StringComparer.Ordinal);

    private readonly HashSet<string> _takenFrom = new(StringComparer.Ordinal);

    /// <summary>True for a member that some member sets to null, and for a collection in which elements are looked up and from which they are taken.</summary>
    public bool MayBeGone(string name) => _setToNull.Contains(name) || (_takenFrom.Contains(name) && _lookedUpIn.Contains(name));

    private bool UsesWhatMayBeGone(MemberOutline member) =>
        (_setToNull.Count > 0 && member.Mentions.Any(m => m.Value > 1 && _setToNull.Contains(m.Key)))
        || (_takenFrom.Count > 0 && member.LookedUpIn.Any(n => _takenFrom.Contains(n) && member.Mentions.TryGetValue(n, out var count) && count > 1));

    private void AddGone(MemberOutline outline)
    {
        _lookedUpIn.UnionWith(outline.LookedUpIn);
        _setToNull.UnionWith(outline.SetToNull);
        _takenFrom.UnionWith(outline.TakenFrom);
    }
}
