using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.State;

/// <summary>Two writes that make one change together, with a suspension between them and nothing held over both.</summary>
internal static class TornUpdates
{
    /// <summary>The pairs in a flow, each last write once.</summary>
    public static IEnumerable<TornUpdate> In(MethodFlow flow)
    {
        var firsts = flow.Writes.Where(w => w.Write.Kind is WriteKind.Clear or WriteKind.Remove || w.Write.Empties || (!w.Path.IsContent && StepOf(w) is not null)).ToList();
        if (firsts.Count == 0 || !flow.Suspends)
            yield break;
        foreach (var last in flow.Writes)
        {
            if (!IsState(last.Path))
                continue;
            foreach (var first in firsts)
            {
                if (ReferenceEquals(first, last) || !IsOver(first, last) || FormOf(flow, first, last) is not { } form || !ComesFirst(first, last))
                    continue;
                if (flow.HoldsAround(first, last) || flow.SuspensionsBetween(first, last).IsEmpty)
                    continue;

                // Around the loop it is emptied anew before it is filled: that is the next change, not the rest of this one.
                if (form == TornForm.Refill && !flow.SuspendsBefore(first, last, firsts.Where(f => IsOver(f, last)).Select(static f => f.Node)))
                    continue;
                yield return new TornUpdate(first, last, form);
                break;
            }
        }
    }

    /// <summary>The same location; or an empty collection was put where another was, and what is changed is still reached through that place.</summary>
    private static bool IsOver(WriteFact first, WriteFact last) => first.Write.Empties
        ? first.Path.Equals(last.Path.IsContent ? last.Path.Parent : null) && Places.Names(last.Write.Site, first.Path.DisplayName)
        : first.Path.Equals(last.Path);

    private static TornForm? FormOf(MethodFlow flow, WriteFact first, WriteFact last)
    {
        if (last.Path.IsContent)
        {
            // What a fresh look at it decides is a cache that is filled on demand after it was dropped.
            return !last.Decisions.Any(d => d.Decides && d.Read.Event.Kind == ReadKind.Test) && IsEmptying(flow, first) && !IsPutBack(first, last) && !(flow.NeedsFailure(first, last) && Settled.IsWhereNothingStands(last)) && last.Write.Kind is WriteKind.Insert or WriteKind.Store or WriteKind.Assign ? TornForm.Refill : null;
        }

        return StepOf(first) is { } one && StepOf(last) is { } other && (one == Step.Multiplies || other == Step.Multiplies) ? TornForm.TwoSteps : null;
    }

    /// <summary>A failure puts back what had been taken out: <c>catch { _items.AddRange(batch); throw; }</c>.</summary>
    private static bool IsPutBack(WriteFact first, WriteFact last) =>
        last.Write.Site.Node?.FirstAncestorOrSelf<CatchClauseSyntax>() is { } failure
        && first.Write.Site.Node is { } taken && !failure.Span.Contains(taken.Span)
        && last.From.Any(r => r.IsStale && (r.Path.Equals(first.Path) || r.Path.Equals(last.Path)));

    /// <summary>A field or static, or what hangs on one: not an element's member, of which nobody knows whether it is the same element.</summary>
    private static bool IsState(AccessPath path) =>
        !path.Truncated && path.Root.Kind is RootKind.This or RootKind.Static && !path.Steps.Take(path.Steps.Length - 1).Any(s => s.IsElement);

    /// <summary>All elements go: at once, or one by one in a loop over them.</summary>
    private static bool IsEmptying(MethodFlow flow, WriteFact write) => write.Write.Kind switch
    {
        WriteKind.Clear => true,
        WriteKind.Assign => !flow.Writes.Any(w => !ReferenceEquals(w, write) && w.Path.Equals(write.Path) && ComesFirst(write, w)),
        WriteKind.Remove => (write.Path.Traits & LocationTraits.Concurrent) == 0 && flow.IsRepeated(write) && TakesEachOut(write.Write.Site.Node),
        _ => false,
    };

    /// <summary><c>foreach (var x in _all.ToList()) { …; _all.Remove(x); }</c>, without a condition in between.</summary>
    private static bool TakesEachOut(SyntaxNode? node) =>
        node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var holder }, ArgumentList.Arguments: { Count: 1 } arguments, Parent: ExpressionStatementSyntax statement }
        && (statement.Parent as ForEachStatementSyntax ?? statement.Parent?.Parent as ForEachStatementSyntax) is { } loop
        && arguments[0].Expression is IdentifierNameSyntax each && each.Identifier.ValueText == loop.Identifier.ValueText
        && loop.Expression.ToString() is var all && (all == holder.ToString() || all == holder + ".ToList()" || all == holder + ".ToArray()" || all == holder + ".Keys.ToList()" || all == holder + ".Keys.ToArray()" || all == "[.. " + holder + "]");

    /// <summary>True where the first stands before the last in the source, seen from the innermost body that leads to both.</summary>
    private static bool ComesFirst(WriteFact first, WriteFact last)
    {
        var (a, b) = (Way(first), Way(last));
        for (var i = 0; i < a.Count && i < b.Count; i++)
        {
            if (!a[i].Equals(b[i]))
                return a[i].Start < b[i].Start && !(a[i].Node is { } one && b[i].Node is { } other && one.SyntaxTree == other.SyntaxTree && StartSyntax.AreBranches(one, other));
        }

        return false;
    }

    private static List<Site> Way(WriteFact write)
    {
        var way = new List<Site> { write.Event.Site };
        for (var frame = write.Frame; frame.Caller is not null; frame = frame.Caller)
        {
            if (frame.CallSite is { } call)
                way.Insert(0, call);
        }

        return way;
    }

    private enum Step
    {
        Adds,
        Multiplies,
    }

    /// <summary>Additions change places with each other, so that nothing is torn between two of them; not so with what multiplies.</summary>
    private static Step? StepOf(WriteFact write) => write.Write.Site.Node switch
    {
        PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax => Step.Adds,
        AssignmentExpressionSyntax assignment => StepOf((SyntaxKind)assignment.RawKind == SyntaxKind.SimpleAssignmentExpression && write.From.Any(r => r.Path.Equals(write.Path)) ? (SyntaxKind)assignment.Right.RawKind : (SyntaxKind)assignment.RawKind),
        _ => null,
    };

    private static Step? StepOf(SyntaxKind kind) => kind switch
    {
        SyntaxKind.AddAssignmentExpression or SyntaxKind.SubtractAssignmentExpression or SyntaxKind.AddExpression or SyntaxKind.SubtractExpression => Step.Adds,
        SyntaxKind.MultiplyAssignmentExpression or SyntaxKind.DivideAssignmentExpression or SyntaxKind.ModuloAssignmentExpression
            or SyntaxKind.LeftShiftAssignmentExpression or SyntaxKind.RightShiftAssignmentExpression
            or SyntaxKind.MultiplyExpression or SyntaxKind.DivideExpression or SyntaxKind.ModuloExpression => Step.Multiplies,
        _ => null,
    };
}

/// <summary>How two writes belong together.</summary>
internal enum TornForm
{
    /// <summary>A collection is emptied, then filled again.</summary>
    Refill,

    /// <summary>A number is changed in two steps that do not change places.</summary>
    TwoSteps,
}

/// <summary>Two writes that make one change.</summary>
/// <param name="First">The first step.</param>
/// <param name="Last">The one that completes it.</param>
/// <param name="Form">How they belong together.</param>
internal sealed record TornUpdate(WriteFact First, WriteFact Last, TornForm Form);
