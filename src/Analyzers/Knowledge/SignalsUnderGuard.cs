using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// A signal is awaited under a guard, and whoever completes it asks for the same guard first: <c>await _ready.Task</c> inside, and every
/// <c>_ready.SetResult()</c> of the type inside as well. Nobody can come to complete it.
/// </summary>
internal static class SignalsUnderGuard
{
    /// <summary>The waits that never end.</summary>
    /// <param name="members">The members of the type.</param>
    public static IEnumerable<SignalUnderGuard> In(IReadOnlyList<MemberOutline> members)
    {
        if (!members.Any(static m => m.Takes))
            yield break;
        var sources = new HashSet<string>(members.Where(static m => m.Node is FieldDeclarationSyntax { Declaration.Type: var type } && IsSource(type)).SelectMany(static m => m.Names), StringComparer.Ordinal);
        if (sources.Count == 0)
            yield break;
        var completions = new Dictionary<string, List<(SyntaxNode Call, string? Guard)>>(StringComparer.Ordinal);
        var waits = new List<(string Signal, string Guard, SyntaxNode Wait)>();
        foreach (var member in members)
        {
            var regions = member.Takes || member.Gives ? member.Regions : Array.Empty<GuardedRegion>();
            foreach (var node in member.Node.DescendantNodes(static n => n is not BaseTypeDeclarationSyntax))
            {
                // Code in a lambda runs at another time: what is held around it says nothing.
                var guard = regions.FirstOrDefault(r => r.Span.Contains(node.Span) && r.Guard is not null && GuardPlaces.Function(node) is { } function && function.Span.Contains(r.Span)).Guard;
                if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } call } && Signals.IsCompleting(name) && TypeSyntaxFacts.LastName(call.Expression) is { } completed && sources.Contains(completed))
                {
                    if (!completions.TryGetValue(completed, out var known))
                        completions.Add(completed, known = new List<(SyntaxNode, string?)>());
                    known.Add((node, guard));
                }
                else if (guard is not null && node is AwaitExpressionSyntax { Expression: var awaited } && Signal(awaited) is { } signal && sources.Contains(signal))
                {
                    waits.Add((signal, guard, node));
                }
            }
        }

        foreach (var (signal, guard, wait) in waits)
        {
            if (completions.TryGetValue(signal, out var all) && all.Count > 0 && all.TrueForAll(c => c.Guard == guard && GuardPlaces.Function(c.Call) != GuardPlaces.Function(wait)))
                yield return new SignalUnderGuard(wait, signal, guard, all[0].Call);
        }
    }

    private static string? Signal(ExpressionSyntax awaited)
    {
        while (awaited is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var inner } })
            awaited = inner;
        return awaited is MemberAccessExpressionSyntax { Name.Identifier.ValueText: Signals.Awaited, Expression: var source } ? TypeSyntaxFacts.LastName(source) : null;
    }

    private static bool IsSource(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText == Signals.TypeName,
        QualifiedNameSyntax { Right: var name } => IsSource(name),
        NullableTypeSyntax { ElementType: var inner } => IsSource(inner),
        _ => false,
    };
}

/// <summary>A wait for a signal that only the next holder of a guard can give.</summary>
/// <param name="Wait">The wait.</param>
/// <param name="Signal">The signal.</param>
/// <param name="Guard">The guard that is held.</param>
/// <param name="Completion">One of the places that complete it.</param>
internal sealed record SignalUnderGuard(SyntaxNode Wait, string Signal, string Guard, SyntaxNode Completion);
