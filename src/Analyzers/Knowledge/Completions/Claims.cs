using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>What a way to a completion does so that it is the only one.</summary>
internal enum Claim
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It looks at a flag, or whether the signal is completed, in a step of its own: another can look at the same time.</summary>
    Checked,

    /// <summary>It takes the signal away, wins it by one atomic step, looks under a lock, or catches what is thrown.</summary>
    Taken,
}

/// <summary>Reads from the syntax what stands around a completion and the calls that lead to it.</summary>
internal static class Claims
{
    /// <summary>The strongest claim on the way.</summary>
    /// <param name="run">The way.</param>
    /// <param name="holder">What holds the signal.</param>
    public static Claim Of(CodeRun run, ISymbol holder)
    {
        var result = Claim.None;
        foreach (var node in run.Way)
        {
            if (CallShape.FunctionOf(node) is not { } function)
                continue;
            if (node == run.Way[0] && (TakesAway(function, holder.Name) || IsCaught(node, function, holder.Name)))
                return Claim.Taken;
            foreach (var condition in Conditions(node, function))
            {
                if (IsWon(condition, function))
                    return Claim.Taken;
                if (IsCheck(condition, function))
                    result = node.Ancestors().TakeWhile(n => n != function).Any(n => n is LockStatementSyntax) ? Claim.Taken : result == Claim.Taken ? result : Claim.Checked;
                if (result == Claim.Taken)
                    return result;
            }
        }

        return result;
    }

    /// <summary>What the conditions on the way say, whoever has the object then.</summary>
    /// <param name="run">The way.</param>
    /// <param name="holder">What holds the object; whether it holds one says nothing.</param>
    public static Claim OfConditions(CodeRun run, ISymbol holder)
    {
        var result = Claim.None;
        foreach (var node in run.Way)
        {
            if (CallShape.FunctionOf(node) is not { } function)
                continue;
            foreach (var condition in Conditions(node, function))
            {
                if (IsWon(condition, function))
                    return Claim.Taken;
                if (!Names(condition).Any(n => n.Identifier.ValueText == holder.Name) && IsCheck(condition, function))
                    result = Claim.Checked;
            }
        }

        return result;
    }

    /// <summary>The flag that decides whether the function completes the signal, and that it sets itself; null for none.</summary>
    public static IdentifierNameSyntax? Flag(SyntaxNode node, SyntaxNode function) =>
        Conditions(node, function).SelectMany(c => Names(c)).FirstOrDefault(n => IsSetIn(function, n.Identifier.ValueText) && !IsOwnLocal(n, function));

    /// <summary>True where the function waits between the look at its flag and where it sets it: calls on one thread can come between as well.</summary>
    public static bool WaitsBeforeSet(IdentifierNameSyntax flag)
    {
        if (CallShape.FunctionOf(flag) is not { } function)
            return false;
        var set = Replacement.OfFunction<IdentifierNameSyntax>(function).Where(n => n.Identifier.ValueText == flag.Identifier.ValueText && n.SpanStart > flag.SpanStart && n.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { } store && store.Left.Span.Contains(n.Span)).Select(n => n.SpanStart).DefaultIfEmpty(int.MaxValue).Min();
        return Replacement.OfFunction<AwaitExpressionSyntax>(function).Any(a => a.SpanStart > flag.Span.End && a.SpanStart < set && !Leaves(a, flag));
    }

    /// <summary>True for a wait in the branch that the flag leads out of.</summary>
    private static bool Leaves(SyntaxNode wait, SyntaxNode flag) =>
        flag.FirstAncestorOrSelf<IfStatementSyntax>() is { Else: null } branch && branch.Statement.Span.Contains(wait.Span)
        && (branch.Statement is BlockSyntax block ? block.Statements.LastOrDefault() : branch.Statement) is ReturnStatementSyntax or ThrowStatementSyntax;

    /// <summary>True where the function comes to the node whatever it is given.</summary>
    public static bool IsUnconditional(SyntaxNode node) =>
        CallShape.FunctionOf(node) is { } function && !Conditions(node, function).Any() && !node.Ancestors().TakeWhile(n => n != function).Any(n => n is SwitchStatementSyntax or SwitchExpressionSyntax or CatchClauseSyntax);

    /// <summary>True where a condition on the way asks whether the signal is completed.</summary>
    public static bool LooksWhetherCompleted(SyntaxNode node, SyntaxNode function) =>
        Conditions(node, function).SelectMany(c => Names(c)).Any(n => n.Identifier.ValueText.StartsWith(Signals.IsCompleted, StringComparison.Ordinal));

    /// <summary>The conditions that hold where the node stands: those of the branches around it, and those that would have left before.</summary>
    public static IEnumerable<ExpressionSyntax> Conditions(SyntaxNode node, SyntaxNode function)
    {
        for (SyntaxNode child = node, parent = node.Parent!; parent is not null && child != function; child = parent, parent = parent.Parent!)
        {
            switch (parent)
            {
                case IfStatementSyntax branch when child != branch.Condition:
                    yield return branch.Condition;
                    break;
                case ConditionalExpressionSyntax choice when child != choice.Condition:
                    yield return choice.Condition;
                    break;
                case BinaryExpressionSyntax both when child == both.Right:
                    yield return both.Left;
                    break;
                case WhileStatementSyntax loop when child == loop.Statement:
                    yield return loop.Condition;
                    break;
                case BlockSyntax block when child is StatementSyntax statement:
                    foreach (var before in block.Statements.TakeWhile(s => s != statement).OfType<IfStatementSyntax>().Where(s => Leaves(s.Statement)))
                        yield return before.Condition;
                    break;
                case SwitchSectionSyntax section when child is StatementSyntax statement:
                    foreach (var before in section.Statements.TakeWhile(s => s != statement).OfType<IfStatementSyntax>().Where(s => Leaves(s.Statement)))
                        yield return before.Condition;
                    break;
            }
        }
    }

    private static bool Leaves(StatementSyntax statement) =>
        (statement is BlockSyntax block ? block.Statements.LastOrDefault() : statement) is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax;

    private static IEnumerable<IdentifierNameSyntax> Names(SyntaxNode condition) => condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>();

    /// <summary>True where the condition, or the local that it looks at, has its value from a call that only one can win.</summary>
    private static bool IsWon(ExpressionSyntax condition, SyntaxNode function)
    {
        if (Calls(condition))
            return true;
        return Names(condition).Any(n => function.DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(v => v.Identifier.ValueText == n.Identifier.ValueText && v.Initializer is { } initial && Calls(initial)));

        static bool Calls(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(c => StartSyntax.NameOf(c) is var name && Signals.Wins(name) && !Signals.IsCompleting(name));
    }

    /// <summary>True where the condition looks at the signal itself or at a flag that the same function sets.</summary>
    private static bool IsCheck(ExpressionSyntax condition, SyntaxNode function) =>
        Names(condition).Any(n => n.Identifier.ValueText.StartsWith(Signals.IsCompleted, StringComparison.Ordinal) || (IsSetIn(function, n.Identifier.ValueText) && !IsOwnLocal(n, function)));

    private static bool IsOwnLocal(IdentifierNameSyntax name, SyntaxNode function) =>
        name.Parent is MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax }
        || function.DescendantNodes().Any(n => n is VariableDeclaratorSyntax v && v.Identifier.ValueText == name.Identifier.ValueText || n is ParameterSyntax p && p.Identifier.ValueText == name.Identifier.ValueText);

    private static bool IsSetIn(SyntaxNode function, string name) =>
        function.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a => LastName(a.Left) == name);

    private static string? LastName(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>True where the function puts something else in the place of the signal: whoever comes next finds another, or none.</summary>
    private static bool TakesAway(SyntaxNode function, string holder) =>
        function.DescendantNodes().Any(n => n switch
        {
            AssignmentExpressionSyntax assignment => LastName(assignment.Left) == holder && assignment.Parent is not InitializerExpressionSyntax,
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => LastName(argument.Expression) == holder,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax taking } => LastName(taking.Expression) == holder && taking.Name.Identifier.ValueText.HasWord(Signals.TakesOut),
            _ => false,
        });

    /// <summary>
    /// True where one lock is around the place and around whatever the other does, and each function takes the signal away before it gives the lock back, itself or
    /// through a method that it calls: <c>lock (_gate) { if (_next is not null) { _next.SetResult(); Reset(); } }</c>.
    /// </summary>
    public static bool TakeAwayUnderOneLock(SyntaxNode one, SyntaxNode other, string holder) =>
        GuardPlaces.LockAround(one) is { } here && GuardPlaces.LockAround(other) is { } there && SyntaxFactory.AreEquivalent(here.Expression, there.Expression) && TakesAwayIn(here, holder) && TakesAwayIn(there, holder);

    private static bool TakesAwayIn(LockStatementSyntax around, string holder) =>
        TakesAway(around, holder)
        || around.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(c => c is { ArgumentList.Arguments.Count: 0, Expression: IdentifierNameSyntax { Identifier.ValueText: var called } }
            && around.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Members.OfType<MethodDeclarationSyntax>().FirstOrDefault(m => m.Identifier.ValueText == called) is { } method && TakesAway(method, holder));

    /// <summary>True where what the call throws is caught, and not answered by completing once more.</summary>
    private static bool IsCaught(SyntaxNode node, SyntaxNode function, string holder)
    {
        foreach (var around in node.Ancestors().TakeWhile(n => n != function).OfType<TryStatementSyntax>())
        {
            if (around.Block.Span.Contains(node.Span) && around.Catches.Any(c => c.Declaration is null || c.Declaration.Type.ToString() is "Exception" or "System.Exception" or "InvalidOperationException" or "ChannelClosedException") && around.Catches.All(c => !Names(c).Any(n => n.Identifier.ValueText == holder) && !c.Block.DescendantNodes().OfType<ThrowStatementSyntax>().Any()))
                return true;
        }

        return false;
    }
}
