using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Model;

/// <summary>Where in the source an event stands. Text is made only when a message asks for it.</summary>
/// <param name="Node">The syntax; null in hand-built bodies.</param>
internal sealed record Site(SyntaxNode? Node)
{
    private const int MaxText = 60;
    private readonly string? _name;

    /// <summary>A place in a hand-built body.</summary>
    public Site(string name) : this((SyntaxNode?)null) => _name = name;

    /// <summary>The place for diagnostics.</summary>
    public Location Location => Node?.GetLocation() ?? Location.None;

    /// <summary>The position in its file, to order findings and to tell sites apart.</summary>
    public int Start => Node?.SpanStart ?? 0;

    /// <summary>The source on one line, at most 60 characters, for messages.</summary>
    public string Text
    {
        get
        {
            if (Node is null)
                return _name ?? "";
            var text = string.Join(" ", Node.ToString().Split(new[] { ' ', '\t', '\r', '\n' }, StringSplitOptions.RemoveEmptyEntries));
            return text.Length <= MaxText ? text : text.Substring(0, MaxText - 1) + "…";
        }
    }

    /// <inheritdoc/>
    public bool Equals(Site? other) => other is not null && ReferenceEquals(Node, other.Node) && _name == other._name;

    /// <inheritdoc/>
    public override int GetHashCode() => Node?.GetHashCode() ?? _name?.GetHashCode() ?? 0;
}
