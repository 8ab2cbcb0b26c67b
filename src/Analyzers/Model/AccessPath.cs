using System.Collections.Immutable;
using System.Text;

namespace AsyncStateAnalyzers.Model;

/// <summary>
/// A storage location as one body names it: a root and a chain of members, <c>this._cache[*].Count</c>.
/// Two paths are equal when root and steps are; a truncated path is equal to nothing, not even to itself,
/// because two locations below the depth limit may differ.
/// </summary>
internal sealed class AccessPath : IEquatable<AccessPath>
{
    /// <summary>The longest chain of members that is told apart; deeper locations are <see cref="Truncated"/>.</summary>
    public const int MaxDepth = 4;

    private readonly int _hash;

    private AccessPath(PathRoot root, ImmutableArray<PathStep> steps, bool truncated)
    {
        Root = root;
        Steps = steps;
        Truncated = truncated;
        var hash = root.GetHashCode();
        foreach (var step in steps)
            hash = unchecked((hash * 31) + step.GetHashCode());
        _hash = hash;
    }

    /// <summary>What the chain starts from.</summary>
    public PathRoot Root { get; }

    /// <summary>The members, outermost object first; empty for a captured local itself.</summary>
    public ImmutableArray<PathStep> Steps { get; }

    /// <summary>True where the real location lies deeper than <see cref="MaxDepth"/>.</summary>
    public bool Truncated { get; }

    /// <summary>What is known of the location itself (of its last member, or of the captured local).</summary>
    public LocationTraits Traits => Steps.IsEmpty ? Root.Traits : Steps[Steps.Length - 1].Traits;

    /// <summary>True where the path names the content of a collection or an array element.</summary>
    public bool IsContent => !Steps.IsEmpty && Steps[Steps.Length - 1].IsElement;

    /// <summary>A path without members: a captured local, or an object that a parameter holds.</summary>
    public static AccessPath Of(PathRoot root) => new(root, ImmutableArray<PathStep>.Empty, truncated: false);

    /// <summary>The location of <paramref name="step"/> inside this one.</summary>
    public AccessPath Append(PathStep step) =>
        Truncated || Steps.Length >= MaxDepth ? new AccessPath(Root, Steps, truncated: true) : new AccessPath(Root, Steps.Add(step), truncated: false);

    /// <summary>The object that holds this location; null for a root.</summary>
    public AccessPath? Parent => Truncated || Steps.IsEmpty ? null : new AccessPath(Root, Steps.RemoveAt(Steps.Length - 1), truncated: false);

    /// <summary>The same location, known to be what somebody claims and gives back: it keeps others out as a flag does, whatever it holds.</summary>
    public AccessPath AsFlag()
    {
        if (Truncated || Steps.IsEmpty)
            return this;
        var last = Steps[Steps.Length - 1];
        return new AccessPath(Root, Steps.SetItem(Steps.Length - 1, last with { Traits = last.Traits | LocationTraits.Boolean }), truncated: false);
    }

    /// <summary>This path with <paramref name="root"/> in the place of its own root (a parameter bound to an argument, a local to what it aliases).</summary>
    public AccessPath Rebase(AccessPath root)
    {
        var result = root;
        foreach (var step in Steps)
            result = result.Append(step);
        return Truncated && !result.Truncated ? new AccessPath(result.Root, result.Steps, truncated: true) : result;
    }

    /// <summary>True where this location is <paramref name="prefix"/> or lies inside it.</summary>
    public bool StartsWith(AccessPath prefix)
    {
        if (prefix.Truncated || !Root.Equals(prefix.Root) || Steps.Length < prefix.Steps.Length)
            return false;
        for (var i = 0; i < prefix.Steps.Length; i++)
        {
            if (!Steps[i].Equals(prefix.Steps[i]))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(AccessPath? other) =>
        other is not null && !Truncated && !other.Truncated && _hash == other._hash && Steps.Length == other.Steps.Length && StartsWith(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AccessPath);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>The path as traces and expected event texts show it: <c>this._cache[*]</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Root.ToString());
        foreach (var step in Steps)
            text.Append(step.IsElement ? "[*]" : "." + step.Name);
        return Truncated ? text.Append(".…").ToString() : text.ToString();
    }

    /// <summary>The member or variable that holds it, by which a fix finds it: <c>_cache</c> for <c>_cache[*]</c>, the captured local for its elements.</summary>
    public string Holder => Steps.IsEmpty || Steps[0].IsElement ? Root.Name : Steps[0].Name;

    /// <summary>The path as messages show it: the last named member, <c>_cache</c>; for a captured local its name.</summary>
    public string DisplayName
    {
        get
        {
            for (var i = Steps.Length - 1; i >= 0; i--)
            {
                if (!Steps[i].IsElement)
                    return Steps[i].Name;
            }

            return Root.Name;
        }
    }
}
