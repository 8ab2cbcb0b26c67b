using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>Why foreign code must not run inside a call.</summary>
internal enum InsideReason
{
    /// <summary>A lock is held.</summary>
    Lock,

    /// <summary>A guard is held that others wait for.</summary>
    Guard,

    /// <summary>A loop waits for it that serves others.</summary>
    Loop,

    /// <summary>What those who wait look at is changed only afterwards.</summary>
    HalfChanged,
}

/// <summary>What stands around and after a call in which others may go on.</summary>
/// <param name="Reason">Why they must not.</param>
/// <param name="Place">The lock, the loop, or the change.</param>
/// <param name="Name">What is held or changed.</param>
internal sealed record Inside(InsideReason Reason, SyntaxNode Place, string Name)
{
    /// <summary>The lock or guard that is held at the call, or the loop that it stands in; null for none.</summary>
    public static Inside? Of(SyntaxNode call)
    {
        var function = CallShape.FunctionOf(call);
        foreach (var node in call.Ancestors().TakeWhile(n => n != function))
        {
            if (node is LockStatementSyntax held && held.Statement.Span.Contains(call.Span))
                return new Inside(InsideReason.Lock, held, held.Expression.ToString());
        }

        if (function is null)
            return null;
        if (!HasWaitedBefore(function, call) && LockAroundCallsOf(function) is { } around)
            return new Inside(InsideReason.Lock, around, around.Expression.ToString());
        if (!call.Ancestors().TakeWhile(n => n != function).Any(n => n is FinallyClauseSyntax)
            && GuardedRegions.Of(function).FirstOrDefault(r => r.Guard is not null && r.Span.Contains(call.Span) && GivesBack(function, r.Guard)) is { Guard: { } guard })
            return new Inside(InsideReason.Guard, function, guard);
        return LoopAround(call) is { } loop ? new Inside(InsideReason.Loop, loop, CallShape.NameOfMember(call)) : null;
    }

    /// <summary>A lock that a caller holds ends for it when the function waits for the first time.</summary>
    private static bool HasWaitedBefore(SyntaxNode function, SyntaxNode call) =>
        function.DescendantNodes(n => n == function || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<AwaitExpressionSyntax>().Any(a => a.Span.End < call.SpanStart);

    /// <summary>The lock in which the type calls a private method of its own; null for none.</summary>
    private static LockStatementSyntax? LockAroundCallsOf(SyntaxNode function) =>
        function is MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null, Parent: TypeDeclarationSyntax type } method && !method.Modifiers.Any(m => m.IsKind(SyntaxKind.PublicKeyword) || m.IsKind(SyntaxKind.InternalKeyword) || m.IsKind(SyntaxKind.ProtectedKeyword))
            ? type.DescendantNodes().OfType<LockStatementSyntax>().FirstOrDefault(l => l.Statement.DescendantNodes(n => n is not AnonymousFunctionExpressionSyntax).OfType<InvocationExpressionSyntax>().Any(c => Replacement.Own(c.Expression)?.Identifier.ValueText == method.Identifier.ValueText))
            : null;

    /// <summary>What the function changes only after the call, and those who wait look at: what follows one of the <paramref name="waits"/> names it, or what is called there does.</summary>
    public static Inside? HalfChanged(SyntaxNode call, IReadOnlyCollection<SyntaxNode> waits, string signal)
    {
        if (CallShape.FunctionOf(call) is not { } function || waits.Count == 0 || (function is LocalFunctionStatementSyntax local && IsOverBefore(local, waits)))
            return null;
        HashSet<string>? looked = null;
        foreach (var (change, name) in ChangesAfter(call, function))
        {
            if (name != signal && (looked ??= NamesIn(waits, call.FirstAncestorOrSelf<TypeDeclarationSyntax>(), call)).Contains(name))
                return new Inside(InsideReason.HalfChanged, change, name);
        }

        return null;
    }

    /// <summary>A local function that its own function calls, and waits for, before it waits for the signal: nobody waits yet.</summary>
    private static bool IsOverBefore(LocalFunctionStatementSyntax local, IReadOnlyCollection<SyntaxNode> waits)
    {
        if (CallShape.FunctionOf(local.Parent!) is not { } around || waits.Any(w => CallShape.FunctionOf(w) != around || CallShape.LoopAround(w) is not null))
            return false;
        var uses = around.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == local.Identifier.ValueText).ToList();
        return uses.Count > 0 && uses.All(u => u.Parent is InvocationExpressionSyntax call && CallShape.FunctionOf(call) == around && waits.All(w => call.Span.End < w.SpanStart)
            && (!local.Modifiers.Any(SyntaxKind.AsyncKeyword) || CallShape.IsWaitedForHere(call)));
    }

    /// <summary>What is only waited for, and never given back, is no guard.</summary>
    private static bool GivesBack(SyntaxNode function, string guard) =>
        function.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(c => c.Expression is MemberAccessExpressionSyntax access && Locks.IsGivingName(access.Name.Identifier.ValueText) && TypeSyntaxFacts.LastName(access.Expression) == guard);

    private static StatementSyntax? LoopAround(SyntaxNode call)
    {
        var loop = CallShape.LoopAround(call);
        var reads = loop switch
        {
            CommonForEachStatementSyntax each => each.AwaitKeyword != default,
            WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax { Condition: null } => loop.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(n => n is AwaitExpressionSyntax { Expression: InvocationExpressionSyntax awaited } && Reads(awaited)),
            _ => false,
        };
        return reads ? loop : null;
    }

    private static bool Reads(InvocationExpressionSyntax awaited) => awaited.Expression is IdentifierNameSyntax { Identifier.ValueText: "read" or "receive" } || awaited.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(n => n.Identifier.ValueText is { } name && (name.StartsWith("Read", StringComparison.Ordinal) || name.StartsWith("Receive", StringComparison.Ordinal) || name is "WaitToReadAsync" or "DequeueAsync" or "TakeAsync"));

    /// <summary>The assignments of members that stand after the call on its own way through the function.</summary>
    private static IEnumerable<(SyntaxNode Change, string Name)> ChangesAfter(SyntaxNode call, SyntaxNode function)
    {
        for (SyntaxNode child = call, parent = call.Parent!; parent is not null && child != function; child = parent, parent = parent.Parent!)
        {
            if (parent is not BlockSyntax block || child is not StatementSyntax statement)
                continue;
            foreach (var after in block.Statements.SkipWhile(s => s != statement).Skip(1))
            {
                foreach (var node in after.DescendantNodesAndSelf(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
                {
                    if (Changed(node) is { } target && NameOf(target) is { } name && !Places.Declares(function, name))
                        yield return (node, name);
                }

                if (after is ReturnStatementSyntax or ThrowStatementSyntax || after.DescendantNodes().Any(n => n is AwaitExpressionSyntax))
                    yield break;
            }
        }
    }

    private static ExpressionSyntax? Changed(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => step.Operand,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } step => step.Operand,
        ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword } argument => argument.Expression,
        _ => null,
    };

    private static string? NameOf(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
        ElementAccessExpressionSyntax element => NameOf(element.Expression),
        _ => null,
    };

    /// <summary>All that is looked at behind the waits, or in the loops around them, and in the members of the type that are named there.</summary>
    private static HashSet<string> NamesIn(IReadOnlyCollection<SyntaxNode> waits, TypeDeclarationSyntax? type, SyntaxNode call)
    {
        var result = new HashSet<string>(waits.SelectMany(w => Behind(w, call)), StringComparer.Ordinal);
        foreach (var method in type?.Members.OfType<MethodDeclarationSyntax>() ?? Enumerable.Empty<MethodDeclarationSyntax>())
        {
            if (result.Contains(method.Identifier.ValueText))
                result.UnionWith(method.DescendantNodes().OfType<IdentifierNameSyntax>().Where(IsLookedAt).Select(n => n.Identifier.ValueText));
        }

        return result;
    }

    /// <summary>What stands behind the wait, without the handlers of exceptions where the call completes it with a result.</summary>
    private static IEnumerable<string> Behind(SyntaxNode wait, SyntaxNode call)
    {
        var loop = CallShape.LoopAround(wait);
        var around = loop ?? CallShape.FunctionOf(wait);
        var failures = call is InvocationExpressionSyntax completion && Signals.GivesResult(StartSyntax.NameOf(completion)) ? wait.Ancestors().OfType<TryStatementSyntax>().Where(t => t.Block.Span.Contains(wait.Span)).SelectMany(t => t.Catches).ToList() : new List<CatchClauseSyntax>();
        return around is null ? Enumerable.Empty<string>() : around.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => IsLookedAt(n) && (loop is not null || n.SpanStart >= wait.Span.End) && !failures.Any(f => f.Span.Contains(n.Span))).Select(n => n.Identifier.ValueText);
    }

    /// <summary>False for what is only given another value: that does not depend on what was there.</summary>
    private static bool IsLookedAt(IdentifierNameSyntax name)
    {
        ExpressionSyntax place = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : name;
        return place.Parent is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } stored || stored.Left != place;
    }
}
