using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>The callback of a timer sets the timer anew behind a lock that it takes for other things, and another function ends the timer.</summary>
/// <param name="Holder">What holds the timer.</param>
/// <param name="Use">Where the callback sets it anew.</param>
/// <param name="Lock">The lock that is over by then.</param>
/// <param name="End">Where another function takes it away.</param>
internal sealed record UseOutsideLock(ISymbol Holder, SyntaxNode Use, LockStatementSyntax Lock, SyntaxNode End)
{
    /// <summary>Such uses in a file; one without the words is not looked at.</summary>
    public static IEnumerable<UseOutsideLock> In(SemanticModel model, CancellationToken cancellationToken)
    {
        if (!NameIndex.Of(model.SyntaxTree).MayContain(Renewals.Timer) || !NameIndex.Of(model.SyntaxTree).MayContain("lock"))
            yield break;
        foreach (var name in NameIndex.Find(model.SyntaxTree, Renewals.Change, cancellationToken))
        {
            if (CallShape.CallOf(name) is not { } call || Replacement.Own(CallShape.ReceiverOf(name)) is not { } field || CallShape.FunctionOf(call) is not { } function || call.Ancestors().Any(n => n is LockStatementSyntax))
                continue;
            if (Replacement.OfFunction<LockStatementSyntax>(function).FirstOrDefault(l => l.Span.End < call.SpanStart) is not { } held || function.Parent is not TypeDeclarationSyntax type || EndOf(field.Identifier.ValueText, function, type) is not { } end)
                continue;
            if (model.GetSymbolInfo(field, cancellationToken).Symbol is not { } holder || !Renewals.Is(Replacement.TypeOf(holder)))
                continue;
            if (Runs.Of(call, holder, model, cancellationToken) is { Count: > 0 } runs && runs.All(r => r.Occasion == Occasion.Timer))
                yield return new UseOutsideLock(holder, call, held, end);
        }
    }

    /// <summary>Where another function of the type, that is no constructor, sets the field to nothing.</summary>
    private static SyntaxNode? EndOf(string field, SyntaxNode function, TypeDeclarationSyntax type) =>
        type.DescendantNodes().OfType<AssignmentExpressionSyntax>().FirstOrDefault(a =>
            !function.Span.Contains(a.Span) && Replacement.Own(a.Left)?.Identifier.ValueText == field && a.Right is LiteralExpressionSyntax or PostfixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax }
            && CallShape.FunctionOf(a) is not ConstructorDeclarationSyntax);
}
