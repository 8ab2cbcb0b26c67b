using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// What the syntax around the start of some work says: is it started again before it has ended, are the tasks started together, and
/// does the code that goes on wait for it. Errs towards "it is waited for".
/// </summary>
internal static class StartSyntax
{
    /// <summary>True for the call of something asynchronous, by its name, that is neither awaited nor returned on the spot.</summary>
    public static bool IsLoose(InvocationExpressionSyntax call)
    {
        if (!NameOf(call).EndsWith("Async", StringComparison.Ordinal))
            return false;
        ExpressionSyntax outer = call;
        while (outer.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { } passing } && NameOf(passing) is Awaitables.Configures or "AsTask" or "WaitAsync" or "Preserve" or "WithCancellation")
            outer = passing;
        return outer.Parent is not (AwaitExpressionSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax) && !(outer.Parent is CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } through && through.Expression == outer);
    }

    /// <summary>True where a loop around the place, in its own body, comes back to it with the same local: one that is declared outside of the loop.</summary>
    public static bool ComesBackWith(SyntaxNode place, ISymbol local)
    {
        var declared = local.DeclaringSyntaxReferences.FirstOrDefault();
        for (var node = place; node is not null and not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax); node = node.Parent)
        {
            if (node is (ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax) && declared is not null && !(declared.SyntaxTree == node.SyntaxTree && node.Span.Contains(declared.Span)))
                return true;
        }

        return false;
    }

    /// <summary>True for anything but a lambda without a loop that waits for what comes: such work is begun once and goes on.</summary>
    public static bool GoesOnAndOn(SyntaxNode work) =>
        work is not AnonymousFunctionExpressionSyntax || work.DescendantNodes().Any(static n => n is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax { Condition: null } or CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 });

    /// <summary>True where the delegate that is made there is added to an event, or taken away again: <c>x.Changed += OnChanged</c>.</summary>
    public static bool IsHandler(SyntaxNode? made)
    {
        while (made?.Parent is CastExpressionSyntax or ParenthesizedExpressionSyntax or BaseObjectCreationExpressionSyntax or ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax } or ArgumentListSyntax { Parent: BaseObjectCreationExpressionSyntax })
            made = made.Parent;
        return made?.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression or (int)SyntaxKind.SubtractAssignmentExpression } added && added.Right == made;
    }

    /// <summary>The call that is given the delegate made there, where its result is thrown away: <c>_ = Task.Run(f)</c>. Null where it is kept.</summary>
    public static InvocationExpressionSyntax? LeftAlone(SyntaxNode made) =>
        made.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax } } call } ? call : null;

    /// <summary>True where the expression, or what is called on it, is what <c>await foreach</c> goes through.</summary>
    public static bool IsLoopedThrough(SyntaxNode expression)
    {
        while (expression.Parent is MemberAccessExpressionSyntax or InvocationExpressionSyntax)
            expression = expression.Parent;
        return expression.Parent is CommonForEachStatementSyntax loop && loop.Expression == expression;
    }

    /// <summary>The name of what is called, whatever it is called on; empty where it has none, as the call of what a call gives.</summary>
    public static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => "",
    };

    /// <summary>
    /// The innermost loop whose next turn starts the work again although nothing has waited for it; null for none. Stops at the body that
    /// the start stands in.
    /// </summary>
    public static SyntaxNode? LoopAround(SyntaxNode start)
    {
        string? keptIn = null;
        for (SyntaxNode child = start, node = start.Parent!; node is not null; child = node, node = node.Parent!)
        {
            switch (node)
            {
                case AwaitExpressionSyntax or ReturnStatementSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax:
                    return null;
                case MemberAccessExpressionSyntax access when access.Expression == child && FanOuts.Blocks(access.Name.Identifier.ValueText):
                    return null;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } when called.Expression != child && FanOuts.Blocks(called.Name.Identifier.ValueText):
                    return null;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }:
                    keptIn ??= declarator.Identifier.ValueText;
                    break;
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax target }:
                    keptIn ??= target.Identifier.ValueText;
                    break;
                case ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax when IsIn(child, node):
                    if (keptIn is not null && WaitsFor(keptIn, child, start))
                        return null;
                    if (!LeavesAfter(start, child))
                        return node;
                    break;
            }
        }

        return null;
    }

    /// <summary>True for a query whose tasks a loop awaits one by one: each is started when its turn comes, <c>foreach (var t in all.Select(f)) await t;</c>.</summary>
    public static bool IsAwaitedInTurn(SyntaxNode query) =>
        query.Parent is ForEachStatementSyntax loop && loop.Expression == query && loop.AwaitKeyword.RawKind == 0
        && loop.Statement.DescendantNodes().OfType<AwaitExpressionSyntax>().Any(a => a.Expression.DescendantNodesAndSelf().First() is var first && (first as IdentifierNameSyntax ?? first.DescendantNodes().OfType<IdentifierNameSyntax>().FirstOrDefault()) is { } task && task.Identifier.ValueText == loop.Identifier.ValueText);

    /// <summary>True where the tasks that a sequence makes are all started before the first is waited for: combined, or gone through at once.</summary>
    public static bool IsCombined(SyntaxNode lambda)
    {
        var call = lambda.FirstAncestorOrSelf<InvocationExpressionSyntax>(c => c.ArgumentList.Span.Contains(lambda.Span));
        SyntaxNode? node = call;
        while (node?.Parent is { } parent)
        {
            switch (parent)
            {
                case MemberAccessExpressionSyntax access when access.Expression == node:
                    if (FanOuts.Exhausts(access.Name.Identifier.ValueText))
                        return true;
                    node = access.Parent is InvocationExpressionSyntax ? access.Parent : access;
                    break;
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax outer }:
                    var name = outer.Expression is MemberAccessExpressionSyntax called ? called.Name.Identifier.ValueText : (outer.Expression as SimpleNameSyntax)?.Identifier.ValueText ?? "";
                    if (FanOuts.Combines(name) || FanOuts.Exhausts(name))
                        return true;
                    node = outer;
                    break;
                case ArgumentSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax or SpreadElementSyntax or CollectionExpressionSyntax:
                    if (parent is SpreadElementSyntax)
                        return true;
                    node = parent;
                    break;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }:
                    return Body(lambda) is { } body && body.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == declarator.Identifier.ValueText && IsCombining(n));
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>True where the options that stand at the call, or in the variable given to it, let one run at a time.</summary>
    /// <param name="made">The delegate.</param>
    /// <param name="byDefault">What is true where no options are seen.</param>
    public static bool IsOneAtATime(SyntaxNode made, bool byDefault)
    {
        SyntaxNode? call = made.Ancestors().FirstOrDefault(n => n is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax);
        if (call is null)
            return byDefault;
        var chain = call;
        foreach (var inner in chain.DescendantNodes(n => n is not AnonymousFunctionExpressionSyntax).OfType<InvocationExpressionSyntax>())
        {
            if (inner.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WithDegreeOfParallelism" or "AsSequential" } access)
                return access.Name.Identifier.ValueText == "AsSequential" || inner.ArgumentList.Arguments is [{ Expression: LiteralExpressionSyntax { Token.ValueText: "1" } }];
        }

        var arguments = call is InvocationExpressionSyntax invocation ? invocation.ArgumentList : ((BaseObjectCreationExpressionSyntax)call).ArgumentList;
        foreach (var argument in arguments?.Arguments ?? default)
        {
            if (argument.Expression is IdentifierNameSyntax name)
            {
                var scope = (SyntaxNode?)made.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? made.SyntaxTree.GetRoot();
                foreach (var declarator in scope.DescendantNodes().OfType<VariableDeclaratorSyntax>())
                {
                    if (declarator.Identifier.ValueText == name.Identifier.ValueText && declarator.Initializer is { } initializer && Degree(initializer) is { } kept)
                        return kept == "1";
                }
            }
            else if (argument.Expression is BaseObjectCreationExpressionSyntax && Degree(argument.Expression) is { } degree)
            {
                return degree == "1";
            }
        }

        return byDefault;
    }

    /// <summary>
    /// True where the code runs on from one place to the other in the same body without waiting for anything: no await, no blocking wait,
    /// no return in between, and they are not two branches of one decision.
    /// </summary>
    public static bool RunsOn(SyntaxNode body, SyntaxNode from, SyntaxNode to)
    {
        if (from.SyntaxTree != to.SyntaxTree || to.SpanStart < from.Span.End || from.Ancestors().TakeWhile(n => n != body).Any(n => n is ReturnStatementSyntax or ArrowExpressionClauseSyntax && !n.Span.Contains(to.Span)))
            return false;
        foreach (var node in body.DescendantNodes(n => n == body || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            var waits = node switch
            {
                AwaitExpressionSyntax => node.Span.End > from.Span.End && node.Span.End <= to.SpanStart,
                CommonForEachStatementSyntax loop when loop.AwaitKeyword != default => loop.SpanStart >= from.Span.End && loop.SpanStart < to.SpanStart,
                SimpleNameSyntax name => FanOuts.Blocks(name.Identifier.ValueText) && name.SpanStart >= from.Span.End && name.Span.End <= to.SpanStart && name.Parent is MemberAccessExpressionSyntax,
                ReturnStatementSyntax or ThrowStatementSyntax => node.SpanStart >= from.Span.End && node.Span.End <= to.SpanStart && node.Parent == from.FirstAncestorOrSelf<BlockSyntax>(),
                _ => false,
            };
            if (waits)
                return false;
        }

        return !AreBranches(from, to);
    }

    /// <summary>True where one decision leads to either of the two places.</summary>
    public static bool AreBranches(SyntaxNode from, SyntaxNode to)
    {
        SyntaxNode child = from;
        for (var node = from.Parent; node is not null; child = node, node = node.Parent)
        {
            if (!node.Span.Contains(to.Span))
                continue;
            return node switch
            {
                IfStatementSyntax decision => child == decision.Statement && decision.Else is { } other && other.Span.Contains(to.Span),
                TryStatementSyntax guarded => guarded.Finally?.Span.Contains(to.Span) != true && (child is CatchClauseSyntax || (from.FirstAncestorOrSelf<CatchClauseSyntax>() is { } failed && child.Span.Contains(failed.Span))),
                SwitchStatementSyntax or SwitchExpressionSyntax => child is SwitchSectionSyntax or SwitchExpressionArmSyntax,
                ConditionalExpressionSyntax decision => child == decision.WhenTrue && decision.WhenFalse.Span.Contains(to.Span),
                _ => false,
            };
        }

        return true;
    }

    private static string? Degree(SyntaxNode creation)
    {
        foreach (var assignment in creation.DescendantNodes().OfType<AssignmentExpressionSyntax>())
        {
            if (assignment.Left is IdentifierNameSyntax { Identifier.ValueText: "MaxDegreeOfParallelism" })
                return assignment.Right.ToString();
        }

        return null;
    }

    private static bool IsIn(SyntaxNode child, SyntaxNode loop) => loop switch
    {
        ForStatementSyntax x => child == x.Statement,
        CommonForEachStatementSyntax x => child == x.Statement,
        WhileStatementSyntax x => child == x.Statement,
        DoStatementSyntax x => child == x.Statement,
        _ => false,
    };

    /// <summary>True where the body of the loop waits for what the variable holds.</summary>
    private static bool WaitsFor(string variable, SyntaxNode loopBody, SyntaxNode start) => loopBody.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n =>
        n.Identifier.ValueText == variable && n.SpanStart > start.Span.End
        && (n.Parent is MemberAccessExpressionSyntax access ? FanOuts.Blocks(access.Name.Identifier.ValueText) || n.FirstAncestorOrSelf<AwaitExpressionSyntax>() is not null : n.FirstAncestorOrSelf<AwaitExpressionSyntax>() is not null || IsCombining(n)));

    /// <summary>True where the loop ends, or the body is left, right after the start.</summary>
    private static bool LeavesAfter(SyntaxNode start, SyntaxNode loopBody)
    {
        for (var statement = start.FirstAncestorOrSelf<StatementSyntax>(); statement is not null && statement != loopBody.Parent; statement = statement.Parent?.FirstAncestorOrSelf<StatementSyntax>())
        {
            if (statement.Parent is BlockSyntax block && block.Statements.Last() is BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax)
                return true;
        }

        return false;
    }

    private static bool IsCombining(IdentifierNameSyntax use)
    {
        switch (use.Parent)
        {
            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access when access.Expression == use:
                return FanOuts.Exhausts(access.Name.Identifier.ValueText);
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: var called } }:
                var name = called is MemberAccessExpressionSyntax member ? member.Name.Identifier.ValueText : (called as SimpleNameSyntax)?.Identifier.ValueText ?? "";
                return FanOuts.Combines(name) || FanOuts.Exhausts(name);
            default:
                return false;
        }
    }

    private static SyntaxNode? Body(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(n => n is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax or CompilationUnitSyntax);
}
