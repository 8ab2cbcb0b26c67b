using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Channels;

/// <summary>What the syntax of a loop says about how it ends.</summary>
internal static class Loops
{
    /// <summary>The outermost loop around the node in its function; null for none.</summary>
    public static StatementSyntax? Outermost(SyntaxNode node)
    {
        StatementSyntax? result = null;
        for (var n = CallShape.LoopAround(node); n is not null; n = CallShape.LoopAround(n))
            result = n;
        return result;
    }

    /// <summary>The loop that takes message after message by this use: one that goes through all of them, or that waits for each; null for none.</summary>
    public static StatementSyntax? Draining(ChannelUse use)
    {
        if (use.Call is null)
            return null;
        if (use.Act != ChannelAct.ReadAll)
            return CallShape.LoopAround(use.Node) is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax ? CallShape.LoopAround(use.Node) : null;
        return CallShape.Chain(use.Node).Parent is CommonForEachStatementSyntax loop && loop.AwaitKeyword != default ? loop : null;
    }

    /// <summary>True where only the end of the channel, or an exception, ends a loop that drains it.</summary>
    public static bool EndsWithTheChannelOnly(StatementSyntax loop, ChannelUse use)
    {
        var condition = CallShape.ConditionOf(loop);
        if (condition is not null && !IsTrue(condition) && !IsJust(condition, use.Node))
            return false;
        return !Leavings(loop).Any(l => !IsAfterWaiting(l, use));
    }

    /// <summary>True where the loop ends because there is no more to do, and not because the program wants it to.</summary>
    public static bool EndsByItself(StatementSyntax loop)
    {
        if (loop is CommonForEachStatementSyntax)
            return true;
        if (CallShape.ConditionOf(loop) is { } condition && !IsTrue(condition) && !IsWish(condition))
            return true;
        return Leavings(loop).Any(l => l is not ThrowStatementSyntax && !(l.Ancestors().TakeWhile(n => n != loop).OfType<IfStatementSyntax>().FirstOrDefault() is { } decision && IsWish(decision.Condition)) && !l.Ancestors().TakeWhile(n => n != loop).Any(n => n is CatchClauseSyntax));
    }

    /// <summary>What in the loop waits for something else than the channel and may throw; null where nothing does.</summary>
    public static SyntaxNode? MayThrow(StatementSyntax loop, ChannelLife life)
    {
        foreach (var node in loop.DescendantNodesAndSelf(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            if (node.Ancestors().TakeWhile(n => n != loop.Parent).Any(n => n is TryStatementSyntax inner && CatchesAll(inner, out var goesOn) && goesOn && inner.Block.Span.Contains(node.Span)))
                continue;
            switch (node)
            {
                case AwaitExpressionSyntax { Expression: var awaited } when !life.Uses.Any(u => awaited.Span.Contains(u.Node.Span)) && !ChannelApi.Pauses.Any(p => NamesOf(awaited).Contains(p)) && !KeepsItsExceptions(awaited) && !IsToAChannel(awaited, life):
                    return node;
                case CommonForEachStatementSyntax through when through.AwaitKeyword != default && !life.Uses.Any(u => through.Expression.Span.Contains(u.Node.Span)):
                    return through.Expression;
            }
        }

        return null;
    }

    /// <summary>True for a write to another channel, which ends by an exception only where that one is completed, or the wait broken off.</summary>
    private static bool IsToAChannel(ExpressionSyntax awaited, ChannelLife life) =>
        CallShape.Unconfigured(awaited) is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
        && life.ModelOf(access).GetTypeInfo(access.Expression).Type is { Name: ChannelApi.WriterType } type && type.IsIn(ChannelApi.Space);

    /// <summary>True for a call of a method or local function beside it that does all in a <c>try</c> whose <c>catch</c> takes every exception and throws none.</summary>
    private static bool KeepsItsExceptions(ExpressionSyntax awaited)
    {
        if (CallShape.Unconfigured(awaited) is not InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } || awaited.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
            return false;
        var found = NameIndex.TokensIn(type, name).Select(t => t.Parent is LocalFunctionStatementSyntax local ? local.Body : (t.Parent as MethodDeclarationSyntax)?.Body).Where(b => b is not null).ToList();
        return found.Count == 1 && found[0]!.Statements.LastOrDefault() is TryStatementSyntax all && found[0]!.Statements.All(s => s == all || s is LocalDeclarationStatementSyntax)
            && CatchesAll(all, out _) && !all.Catches.Any(c => c.Block.DescendantNodes().Any(n => n is ThrowStatementSyntax or ThrowExpressionSyntax));
    }

    /// <summary>True where the <c>try</c> catches every exception.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="goesOn">True where the code then goes on after it.</param>
    public static bool CatchesAll(TryStatementSyntax statement, out bool goesOn)
    {
        var all = statement.Catches.FirstOrDefault(c => c.Filter is null && (c.Declaration is null || c.Declaration.Type is IdentifierNameSyntax { Identifier.ValueText: "Exception" } or QualifiedNameSyntax { Right.Identifier.ValueText: "Exception" }));
        goesOn = all is not null && !all.Block.DescendantNodes().Any(n => n is ThrowStatementSyntax or ReturnStatementSyntax);
        return all is not null;
    }

    /// <summary>True where the condition asks whether the program wants to go on.</summary>
    public static bool IsWish(ExpressionSyntax condition) => NamesOf(condition).Any(n => Array.IndexOf(ChannelApi.Ticks, n) >= 0) || NamesOf(condition).Any(n => n.HasWord(ChannelApi.StopWords)) && !condition.DescendantNodesAndSelf().Any(n => n is AwaitExpressionSyntax);

    /// <summary>True for <c>true</c>.</summary>
    public static bool IsTrue(ExpressionSyntax condition) => condition.IsKind(SyntaxKind.TrueLiteralExpression);

    /// <summary>The statements by which the loop is left from inside.</summary>
    public static IEnumerable<StatementSyntax> Leavings(StatementSyntax loop)
    {
        foreach (var node in loop.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            if (node is ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax { RawKind: (int)SyntaxKind.GotoStatement })
                yield return (StatementSyntax)node;
            else if (node is YieldStatementSyntax { RawKind: (int)SyntaxKind.YieldBreakStatement } end)
                yield return end;
            else if (node is BreakStatementSyntax leave && leave.Ancestors().First(n => n is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax or SwitchStatementSyntax) == loop)
                yield return leave;
        }
    }

    /// <summary>True for <c>if (!await reader.WaitToReadAsync()) break;</c>, and for the end in a handler of the channel's own exception.</summary>
    private static bool IsAfterWaiting(StatementSyntax leaving, ChannelUse use) =>
        leaving.FirstAncestorOrSelf<IfStatementSyntax>() is { } decision && use.Act == ChannelAct.WaitToRead && decision.Condition.Span.Contains(use.Node.Span)
        || leaving.FirstAncestorOrSelf<CatchClauseSyntax>()?.Declaration?.Type.ToString().EndsWith("ChannelClosedException", StringComparison.Ordinal) == true;

    private static bool IsJust(ExpressionSyntax condition, ExpressionSyntax call)
    {
        var chain = CallShape.WithWaiting(call);
        return chain == condition;
    }

    private static IEnumerable<string> NamesOf(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Select(n => n.Identifier.ValueText);
}
