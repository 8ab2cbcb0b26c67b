using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.State;

/// <summary>Changes that take more than one step, so that another thread can come between.</summary>
internal static class StepByStep
{
    /// <summary>What happens to the location, as messages say it; null where one step does it, or where a second thread would do the same.</summary>
    public static string? HowItBreaks(WriteFact write)
    {
        var path = write.Path;
        if (path.Truncated || (path.Traits & (LocationTraits.Concurrent | LocationTraits.ThreadOwn | LocationTraits.DelegateLike)) != 0)
            return null;
        var isOwnValue = write.Write.Kind == WriteKind.Update || (write.Write.Kind == WriteKind.Assign && write.From.Any(r => r.Path.Equals(path)) && !KeepsOrReplaces(write));
        if (path.IsContent)
        {
            if ((path.Traits & LocationTraits.Growing) == 0)
                return isOwnValue && HasFixedIndex(write) ? "updated" : null;
            return write.Write.Kind switch
            {
                WriteKind.Insert or WriteKind.Remove or WriteKind.TakeOut or WriteKind.Clear or WriteKind.TestAndSet or WriteKind.Store => "changed",
                WriteKind.Assign or WriteKind.Update when (path.Traits & LocationTraits.Keyed) != 0 => "changed",
                _ => isOwnValue && HasFixedIndex(write) ? "updated" : null,
            };
        }

        if (IsFill(write))
            return (path.Traits & LocationTraits.ImmutableValue) != 0 ? null : "tested and set";
        if (isOwnValue)
            return "updated";
        return write.Write.Kind == WriteKind.Assign && write.Decisions.Any(d => d.Decides && d.Read.Path.Equals(path) && ReferenceEquals(d.Read.Frame, write.Frame)) && !IsFlagOnly(write) ? "tested and set" : null;
    }

    /// <summary><c>x ??= …</c> and its like: two threads that fill it fill it with the same, unless it is a task that has been started.</summary>
    public static bool IsFill(WriteFact write) => write.Write.Constant == ConstantKind.None
        && write.Decisions.Any(d => d.Read.Path.Equals(write.Path) && d.Condition.Test == TestKind.IsNull)
        && !write.From.Any(r => r.Path.Equals(write.Path));

    /// <summary>
    /// <c>if (++_failures > 3) …</c>: a count that moves on by one and is looked at for nothing but whether it has come past a bound: a lost step means that
    /// the bound is reached one later.
    /// </summary>
    public static bool IsOnlyWeighed(WriteFact write, LocationSummary location) =>
        !write.Path.IsContent && write.Write.Site.Node is PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax
        && location.Reads.Any(r => IsWeighed(r.Fact.Event.Site.Node))
        && location.Reads.All(r => r.InConstruction || IsWeighed(r.Fact.Event.Site.Node) || IsStep(r.Fact.Event.Site.Node))
        && location.Writes.All(w => w.InConstruction || w.Fact.Event is Write { Constant: not ConstantKind.None } || w.Fact.Event.Site.Node is PostfixUnaryExpressionSyntax { Parent: ExpressionStatementSyntax } or PrefixUnaryExpressionSyntax);

    private static bool IsWeighed(SyntaxNode? read) => Outside(read)?.Parent is BinaryExpressionSyntax
    {
        RawKind: (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.LessThanOrEqualExpression or (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.GreaterThanOrEqualExpression
    };

    private static bool IsStep(SyntaxNode? read) => read is PostfixUnaryExpressionSyntax { Parent: ExpressionStatementSyntax } or PrefixUnaryExpressionSyntax { Parent: ExpressionStatementSyntax } || (Outside(read) is { Parent: PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax } node && node.Parent.Parent is ExpressionStatementSyntax);

    private static SyntaxNode? Outside(SyntaxNode? read) => read?.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : read;

    /// <summary><c>_last = message.Number ?? _last</c>: the old value is kept or replaced, nothing is computed from it.</summary>
    private static bool KeepsOrReplaces(WriteFact write) => write.Write.Site.Node is AssignmentExpressionSyntax { Right.RawKind: (int)SyntaxKind.CoalesceExpression };

    /// <summary><c>if (!found) found = true;</c>: whoever comes second sets what is set.</summary>
    private static bool IsFlagOnly(WriteFact write)
    {
        if (write.Write.Constant == ConstantKind.None || write.Write.Site.Node?.Parent is not ExpressionStatementSyntax statement)
            return false;
        return statement.Parent is IfStatementSyntax { Else: null } or BlockSyntax { Statements.Count: 1, Parent: IfStatementSyntax { Else: null } };
    }

    /// <summary>An element that each run changes: its index is written out.</summary>
    private static bool HasFixedIndex(WriteFact write)
    {
        var target = write.Write.Site.Node switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left,
            PostfixUnaryExpressionSyntax postfix => postfix.Operand,
            PrefixUnaryExpressionSyntax prefix => prefix.Operand,
            _ => null,
        };
        return target is ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } && arguments.All(a => a.Expression is LiteralExpressionSyntax);
    }
}
