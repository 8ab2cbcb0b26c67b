using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Tasks that a body without <c>async</c> returns from inside <c>try</c>/<c>finally</c>, <c>using</c> or <c>lock</c>, and tasks that any body
/// throws away there: what is given back is given back as soon as the task has begun.
/// </summary>
internal static class OutlivingTasks
{
    /// <summary>True where the syntax alone says that a look is worth while.</summary>
    public static bool MayBe(ReturnStatementSyntax statement)
    {
        if (statement.Expression is not (InvocationExpressionSyntax or IdentifierNameSyntax or ConditionalExpressionSyntax or MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or ObjectCreationExpressionSyntax))
            return false;
        var inside = false;
        for (SyntaxNode node = statement; node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case TryStatementSyntax { Finally: not null } guarded when guarded.Block == node:
                case UsingStatementSyntax or LockStatementSyntax:
                case BlockSyntax block when HoldsUsing(block, node):
                    inside = true;
                    break;
                case AnonymousFunctionExpressionSyntax function:
                    return inside && function.AsyncKeyword == default;
                case LocalFunctionStatementSyntax function:
                    return inside && !function.Modifiers.Any(SyntaxKind.AsyncKeyword) && IsTaskName(function.ReturnType);
                case MethodDeclarationSyntax method:
                    return inside && !method.Modifiers.Any(SyntaxKind.AsyncKeyword) && IsTaskName(method.ReturnType);
                case MemberDeclarationSyntax or AccessorDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }

    /// <summary>The same for a statement that throws the task of a call away.</summary>
    public static bool MayBe(ExpressionStatementSyntax statement)
    {
        if (statement.Expression is not AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Right: InvocationExpressionSyntax } && !(statement.Expression is InvocationExpressionSyntax call && StartSyntax.IsLoose(call)))
            return false;
        return IsInside(statement);
    }

    /// <summary>True where something is given back at the end of what is around the statement.</summary>
    public static bool IsInside(StatementSyntax statement)
    {
        for (SyntaxNode node = statement; node.Parent is { } parent && !IsFunction(parent); node = parent)
        {
            if (parent is UsingStatementSyntax or TryStatementSyntax { Finally: not null } || (parent is BlockSyntax block && HoldsUsing(block, node)))
                return true;
        }

        return false;
    }

    /// <summary>What is wrong with the statement; null for nothing.</summary>
    public static OutlivingTask? Judge(IOperation statement) => statement switch
    {
        IVariableDeclarationGroupOperation { Syntax: LocalDeclarationStatementSyntax syntax } group when KeptTasks.MayBe(syntax) && KeptTasks.ValueOf(group) is { } begun && IsTaskLike(begun.Type) => OfKept(syntax, begun),
        IExpressionStatementOperation { Syntax: ExpressionStatementSyntax syntax, Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation, Value: var begun } } when KeptTasks.MayBe(syntax) && IsTaskLike(begun.Type) => OfKept(syntax, begun),
        IReturnOperation { Syntax: ReturnStatementSyntax syntax, ReturnedValue: { } value } when MayBe(syntax) => Judge(syntax, value),
        IExpressionStatementOperation { Syntax: ExpressionStatementSyntax syntax, Operation: var thrown } when MayBe(syntax)
            && (thrown is ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var discarded } ? discarded : thrown) is var dropped && IsTaskLike(dropped.Type)
            && Judge(syntax, dropped) is { IsGuard: false } task && !IsHarmless(task, syntax) => Follow(task with { IsThrownAway = true }, dropped),
        _ => null,
    };

    private static OutlivingTask? OfKept(StatementSyntax statement, IOperation begun) => Judge(statement, begun) switch
    {
        { IsGuard: true } task => KeptTasks.RunsWithoutGuard(task, Bare(begun)) ? task with { IsWaitedForTooLate = true } : null,
        { } task when statement is LocalDeclarationStatementSyntax && TaskWaits.Of(task.Call) is null && !IsHarmless(task, statement) => Follow(task with { IsThrownAway = true }, begun),
        _ => null,
    };

    /// <summary>Where the called method of the same file uses what is gone by then; null where it expects that.</summary>
    private static OutlivingTask? Follow(OutlivingTask task, IOperation dropped)
    {
        if (Producer(Bare(dropped)) is not IInvocationOperation { TargetMethod.DeclaringSyntaxReferences: { Length: > 0 } references } call || references[0].SyntaxTree != task.Call.SyntaxTree)
            return task;
        var name = call.Arguments.FirstOrDefault(a => a.Value.Syntax is ExpressionSyntax given && TypeSyntaxFacts.LastName(given) == task.Name)?.Parameter?.Name;
        var body = references[0].GetSyntax();
        if (name is null || body.DescendantNodes().Any(n => n is CatchDeclarationSyntax { Type: SimpleNameSyntax { Identifier.ValueText: Disposals.Gone } }))
            return name is null ? task : null;
        return task with { Use = body.DescendantNodes().LastOrDefault(n => n is IdentifierNameSyntax use && use.Identifier.ValueText == name) };
    }

    /// <summary>
    /// A lambda may well end by the end of what it uses, and so may the own work of an object that is used, and waited for, until it ends. A plain token source can be disposed while its token is looked at; only one that ends by a time
    /// or by another token does so no more.
    /// </summary>
    private static bool IsHarmless(OutlivingTask task, StatementSyntax statement) =>
        task.Call.DescendantNodes().Any(n => n is AnonymousFunctionExpressionSyntax)
        || IsOwnWork(task, statement) || IsCanceledByUsing(task, statement)
        || task.GivenBack.DescendantNodesAndSelf().OfType<BaseObjectCreationExpressionSyntax>().Any(c => c is ObjectCreationExpressionSyntax { Type: SimpleNameSyntax { Identifier.ValueText: Disposals.TokenSource }, ArgumentList: null or { Arguments.Count: 0 } })
        || (GuardPlaces.Function(statement)?.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == task.Name && n.SpanStart > statement.Span.End && n.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var called } && Disposals.Cancels(called)) == true);

    private static bool IsOwnWork(OutlivingTask task, StatementSyntax statement) =>
        task.Call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var owner } } } && owner == task.Name
        && GuardPlaces.Function(statement)?.DescendantNodes().Any(n => n is AwaitExpressionSyntax && n.SpanStart > statement.Span.End && n.DescendantNodes().Any(u => u is IdentifierNameSyntax use && use.Identifier.ValueText == owner)) == true;

    /// <summary><c>using var end = new Cancellation(source);</c> behind the object: that gets the source whose token the task has, and ends before the object does.</summary>
    private static bool IsCanceledByUsing(OutlivingTask task, StatementSyntax statement)
    {
        var sources = task.Call.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Where(static m => m.Name.Identifier.ValueText == Revocations.Token).Select(static m => TypeSyntaxFacts.LastName(m.Expression)).ToList();
        return sources.Count > 0 && GuardPlaces.Function(statement)?.DescendantNodes().OfType<LocalDeclarationStatementSyntax>().Any(d => d.UsingKeyword.RawKind != 0 && d.SpanStart > task.GivenBack.SpanStart && d.SpanStart < statement.SpanStart
            && d.Declaration.Variables.Any(v => v.Initializer?.Value is BaseObjectCreationExpressionSyntax { ArgumentList: { } list } && list.Arguments.Any(a => a.Expression is IdentifierNameSyntax given && sources.Contains(given.Identifier.ValueText)))) == true;
    }

    private static OutlivingTask? Judge(StatementSyntax statement, IOperation value)
    {
        if (Producer(Bare(value)) is not { } call || IsFinished(call))
            return null;
        for (SyntaxNode node = statement; node.Parent is { } parent && !IsFunction(parent); node = parent)
        {
            switch (parent)
            {
                case TryStatementSyntax { Finally: { } last } guarded when guarded.Block == node:
                    foreach (var given in last.Block.Statements)
                    {
                        if (GivenBack(given, call.SemanticModel) is { } what && call.Syntax.Span.IntersectsWith(guarded.Block.Span) && !TaskNeeds.IsNothingThere(statement, what.Name) && (what.IsGuard || TaskNeeds.Object(call.Syntax, what.Name) || (statement is ExpressionStatementSyntax && TaskScopes.Needs(call.Syntax, what.Name))))
                            return new OutlivingTask(call.Syntax, given, what.Name, what.IsGuard) { IsOfThread = what.IsGuard && TaskNeeds.BeginsUnderThreadLock(call, given) };
                    }

                    break;
                case UsingStatementSyntax use when use.Statement == node || use.Statement.Contains(node):
                    if (Resource(use.Declaration, use.Expression, call) is { } held)
                        return held with { GivenBack = (SyntaxNode?)use.Declaration ?? use.Expression! };
                    break;
                case LockStatementSyntax locked when Bare(value) is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke }:
                    return new OutlivingTask(call.Syntax, locked.Expression, TypeSyntaxFacts.LastName(locked.Expression) ?? "lock", IsGuard: true) { RunsOthersCode = true };
                case BlockSyntax block:
                    foreach (var earlier in block.Statements.TakeWhile(s => s != node))
                    {
                        if (earlier is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } declared && Resource(declared.Declaration, null, call) is { } kept)
                            return kept with { GivenBack = declared };
                    }

                    break;
            }
        }

        return null;
    }

    private static OutlivingTask? Resource(VariableDeclarationSyntax? declaration, ExpressionSyntax? expression, IOperation call)
    {
        if (declaration is null)
            return expression is not null && IsTaking(expression) ? new OutlivingTask(call.Syntax, expression, TypeSyntaxFacts.LastName(Receiver(expression)) ?? expression.ToString(), IsGuard: true) : null;
        foreach (var variable in declaration.Variables)
        {
            if (variable.Initializer is { Value: var value } && IsTaking(value))
                return new OutlivingTask(call.Syntax, variable, TypeSyntaxFacts.LastName(Receiver(value)) ?? variable.Identifier.ValueText, IsGuard: true);
            if (TaskNeeds.Object(call.Syntax, variable.Identifier.ValueText))
                return new OutlivingTask(call.Syntax, variable, variable.Identifier.ValueText, IsGuard: false);
        }

        return null;
    }

    private static bool IsTaking(ExpressionSyntax value) =>
        value is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } && Locks.SoundsLikeTaking(access.Name.Identifier.ValueText, TypeSyntaxFacts.LastName(access.Expression));

    private static ExpressionSyntax Receiver(ExpressionSyntax value) => value is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } ? access.Expression : value;

    /// <summary>
    /// What a statement of a finally gives back: a guard, or the object that it disposes or hands back to a pool. A class of static members
    /// (<c>Trace.Exit(this)</c>) is no guard, but tells of what happens.
    /// </summary>
    private static (string Name, bool IsGuard)? GivenBack(StatementSyntax statement, SemanticModel? model)
    {
        var expression = (statement as ExpressionStatementSyntax)?.Expression;
        if (expression is AwaitExpressionSyntax { Expression: var awaited })
            expression = awaited is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: Awaitables.Configures, Expression: var task } } ? task : awaited;
        var call = expression switch
        {
            InvocationExpressionSyntax direct => direct,
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax guarded } => guarded,
            _ => null,
        };
        var receiver = expression switch
        {
            ConditionalAccessExpressionSyntax conditional => conditional.Expression,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
            _ => null,
        };
        var name = call?.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            _ => null,
        };
        if (call is null || receiver is null || name is null)
            return null;
        if (Disposals.HandsBack(name) && call.ArgumentList.Arguments.Count > 0 && TypeSyntaxFacts.LastName(call.ArgumentList.Arguments[0].Expression) is { } pooled)
            return (pooled, false);
        if (TypeSyntaxFacts.LastName(receiver) is not { } owner)
            return null;
        if (Disposals.Ends(name))
            return (owner, false);
        if (owner == "Monitor" && call.ArgumentList.Arguments.Count > 0)
            owner = TypeSyntaxFacts.LastName(call.ArgumentList.Arguments[0].Expression) ?? owner;
        else if (model?.GetSymbolInfo(receiver).Symbol is ITypeSymbol)
            return null;
        return Locks.IsGivingName(name) && !ReaderLocks.IsForAFlag(call) ? (owner, true) : null;
    }

    /// <summary>The call that began the operation: the returned one itself, or the one that filled the returned local.</summary>
    private static IOperation? Producer(IOperation value)
    {
        switch (value)
        {
            case IInvocationOperation call when IsTaskLike(call.Type):
                return call;
            case ILocalReferenceOperation { Local: var local } when IsTaskLike(local.Type):
                var root = value;
                while (root.Parent is { } parent)
                    root = parent;
                return root.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(d => SymbolEqualityComparer.Default.Equals(d.Symbol, local))?.Initializer?.Value is { } initial && Bare(initial) is IInvocationOperation made ? made : null;
            case IConditionalOperation { WhenTrue: var one, WhenFalse: { } other }:
                return Producer(Bare(one)) ?? Producer(Bare(other));
            case IConditionalAccessOperation { WhenNotNull: var access }:
                return Producer(Bare(access));
            case IObjectCreationOperation { Type.Name: "ValueTask", Arguments: { Length: > 0 } arguments }:
                return Producer(Bare(arguments[0].Value));
            default:
                return null;
        }
    }

    /// <summary>True for calls whose task has ended when they return.</summary>
    private static bool IsFinished(IOperation call) =>
        call is IInvocationOperation { TargetMethod.Name: var name, Instance: var instance } && (Disposals.GivesEndedTask(name) || (Disposals.ShowsTask(name) && instance is not IInvocationOperation));

    private static bool HoldsUsing(BlockSyntax block, SyntaxNode before)
    {
        foreach (var statement in block.Statements)
        {
            if (statement == before)
                return false;
            if (statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 })
                return true;
        }

        return false;
    }

    private static IOperation Bare(IOperation operation)
    {
        while (operation is IConversionOperation { Operand: var inner })
            operation = inner;
        return operation is IInvocationOperation { TargetMethod.Name: Awaitables.Configures, Instance: { } task } ? Bare(task) : operation;
    }

    private static bool IsTaskLike(ITypeSymbol? type) => TypeFacts.IsTask(type) || TypeFacts.AwaitedType(type) is not null;

    private static bool IsTaskName(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText.EndsWith("Task", StringComparison.Ordinal),
        QualifiedNameSyntax { Right: var name } => name.Identifier.ValueText.EndsWith("Task", StringComparison.Ordinal),
        NullableTypeSyntax { ElementType: var inner } => IsTaskName(inner),
        _ => false,
    };

    private static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax or AccessorDeclarationSyntax;
}

/// <summary>A task that goes on when what it needs has been given back.</summary>
/// <param name="Call">The call that begins it.</param>
/// <param name="GivenBack">Where what it needs is given back.</param>
/// <param name="Name">What it needs.</param>
/// <param name="IsGuard">True for a guard.</param>
internal sealed record OutlivingTask(SyntaxNode Call, SyntaxNode GivenBack, string Name, bool IsGuard)
{
    /// <summary>True where the guard is held while code of others runs, and no longer than until its first wait.</summary>
    public bool RunsOthersCode { get; init; }

    /// <summary>True where the guard belongs to a thread: it cannot be held any longer, and may be meant for the beginning of the work.</summary>
    public bool IsOfThread { get; init; }

    /// <summary>The last place at which the called method uses it; null where that is not in sight.</summary>
    public SyntaxNode? Use { get; init; }

    /// <summary>True where nobody gets the task.</summary>
    public bool IsThrownAway { get; init; }

    /// <summary>True where the body waits for it behind the end of the guard.</summary>
    public bool IsWaitedForTooLate { get; init; }
}
