using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Where the calls that take and give back a guard stand in the source, as far as a rule's decision depends on it.</summary>
internal static class GuardPlaces
{
    /// <summary>
    /// True where the call that gives back stands under a condition that the call which takes does not stand under: who wrote that knows of
    /// ways on which nothing is to be given back.
    /// </summary>
    public static bool IsConditional(Site release, Site acquire)
    {
        for (var node = release.Node; node?.Parent is { } parent && !IsFunction(parent); node = parent)
        {
            if (acquire.Node is not null && parent.SyntaxTree == acquire.Node.SyntaxTree && parent.Span.Contains(acquire.Node.Span))
                return false;
            if (parent is ConditionalAccessExpressionSyntax or SwitchSectionSyntax or ConditionalExpressionSyntax or SwitchExpressionArmSyntax or CommonForEachStatementSyntax or ForStatementSyntax || (parent is IfStatementSyntax branch && node != branch.Condition))
                return true;
        }

        return false;
    }

    /// <summary>
    /// True where each release stands on a way that leaves right after it, <c>if (…) { _gate.Release(); return; }</c>, the guard is taken on every
    /// way, and nothing else in the source of the type gives it back: the ways that go on keep it.
    /// </summary>
    /// <param name="acquire">The call that takes.</param>
    /// <param name="releases">The calls that give back.</param>
    /// <param name="guard">The name of the guard, which no other type can use.</param>
    public static bool AreEarlyExits(Site acquire, IReadOnlyCollection<Site> releases, string guard)
    {
        if (acquire.Node is not { } taken || Function(taken) is not MethodDeclarationSyntax method || taken.Ancestors().TakeWhile(a => a != method).Any(static a => a is IfStatementSyntax or ConditionalExpressionSyntax or SwitchStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax or ForStatementSyntax or TryStatementSyntax))
            return false;
        if (!releases.All(r => r.Node?.FirstAncestorOrSelf<BlockSyntax>() is { Parent: IfStatementSyntax or ElseClauseSyntax or CatchClauseSyntax } block && block.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax && method.Span.Contains(block.Span)))
            return false;
        if (method.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault() is not { } type || type.Modifiers.Any(SyntaxKind.PartialKeyword))
            return false;
        return type.DescendantNodes().OfType<IdentifierNameSyntax>().All(n => n.Identifier.ValueText != guard || method.Span.Contains(n.Span) || IsTaken(n));
    }

    /// <summary><c>while (!_gate.Wait(10)) { }</c>: nothing leads out of the loop but that the guard was taken.</summary>
    public static bool IsAskedUntilTaken(Site acquire)
    {
        var loop = acquire.Node?.Ancestors().TakeWhile(static a => !IsFunction(a)).OfType<WhileStatementSyntax>().FirstOrDefault();
        return loop is { Condition: PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } } && loop.Condition.Span.Contains(acquire.Node!.Span)
            && !loop.Statement.DescendantNodesAndSelf().Any(static n => n is ThrowStatementSyntax or ReturnStatementSyntax or BreakStatementSyntax or InvocationExpressionSyntax);
    }

    /// <summary><c>if (!await _gate.WaitAsync(0)) { Environment.FailFast("twice"); return; }</c>: where it is refused, nothing comes after.</summary>
    public static bool EndsWhereRefused(Site acquire) =>
        acquire.Node?.Ancestors().TakeWhile(static a => a is ExpressionSyntax or IfStatementSyntax).OfType<IfStatementSyntax>().FirstOrDefault() is { Condition: PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }, Statement: var refused }
        && (refused is BlockSyntax block ? block.Statements : SyntaxFactory.SingletonList(refused)).Any(static s => s is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } } && Endings.EndsTheProcess(called.Expression.ToString(), called.Name.Identifier.ValueText));

    /// <summary>
    /// <c>try { … _gate.Release(); return true; } catch { … } _gate.Release();</c>: the first release is the last thing on its way, so that nothing leads from
    /// it to the other.
    /// </summary>
    public static bool LeavesAtOnce(Site release, Site other)
    {
        if (release.Node?.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Parent: BlockSyntax block } statement || other.Node is null)
            return false;
        var at = block.Statements.IndexOf(statement);
        return at + 1 < block.Statements.Count
            && block.Statements[at + 1] is ReturnStatementSyntax { Expression: null or LiteralExpressionSyntax or IdentifierNameSyntax }
            && !release.Node.Ancestors().OfType<TryStatementSyntax>().Any(t => t.Finally is { } last && last.Span.Contains(other.Node.Span));
    }

    /// <summary>True for a <c>lock</c> statement, which gives back what it has taken and nothing else.</summary>
    public static bool IsStatement(Site release) => release.Node is LockStatementSyntax or { Parent: LockStatementSyntax };

    private static bool IsTaken(IdentifierNameSyntax name)
    {
        ExpressionSyntax place = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : name;
        return place.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access && access.Expression == place && Function(name) is MethodDeclarationSyntax;
    }

    /// <summary>
    /// True where the body that takes a guard hands it, or code that gives it back, to somebody else: as an argument, in a new object, in a
    /// lambda. Then it is given back there.
    /// </summary>
    public static bool IsHandedOn(Site acquire, string guard)
    {
        if (Function(acquire.Node) is not { } function || acquire.Node is null)
            return false;
        foreach (var node in function.DescendantNodes())
        {
            if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != guard)
                continue;
            if (Function(name) != function)
                return true;
            ExpressionSyntax place = name;
            while (place.Parent is MemberAccessExpressionSyntax access && access.Name == place || place.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax)
                place = (ExpressionSyntax)place.Parent!;
            if (place.Parent is ArgumentSyntax { Parent.Parent: not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Monitor" or "Interlocked" } } } } or ReturnStatementSyntax or ArrowExpressionClauseSyntax or InitializerExpressionSyntax)
                return true;
            if (place.Parent is AssignmentExpressionSyntax assignment && assignment.Right == place)
                return true;
        }

        return function.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>().Any(c => c.ArgumentList is { } list && list.Arguments.Any(a => a.Expression is ThisExpressionSyntax));
    }

    /// <summary>True where what stands there may well throw while the guard is held: it calls or awaits something that is known to fail now and then, and is not part of the clean-up that gives the guard back.</summary>
    public static bool IsRisk(Site risk, Site acquire, IReadOnlyCollection<Site> releases)
    {
        if (risk.Node is not { } node || node.SpanStart < acquire.Start || Function(node) != Function(acquire.Node) || (acquire.Node is { } taken && (node.Span.IntersectsWith(taken.Span) || node.Contains(taken))))
            return false;
        if (releases.Any(r => r.Node is { } given && (given.Span.IntersectsWith(node.Span) || AreInOneHandler(given, node) || IsInHandlerOf(given, node))))
            return false;
        return node.DescendantNodesAndSelf(static n => !IsFunction(n) && !(n is AwaitExpressionSyntax wait && IsQuietWait(wait))).Any(static n => (n is AwaitExpressionSyntax wait && !IsQuietWait(wait)) || (n is InvocationExpressionSyntax call && !IsQuiet(call)));
    }

    /// <summary>The <c>return</c> or <c>throw</c> by which the body is left between the two; null for none.</summary>
    public static SyntaxNode? FirstExit(Site acquire, IReadOnlyCollection<Site> releases, bool throws)
    {
        if (acquire.Node is null || Function(acquire.Node) is not { } function)
            return null;
        foreach (var node in function.DescendantNodes(n => n == function || !IsFunction(n)))
        {
            if (node.SpanStart < acquire.Node.Span.End || (throws ? node is not (ThrowStatementSyntax or ThrowExpressionSyntax) : node is not ReturnStatementSyntax))
                continue;
            if (!releases.Any(r => r.Node is { } given && (IsBefore(given, node) || IsInFinallyOf(given, node))) && !IsAfterRefusal(node, acquire.Node, function))
                return node;
        }

        return null;
    }

    /// <summary>True where the body is left there because the guard was not given: <c>if (!await _gate.WaitAsync(100)) return;</c>.</summary>
    private static bool IsAfterRefusal(SyntaxNode exit, SyntaxNode acquire, SyntaxNode function)
    {
        var answer = AnswerOf(acquire);
        return exit.Ancestors().TakeWhile(a => a != function).OfType<IfStatementSyntax>().Any(i => i.Statement.Span.Contains(exit.Span) && i.Condition.DescendantNodesAndSelf().Any(n => Denied(n) is { } denied && (denied.Span.Contains(acquire.Span) || (answer is not null && denied is IdentifierNameSyntax local && local.Identifier.ValueText == answer))));
    }

    private static ExpressionSyntax? Denied(SyntaxNode node) => node switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => not.Operand,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.FalseLiteralExpression } equal => equal.Left,
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.FalseLiteralExpression } } pattern => pattern.Expression,
        _ => null,
    };

    /// <summary>True where the answer decides nothing but one <c>if</c> without an <c>else</c>: where the guard was refused, control goes on behind it.</summary>
    public static bool IsAskedOnce(Site acquire)
    {
        if (acquire.Node is not { } node || Function(node) is not { } function)
            return false;
        if (AnswerOf(node) is not { } answer)
            return Whole(node).Parent is IfStatementSyntax { Else: null } test && test.Condition == Whole(node);
        var uses = function.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == answer).ToList();
        return uses.Count == 1 && uses[0].Parent is IfStatementSyntax { Else: null };
    }

    /// <summary>The local that keeps the answer of a call, awaited or not; null for none.</summary>
    private static string? AnswerOf(SyntaxNode acquire)
    {
        var whole = Whole(acquire);
        return whole.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local } => local.Identifier.ValueText,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax local } assignment when assignment.Right == whole => local.Identifier.ValueText,
            _ => null,
        };
    }

    /// <summary>The call with its <c>await</c> and what configures it.</summary>
    private static SyntaxNode Whole(SyntaxNode call)
    {
        while (call.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax)
            call = call.Parent;
        return call;
    }

    /// <summary>The local on which all these calls are made, where it is one object for all of them: declared once in the body and never set again; null for any other.</summary>
    public static string? OneLocal(IEnumerable<Site> calls)
    {
        string? name = null;
        SyntaxNode? body = null;
        foreach (var call in calls)
        {
            var made = call.Node?.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault(i => i.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax });
            if (made?.Expression is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var local } } || (name ?? local) != local || Function(made) is not { } function || (body ?? function) != function)
                return null;
            (name, body) = (local, function);
        }

        return body is not null && body.DescendantNodes().Count(n => n switch { VariableDeclaratorSyntax local => local.Identifier.ValueText, SingleVariableDesignationSyntax local => local.Identifier.ValueText, _ => null } == name) == 1
            && !body.DescendantNodes().Any(n => n is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } && left.Identifier.ValueText == name || n is ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax given } && given.Identifier.ValueText == name)
            ? name : null;
    }

    /// <summary>The <c>try</c> that the first call stands in and whose <c>finally</c> holds the second; null for none.</summary>
    public static TryStatementSyntax? TryAround(Site acquire, Site release) =>
        release.Node?.Ancestors().TakeWhile(n => !IsFunction(n)).OfType<FinallyClauseSyntax>().Select(f => (TryStatementSyntax)f.Parent!).FirstOrDefault(t => acquire.Node is { } node && node.SyntaxTree == t.SyntaxTree && t.Block.Span.Contains(node.Span));

    /// <summary>True where the call is no condition, nothing that is decided on, and no delegate.</summary>
    public static bool IsPlainlyCalled(SyntaxNode call) =>
        !call.Ancestors().TakeWhile(static n => n is not StatementSyntax).Any(static n => n is ConditionalExpressionSyntax or BinaryExpressionSyntax or ConditionalAccessExpressionSyntax or AnonymousFunctionExpressionSyntax)
        && call.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax or LocalDeclarationStatementSyntax;

    /// <summary>True where all conditions around the release name members of the type that the function which takes the guard asks as well, and that the two do not change.</summary>
    public static bool AsksNothingElse(Site release, Site acquire)
    {
        if (Function(release.Node) is not { } giving || Function(acquire.Node) is not { } taking)
            return false;
        var asked = taking.DescendantNodes().OfType<IfStatementSyntax>().SelectMany(static i => i.Condition.DescendantNodesAndSelf()).OfType<IdentifierNameSyntax>().Select(static n => n.Identifier.ValueText).ToList();
        var wanted = release.Node!.Ancestors().TakeWhile(n => n != giving).OfType<IfStatementSyntax>().SelectMany(static i => i.Condition.DescendantNodesAndSelf()).OfType<IdentifierNameSyntax>().ToList();
        return wanted.All(n => asked.Contains(n.Identifier.ValueText) && !CallersChoice.IsOwn(n, giving) && !giving.DescendantNodes().Concat(taking.DescendantNodes()).Any(d => d is AssignmentExpressionSyntax { Left: IdentifierNameSyntax set } && set.Identifier.ValueText == n.Identifier.ValueText))
            && !release.Node.Ancestors().TakeWhile(n => n != giving).Any(static n => n is SwitchSectionSyntax or ConditionalAccessExpressionSyntax or CommonForEachStatementSyntax or TryStatementSyntax);
    }

    /// <summary>True where the call stands in a <c>try</c> that catches what giving back too often throws.</summary>
    public static bool IsCaught(Site release) =>
        release.Node?.Ancestors().TakeWhile(n => !IsFunction(n) && n is not FinallyClauseSyntax).OfType<TryStatementSyntax>().Any(t => t.Block.Span.Contains(release.Node.Span) && t.Catches.Count > 0 && t.Block.Statements.Count <= 2) == true;

    /// <summary>
    /// True where the release stands in a handler, and the <c>try</c> gives back itself as the last thing that it does: what throws there throws
    /// before that.
    /// </summary>
    public static bool IsOtherWay(Site release, IEnumerable<Site> others)
    {
        if (release.Node?.Ancestors().TakeWhile(n => !IsFunction(n)).OfType<CatchClauseSyntax>().FirstOrDefault()?.Parent is not TryStatementSyntax guarded)
            return false;
        var inside = others.Where(o => o.Node is { } node && guarded.Block.Span.Contains(node.Span)).ToList();
        return inside.Count > 0 && inside.All(o => !guarded.Block.DescendantNodes().Any(n => n.SpanStart > o.Node!.Span.End && n is InvocationExpressionSyntax or AwaitExpressionSyntax or BaseObjectCreationExpressionSyntax or ThrowStatementSyntax && !inside.Any(i => i.Node!.Span.IntersectsWith(n.Span)) && o.Node.FirstAncestorOrSelf<BlockSyntax>() is { } block && block.Span.Contains(n.Span)));
    }

    /// <summary>The innermost function or member around a node.</summary>
    public static SyntaxNode? Function(SyntaxNode? node) => node?.Ancestors().FirstOrDefault(IsFunction);

    /// <summary>The lock of the same function that is around the place, the outermost of several; null for none.</summary>
    public static LockStatementSyntax? LockAround(SyntaxNode? node)
    {
        var function = node is null ? null : CallShape.FunctionOf(node);
        return node?.Ancestors().TakeWhile(n => n != function).OfType<LockStatementSyntax>().LastOrDefault();
    }

    private static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax or IndexerDeclarationSyntax or CompilationUnitSyntax;

    /// <summary>True where the first stands in a statement before the second, in the same block or in one around it.</summary>
    private static bool IsBefore(SyntaxNode first, SyntaxNode second)
    {
        if (first.SpanStart > second.SpanStart || first.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
            return false;
        return statement.Parent is not null && statement.Parent.Span.Contains(second.Span);
    }

    /// <summary>Both stand in one handler or finally: what else is cleaned up there is expected not to throw.</summary>
    private static bool AreInOneHandler(SyntaxNode release, SyntaxNode node) =>
        release.Ancestors().TakeWhile(n => !IsFunction(n)).Any(a => a is FinallyClauseSyntax or CatchClauseSyntax && a.Span.Contains(node.Span));

    private static bool IsInFinallyOf(SyntaxNode release, SyntaxNode exit) => IsInHandlerOf(release, exit, withCatches: false);

    /// <summary>The first stands in a handler or finally of a <c>try</c> that holds the second.</summary>
    private static bool IsInHandlerOf(SyntaxNode release, SyntaxNode node, bool withCatches = true) =>
        release.Ancestors().TakeWhile(n => !IsFunction(n)).Any(f => (f is FinallyClauseSyntax || (withCatches && f is CatchClauseSyntax)) && f.Parent is TryStatementSyntax guarded && guarded.Span.Contains(node.Span) && !f.Span.Contains(node.Span));

    /// <summary>A guard is waited for that neither a token nor a time takes away, or nothing but a while.</summary>
    private static bool IsQuietWait(AwaitExpressionSyntax wait)
    {
        var awaited = CallShape.Unconfigured(wait.Expression);
        return awaited is InvocationExpressionSyntax { ArgumentList.Arguments.Count: var count, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Expression: var owner } }
            && (count == 0 ? Locks.IsTakingName(name) || name == "Yield" : count == 1 && name == "Delay" && TypeSyntaxFacts.LastName(owner) == "Task");
    }

    private static bool IsQuiet(InvocationExpressionSyntax call)
    {
        var name = StartSyntax.NameOf(call);
        return name is "nameof" or Awaitables.Configures || GuardHabits.IsQuiet(name) || Locks.IsGivingName(name) || Locks.IsTakingName(name);
    }
}
