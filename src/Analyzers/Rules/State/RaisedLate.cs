using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.State;

/// <summary>
/// <c>await UploadAsync($"part-{_next}"); _next++;</c>: the number goes into what is waited for, and is raised behind it. The step itself loses nothing,
/// but two who come together use one number. Not so where only a failure raises it, or where the number is how long is waited.
/// </summary>
internal static class RaisedLate
{
    /// <summary>The uses of a number and the steps that come too late for them.</summary>
    public static IEnumerable<(AccessFact Used, WriteFact Step)> In(MethodFlow flow)
    {
        foreach (var step in flow.Writes)
        {
            if (IsStep(step) && Used(flow, step) is { } used)
                yield return (used, step);
        }
    }

    private static bool IsStep(WriteFact write) =>
        write is { Write: { Kind: WriteKind.Update, Site.Node: { } node }, Path: { IsContent: false, Truncated: false, Root.Kind: RootKind.This or RootKind.Static } }
        && (write.Path.Traits & LocationTraits.Number) != 0
        && node is PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax or AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Right: LiteralExpressionSyntax }
        && node.Parent is ExpressionStatementSyntax
        && node.FirstAncestorOrSelf<CatchClauseSyntax>() is null;

    private static AccessFact? Used(MethodFlow flow, WriteFact step)
    {
        foreach (var read in flow.Reads)
        {
            if (!ReferenceEquals(read.Frame, step.Frame) || !read.Path.Equals(step.Path) || read.Event is not Read { Kind: ReadKind.Value, Site.Node: { } looked } || looked.SpanStart >= step.Write.Site.Start)
                continue;
            if (!flow.HoldsAround(read, step) && flow.SuspensionsBetween(read, step).Any(s => s.Site.Node is AwaitExpressionSyntax wait && IsGiven(looked, wait)))
                return read;
        }

        return null;
    }

    /// <summary>The number is an argument of what is waited for, or goes into a local that is one.</summary>
    private static bool IsGiven(SyntaxNode looked, AwaitExpressionSyntax wait)
    {
        if (wait.Span.Contains(looked.Span))
            return IsArgument(looked, wait);
        return looked.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { Initializer: { } value, Identifier.ValueText: var name } && value.Span.Contains(looked.Span)
            && wait.DescendantNodes().Any(n => n is IdentifierNameSyntax used && used.Identifier.ValueText == name && IsArgument(n, wait));
    }

    private static bool IsArgument(SyntaxNode node, AwaitExpressionSyntax wait)
    {
        for (var at = node; at != wait; at = at.Parent!)
        {
            if (at is AnonymousFunctionExpressionSyntax or ConditionalExpressionSyntax)
                return false;
            if (at is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call })
                return TypeSyntaxFacts.LastName(call.Expression) != Knowledge.Tables.Signals.Delay;
        }

        return false;
    }
}
