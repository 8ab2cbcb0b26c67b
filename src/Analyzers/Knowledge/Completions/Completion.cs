using AsyncStateAnalyzers.Knowledge.Channels;
using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>A place that completes a signal: a <c>TaskCompletionSource</c> or the writing end of a channel.</summary>
/// <param name="Node">The call; the member alone where it is passed on as a delegate.</param>
/// <param name="Method">The name of what is called.</param>
/// <param name="IsOwn">True where the signal belongs to the object at hand, or to the method; false where it is reached through some other object.</param>
/// <param name="Model">The semantic model of its file.</param>
internal sealed record Completion(ExpressionSyntax Node, string Method, bool IsOwn, SemanticModel Model)
{
    /// <summary>True where it throws if somebody else was first.</summary>
    public bool Throws => Signals.Throws(Method);
}

/// <summary>A signal with all that completes it, as far as its type shows.</summary>
/// <param name="Symbol">The field, property, local or parameter that holds it.</param>
/// <param name="Completions">The places, in the order of the source.</param>
/// <param name="IsElement">True where it is one of many in a collection: which one, nobody can tell.</param>
internal sealed record Signal(ISymbol Symbol, IReadOnlyList<Completion> Completions, bool IsElement = false)
{
    /// <summary>A channel as a signal: what completes it.</summary>
    public static Signal? Of(ChannelLife life) => (life.Holders.FirstOrDefault(h => h is IFieldSymbol or IPropertySymbol && life.IsAtHome(h)) ?? life.Holders.FirstOrDefault(life.IsAtHome) ?? life.Holders.FirstOrDefault()) is not { } holder ? null : new(
        holder,
        life.Of(ChannelAct.Complete).Where(u => !u.Forwards && life.IsAtHome(u.Node)).Select(u => new Completion(u.Node, (u.Call?.Expression ?? u.Node).DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Last().Identifier.ValueText, IsOwn: true, u.Model)).ToList());

    /// <summary>True where it lives in one call.</summary>
    public bool IsLocal => Symbol is ILocalSymbol or IParameterSymbol;
}
