using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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
        var sources = new HashSet<string>(members.Where(static m => TypeOf(m.Node) is { } type && Holds(type)).SelectMany(static m => m.Names), StringComparer.Ordinal);
        if (sources.Count == 0)
            yield break;
        var completions = new Dictionary<string, List<(SyntaxNode Call, string? Guard)>>(StringComparer.Ordinal);
        var waits = new List<(string Signal, string Guard, SyntaxNode Wait)>();
        var allKnown = true;
        foreach (var member in members)
        {
            var places = new SignalPlaces(member.Node, sources);
            var regions = member.Takes || member.Gives ? member.Regions : Array.Empty<GuardedRegion>();
            foreach (var node in member.Node.DescendantNodes(static n => n is not BaseTypeDeclarationSyntax))
            {
                if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } call } && Signals.IsCompleting(name))
                {
                    var place = places.Of(call.Expression);
                    allKnown &= place is not null;
                    if (place is null)
                        continue;
                    if (!completions.TryGetValue(place, out var known))
                        completions.Add(place, known = new List<(SyntaxNode, string?)>());
                    known.Add((node, Guard(node, regions)));
                }
                else if (regions.Count > 0 && node is AwaitExpressionSyntax { Expression: var awaited } && Signal(awaited) is { } source && places.Of(source) is { } signal && Guard(node, regions) is { } guard)
                {
                    waits.Add((signal, guard, node));
                }
            }
        }

        // A signal that cannot be told from another may be the one that is given without the guard.
        foreach (var (signal, guard, wait) in waits)
        {
            if (IsObject(guard, members) && completions.TryGetValue(signal, out var all) && all.Count > 0 && all.TrueForAll(c => c.Guard == guard && GuardPlaces.Function(c.Call) != GuardPlaces.Function(wait)) && (allKnown || IsNamed(wait, signal)))
                yield return new SignalUnderGuard(wait, signal, guard, all[0].Call);
        }
    }

    /// <summary>A class of static members that is told when a method begins and ends (<c>Log.Enter(this)</c>) holds nothing.</summary>
    private static bool IsObject(string guard, IReadOnlyList<MemberOutline> members) => !char.IsUpper(guard[0]) || members.Any(m => m.Names.Contains(guard));

    /// <summary>The guard that is held at a place. Code in a lambda runs at another time: what is held around it says nothing.</summary>
    private static string? Guard(SyntaxNode node, IReadOnlyList<GuardedRegion> regions)
    {
        for (var i = 0; i < regions.Count; i++)
        {
            if (regions[i].Guard is { } guard && regions[i].Span.Contains(node.Span) && GuardPlaces.Function(node) is { } function && function.Span.Contains(regions[i].Span))
                return guard;
        }

        return null;
    }

    private static bool IsNamed(SyntaxNode wait, string signal) => wait is AwaitExpressionSyntax { Expression: var awaited } && Signal(awaited) is { } source && TypeSyntaxFacts.LastName(source) == signal;

    /// <summary>The type of a field or property; of a property only where nobody else can get at what it holds.</summary>
    private static TypeSyntax? TypeOf(SyntaxNode member) => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Type,
        PropertyDeclarationSyntax property when !property.Modifiers.Any(static m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword) => property.Type,
        _ => null,
    };

    private static ExpressionSyntax? Signal(ExpressionSyntax awaited)
    {
        return CallShape.Unconfigured(awaited) is MemberAccessExpressionSyntax { Name.Identifier.ValueText: Signals.Awaited, Expression: var source } ? source : null;
    }

    /// <summary>A signal, or a collection of them.</summary>
    private static bool Holds(TypeSyntax type) => IsSource(type) || (type is GenericNameSyntax generic && generic.TypeArgumentList.Arguments.Any(IsSource));

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
