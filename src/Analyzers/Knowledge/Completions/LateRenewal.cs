using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>A function waits for a signal, does the work, and only then puts a new signal in its place: what is set during the work is lost.</summary>
/// <param name="Holder">What holds the signal.</param>
/// <param name="Wait">Where it is waited for.</param>
/// <param name="Work">The wait in the work.</param>
/// <param name="Store">Where the new one comes.</param>
/// <param name="Completion">Where another function completes it.</param>
internal sealed record LateRenewal(ISymbol Holder, AwaitExpressionSyntax Wait, AwaitExpressionSyntax Work, AssignmentExpressionSyntax Store, SyntaxNode Completion)
{
    /// <summary>The late renewals of a file; one without the words is not looked at.</summary>
    public static IEnumerable<LateRenewal> In(SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var (field, wait, store, function) in Renewed(model, cancellationToken))
        {
            if (!IsRenewedLast(store, wait))
                continue;
            var work = Replacement.OfFunction<AwaitExpressionSyntax>(function).FirstOrDefault(a => a.SpanStart > wait.Span.End && a.Span.End < store.SpanStart && Replacement.LeadsTo(a, store) && !IsTaking(a));
            if (work is null || IsGuarded(wait, store) || CompletionElsewhere(field.Identifier.ValueText, function) is not { } completion)
                continue;
            if (model.GetSymbolInfo(field, cancellationToken).Symbol is { } holder && Signals.IsSource(Replacement.TypeOf(holder)))
                yield return new LateRenewal(holder, wait, work, store, completion);
        }
    }

    /// <summary>
    /// What waits for a signal and at once puts a new one in its place: of two that have waited for the same, the second replaces the new one,
    /// for which others may wait already. A loop has the signal for itself.
    /// </summary>
    public static IEnumerable<Replacement> ByWaiters(SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var (field, wait, store, function) in Renewed(model, cancellationToken))
        {
            if (wait.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax block } waiting || store.Parent is not ExpressionStatementSyntax renewing || renewing.Parent != block || CallShape.LoopAround(store) is not null)
                continue;
            if (block.Statements.SkipWhile(s => s != waiting).Skip(1).TakeWhile(s => s != renewing).Any(Looks) || IsGuarded(wait, store) || CompletionElsewhere(field.Identifier.ValueText, function) is null)
                continue;
            if (model.GetSymbolInfo(field, cancellationToken).Symbol is { } holder && Signals.IsSource(Replacement.TypeOf(holder)))
                yield return new Replacement(holder, wait, store, function, model);
        }
    }

    /// <summary>The waits for a signal behind which the function puts a new one in its place; a file without the words is not looked at.</summary>
    private static IEnumerable<(SimpleNameSyntax Field, AwaitExpressionSyntax Wait, AssignmentExpressionSyntax Store, SyntaxNode Function)> Renewed(SemanticModel model, CancellationToken cancellationToken)
    {
        if (!NameIndex.Of(model.SyntaxTree).MayContain(Signals.TypeName))
            yield break;
        foreach (var name in NameIndex.Find(model.SyntaxTree, Signals.Awaited, cancellationToken))
        {
            if (name.Parent is not MemberAccessExpressionSyntax access || access.Name != name || Replacement.Own(access.Expression) is not { } field || CallShape.FunctionOf(name) is not { } function)
                continue;
            if (name.Ancestors().TakeWhile(n => n != function).OfType<AwaitExpressionSyntax>().FirstOrDefault() is { } wait && Replacement.StoreAfter(wait, field, function) is { } store)
                yield return (field, wait, store, function);
        }
    }

    /// <summary>True where nothing is looked at any more behind the store: whoever looks again misses nothing.</summary>
    private static bool IsRenewedLast(AssignmentExpressionSyntax store, SyntaxNode wait)
    {
        for (SyntaxNode child = store; child.Parent is { } parent; child = parent)
        {
            if (parent is BlockSyntax block && child is StatementSyntax statement && block.Statements.SkipWhile(s => s != statement).Skip(1).Any(Looks))
                return false;
            if (parent is WhileStatementSyntax loop && Looks(loop.Condition))
                return false;
            if (parent is MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax || (parent is StatementSyntax and not BlockSyntax && parent.Span.Contains(wait.Span)))
                return true;
        }

        return true;
    }

    private static bool Looks(SyntaxNode node) => node.DescendantNodesAndSelf().Any(n => n is InvocationExpressionSyntax or IfStatementSyntax or AwaitExpressionSyntax);

    /// <summary>Waiting for a guard is no work.</summary>
    private static bool IsTaking(AwaitExpressionSyntax wait) =>
        wait.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(c => c.Expression is MemberAccessExpressionSyntax access && Locks.IsTakingName(access.Name.Identifier.ValueText));

    private static bool IsGuarded(SyntaxNode wait, SyntaxNode store) =>
        CallShape.MemberOf(store) is { } member && GuardedRegions.Of(member).Any(r => r.Span.Contains(wait.Span) && r.Span.Contains(store.Span));

    private static SyntaxNode? CompletionElsewhere(string field, SyntaxNode function) =>
        function.FirstAncestorOrSelf<TypeDeclarationSyntax>(t => t != function)?.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(c =>
            !function.Span.Contains(c.Span)
            && (c.Expression as MemberAccessExpressionSyntax)?.Name is { } method && Signals.IsCompleting(method.Identifier.ValueText)
            && Replacement.Own(CallShape.ReceiverOf(method))?.Identifier.ValueText == field);
}
