using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Where in a member something is held, as far as names and braces tell; what is really held is for the flow to say.</summary>
internal static class GuardedRegions
{
    /// <summary>The stretches of the member; empty where it takes nothing.</summary>
    public static List<GuardedRegion> Of(SyntaxNode member)
    {
        var result = new List<GuardedRegion>();
        foreach (var node in member.DescendantNodes(static n => n is not BaseTypeDeclarationSyntax))
        {
            switch (node)
            {
                case LockStatementSyntax held:
                    result.Add(new(held.Statement.Span, TypeSyntaxFacts.LastName(held.Expression)));
                    break;
                case UsingStatementSyntax use when SoundsLikeTaking((SyntaxNode?)use.Expression ?? use.Declaration):
                    result.Add(new(use.Statement.Span, null));
                    break;
                case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } use when SoundsLikeTaking(use.Declaration):
                    result.Add(new(TextSpan.FromBounds(use.Span.End, (use.Parent ?? use).Span.End), null));
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call when Locks.IsTakingName(access.Name.Identifier.ValueText) && !IsLog(call, access):
                    result.Add(new(TextSpan.FromBounds(call.Span.End, EndOf(call, member)), TypeSyntaxFacts.LastName(access.Expression)));
                    break;
                case InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } call when NameOf(call) is { } name && Locks.SoundsLikeTaking(name, Receiver(call)) && call.ArgumentList.Arguments.Any(a => a.Expression is AnonymousFunctionExpressionSyntax):
                    result.Add(new(call.ArgumentList.Span, null));
                    break;
            }
        }

        return result;
    }

    private static bool SoundsLikeTaking(SyntaxNode? resource) =>
        resource is not null && resource.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(c => NameOf(c) is { } name && Locks.SoundsLikeTaking(name, Receiver(c)));

    /// <summary><c>Log.Enter(this, "…")</c>: who says who he is writes it down. Only the platform's monitor is entered with the object that is locked.</summary>
    private static bool IsLog(InvocationExpressionSyntax call, MemberAccessExpressionSyntax access) =>
        call.ArgumentList.Arguments is [{ Expression: ThisExpressionSyntax }, ..] && TypeSyntaxFacts.LastName(access.Expression) != "Monitor";

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    private static string? Receiver(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax access ? TypeSyntaxFacts.LastName(access.Expression) : null;

    /// <summary>The end of the <c>try</c> whose <c>finally</c> gives back, else the next call that does, else the end of the member.</summary>
    private static int EndOf(InvocationExpressionSyntax taken, SyntaxNode member)
    {
        var end = member.Span.End;
        foreach (var node in member.DescendantNodes(static n => n is not BaseTypeDeclarationSyntax))
        {
            if (node.Span.End <= taken.Span.End)
                continue;
            if (node is TryStatementSyntax { Finally: { } last } guarded && last.DescendantNodes().Any(GivesBack))
                return guarded.Span.End;
            if (end == member.Span.End && node.SpanStart > taken.Span.End && GivesBack(node))
                end = node.SpanStart;
        }

        return end;
    }

    private static bool GivesBack(SyntaxNode node) =>
        node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } && Locks.IsGivingName(access.Name.Identifier.ValueText);
}

/// <summary>A stretch of a member.</summary>
/// <param name="Span">The stretch.</param>
/// <param name="Guard">The last name of what is taken; null where it has none.</param>
internal readonly record struct GuardedRegion(TextSpan Span, string? Guard);
