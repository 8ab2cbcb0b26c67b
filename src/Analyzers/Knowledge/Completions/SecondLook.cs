using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>
/// A function looks at a token source in a field, waits, and looks at the field again, where a function ends the source and puts a new one there: what
/// goes on then listens to the token of somebody else, or asks a source that has been disposed.
/// </summary>
/// <param name="Holder">The field or property.</param>
/// <param name="First">The first look.</param>
/// <param name="Wait">The wait behind it.</param>
/// <param name="Second">The look behind that.</param>
/// <param name="Replacement">Where the source is replaced.</param>
internal sealed record SecondLook(ISymbol Holder, SyntaxNode First, AwaitExpressionSyntax Wait, SyntaxNode Second, Replacement Replacement)
{
    /// <summary>True where it is the next call of the function itself that replaces it.</summary>
    public bool IsByNextCall => Replacement.Function == CallShape.FunctionOf(Second);

    /// <summary>Those that a file shows, one for each function, given what it replaces.</summary>
    public static IEnumerable<SecondLook> In(IReadOnlyList<Replacement> replacements, CancellationToken cancellationToken)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var replacement in replacements)
        {
            if (Replacement.TypeOf(replacement.Holder)?.Name != Disposals.TokenSource || replacement.Store.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || !seen.Add(replacement.Holder))
                continue;
            foreach (var looks in NameIndex.In(type, replacement.Holder.Name).Where(IsLook).GroupBy(CallShape.FunctionOf))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (looks.Key is not { } function || Again(function, looks.ToList()) is not var (first, wait, second) || !SymbolEqualityComparer.Default.Equals(replacement.Model.GetSymbolInfo(second, cancellationToken).Symbol, replacement.Holder))
                    continue;
                // What the function itself has put there is its own, until others put theirs there, or its next call, which cancels the call before.
                var all = replacements.Where(r => SymbolEqualityComparer.Default.Equals(r.Holder, replacement.Holder)).ToList();
                if ((all.Find(r => r.Function != function) ?? all.Find(r => r.Store.Span.End < first.SpanStart && r.Wait is null && Cancels(r.Look))) is { } other)
                    yield return new SecondLook(replacement.Holder, first, wait, second, other);
            }
        }
    }

    /// <summary><c>_source.Token</c>, <c>_source.IsCancellationRequested</c>.</summary>
    private static bool IsLook(IdentifierNameSyntax name)
    {
        ExpressionSyntax place = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : name;
        while (place.Parent is PostfixUnaryExpressionSyntax sure)
            place = sure;
        return place.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: Revocations.Token or "IsCancellationRequested" } access && access.Expression == place;
    }

    private static bool Cancels(SyntaxNode look) =>
        look is InvocationExpressionSyntax call && Revocations.Cancels(StartSyntax.NameOf(call));

    private static (SyntaxNode First, AwaitExpressionSyntax Wait, SyntaxNode Second)? Again(SyntaxNode function, List<IdentifierNameSyntax> looks)
    {
        if (looks.Count < 2 || CallShape.MemberOf(looks[0]) is not { } member)
            return null;
        var regions = GuardedRegions.Of(member);
        foreach (var wait in Replacement.OfFunction<AwaitExpressionSyntax>(function))
        {
            var first = looks.FirstOrDefault(l => l.SpanStart < wait.Span.End);
            var second = looks.FirstOrDefault(l => l.SpanStart >= wait.Span.End);
            if (first is not null && second is not null && (wait.Span.Contains(first.Span) || Replacement.LeadsTo(first, wait)) && Replacement.LeadsTo(wait, second) && !regions.Any(r => r.Span.Contains(first.Span) && r.Span.Contains(second.Span)))
                return (first, wait, second);
        }

        return null;
    }
}
