using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Ambient;

/// <summary>The number of a thread that is kept, and compared with that of the thread the code runs on later.</summary>
/// <param name="Name">What keeps it.</param>
/// <param name="Store">Where it is read to be kept.</param>
/// <param name="Compare">Where it is compared.</param>
/// <param name="Wait">The wait in between; null where the number outlives the async function that keeps it.</param>
internal sealed record KeptThreadId(string Name, SyntaxNode Store, SyntaxNode Compare, AwaitExpressionSyntax? Wait)
{
    /// <summary>Those of a file; one without the words is not looked at.</summary>
    public static IEnumerable<KeptThreadId> In(SemanticModel model, CancellationToken cancellationToken)
    {
        var index = NameIndex.Of(model.SyntaxTree);
        if (!ThreadSlots.Ids.Any(index.MayContain) || !index.MayContain("await"))
            yield break;
        var reads = ThreadSlots.Ids.SelectMany(id => NameIndex.Find(model.SyntaxTree, id, cancellationToken)).Select(n => Whole(n, model, cancellationToken)).OfType<ExpressionSyntax>().OrderBy(n => n.SpanStart).ToList();
        if (reads.Count < 2)
            yield break;
        foreach (var (compare, left, right) in reads.Select(Compared).OfType<BinaryExpressionSyntax>().Distinct().Select(c => (c, Value(c.Left, reads), Value(c.Right, reads))))
        {
            if (left is var (first, _) && right is var (second, _))
            {
                var (early, late) = first.SpanStart < second.SpanStart ? (first, second) : (second, first);
                if (CallShape.FunctionOf(compare) is { } function && CallShape.FunctionOf(early) == function && Waits(function).FirstOrDefault(a => a.SpanStart >= early.Span.End && a.Span.End <= late.SpanStart) is { } wait)
                    yield return new KeptThreadId(NameOf(early, compare), early, compare, wait);
            }
            else if (FieldIn(compare) is { } field && compare.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && !HasThreadOfItsOwn(type))
            {
                var store = reads.FirstOrDefault(r => r.Parent is AssignmentExpressionSyntax set && set.Right == r && Replacement(set.Left) == field && type.Span.Contains(set.Span) && AmbientUse.IsAsync(CallShape.FunctionOf(set)) && Waits(CallShape.FunctionOf(set)!).Any());
                if (store is not null)
                    yield return new KeptThreadId(field, store, compare, null);
            }
        }
    }

    private static IEnumerable<AwaitExpressionSyntax> Waits(SyntaxNode function) => Completions.Replacement.OfFunction<AwaitExpressionSyntax>(function);

    private static string? Replacement(ExpressionSyntax place) => Completions.Replacement.Own(place)?.Identifier.ValueText;

    /// <summary>The expression that gives the number of the thread which runs it; null for that of another one.</summary>
    private static ExpressionSyntax? Whole(SimpleNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        if (name.Parent is not MemberAccessExpressionSyntax access || access.Name != name || (name.Identifier.ValueText == ThreadSlots.Ids[1] && access.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: ThreadSlots.CurrentThread }))
            return null;
        return model.GetSymbolInfo(name, cancellationToken).Symbol is IPropertySymbol { ContainingType: { } type } && ThreadSlots.GivesId(type) ? access : null;
    }

    /// <summary>The comparison that the number is a part of, itself or through a local that it is put into.</summary>
    private static BinaryExpressionSyntax? Compared(ExpressionSyntax read)
    {
        if (Around(read) is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } direct)
            return direct;
        if (read.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } || CallShape.FunctionOf(read) is not { } function)
            return null;
        return function.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == local.Identifier.ValueText)
            .Select(n => Around(n) as BinaryExpressionSyntax).FirstOrDefault(b => b is { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression });
    }

    private static SyntaxNode? Around(ExpressionSyntax expression)
    {
        while (expression.Parent is ParenthesizedExpressionSyntax outer)
            expression = outer;
        return expression.Parent;
    }

    /// <summary>The reading behind one side of a comparison; null for anything else.</summary>
    private static (ExpressionSyntax Read, bool IsLocal)? Value(ExpressionSyntax side, List<ExpressionSyntax> reads)
    {
        while (side is ParenthesizedExpressionSyntax inner)
            side = inner.Expression;
        if (reads.Contains(side))
            return (side, false);
        return side is IdentifierNameSyntax name && reads.FirstOrDefault(r => r.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } && local.Identifier.ValueText == name.Identifier.ValueText && CallShape.FunctionOf(r) == CallShape.FunctionOf(side)) is { } read ? (read, true) : null;
    }

    private static string NameOf(ExpressionSyntax early, BinaryExpressionSyntax compare) =>
        early.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } ? local.Identifier.ValueText : compare.Left.ToString();

    /// <summary>The member that is compared with the number; null for none.</summary>
    private static string? FieldIn(BinaryExpressionSyntax compare) => Replacement(compare.Left) ?? Replacement(compare.Right);

    /// <summary>A type that starts its thread itself, or has a context that comes back to one, knows what it does.</summary>
    private static bool HasThreadOfItsOwn(TypeDeclarationSyntax type) =>
        type.DescendantNodes().Any(n => n is ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.ValueText: ThreadSlots.ThreadType } } || (n is IdentifierNameSyntax { Identifier.ValueText: var name } && ThreadSlots.ComesBack(name)));
}
