using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Whether an object, with all that it leads to, can change after it has been made. The later, the worse.</summary>
internal enum MutabilityKind
{
    /// <summary>It cannot.</summary>
    Immutable,

    /// <summary>Whoever holds it cannot change it, but it may look at a collection that somebody else changes.</summary>
    View,

    /// <summary>It holds what may be anything: an <c>object</c>, a delegate, a service, a type parameter.</summary>
    Unknown,

    /// <summary>It can, and the source shows where.</summary>
    Mutable,
}

/// <summary>Whether the objects of a type can change, and what in them can.</summary>
/// <param name="Kind">Whether.</param>
/// <param name="Because">What stands behind it, as the end of a sentence that begins with the type: <c>'Lines' is a 'List&lt;Line&gt;'</c>; empty where nothing can change.</param>
/// <param name="Member">The member of the type itself that leads there; null where the type itself is the reason.</param>
/// <param name="Root">The member at the end of the chain, or the type itself.</param>
/// <param name="BufferOnly">True where all that can change are the elements of a buffer.</param>
internal sealed record Mutability(MutabilityKind Kind, string Because, ISymbol? Member = null, ISymbol? Root = null, bool BufferOnly = false)
{
    /// <summary>Nothing can change.</summary>
    public static Mutability Never { get; } = new(MutabilityKind.Immutable, "");

    /// <summary>The worse of two; the first where they are alike.</summary>
    public Mutability Or(Mutability other) => other.Kind > Kind || (other.Kind == Kind && BufferOnly && !other.BufferOnly) ? other : this;
}
