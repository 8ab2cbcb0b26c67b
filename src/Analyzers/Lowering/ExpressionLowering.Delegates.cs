using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>Lambdas, local functions and method groups: making one runs nothing; who gets it decides when it runs.</summary>
internal sealed partial class ExpressionLowering
{
    /// <summary>How a delegate is used.</summary>
    private sealed record DelegateUse(RunsWhen When, string? Via = null, AccessPath? RunsUnder = null, ISymbol? HeldBy = null, IOperation? Awaited = null, bool BoundByCall = false, object? RunBy = null, bool IsKept = false);

    /// <summary>True where the compiler makes no graph of a function in the body, because that does not compile.</summary>
    public bool Fails { get; private set; }

    private Value LowerDelegate(IDelegateCreationOperation creation)
    {
        switch (creation.Target)
        {
            case IFlowAnonymousFunctionOperation lambda:
                return LowerLambda(lambda);
            case IMethodReferenceOperation group:
                if (group.Instance is not null and not IInstanceReferenceOperation)
                    return new Value(LowerReceiver(group.Instance).Uses);
                var isOwn = group.Method.MethodKind == MethodKind.LocalFunction || _context.IsOwn(group.Method);
                var target = MemberFacts.Written(group.Method);
                if (isOwn)
                    EnterCallOf(target, TypeFacts.IsTask(target.ReturnType), target.IsAsync, creation);
                return new Value(ImmutableArray<int>.Empty) { Delegate = target };
            default:
                return Lower(creation.Target);
        }
    }

    private Value LowerLambda(IFlowAnonymousFunctionOperation lambda)
    {
        var use = UseOf(lambda, lambda.Symbol.IsAsync || TypeFacts.IsTask(lambda.Symbol.ReturnType));
        if (BodyLowering.TryMake(() => _graph.GetAnonymousFunctionControlFlowGraph(lambda, _context.CancellationToken), out var fails) is not { } graph)
        {
            Fails |= fails;
            return Value.None;
        }

        var (body, outer) = BodyLowering.LowerNested(_context, graph, lambda.Symbol, lambda.Syntax);
        EnterBody(body, use, Captured(outer), lambda.Syntax);
        return new Value(ImmutableArray<int>.Empty) { Delegate = lambda.Symbol };
    }

    /// <summary>Lowers the local functions declared in this graph; to be called when all blocks are done, so that all aliases are known.</summary>
    public void LowerLocalFunctions()
    {
        foreach (var function in _graph.LocalFunctions)
        {
            if (BodyLowering.TryMake(() => _graph.GetLocalFunctionControlFlowGraph(function, _context.CancellationToken), out var fails) is not { } graph)
            {
                Fails |= fails;
                continue;
            }

            var syntax = function.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_context.CancellationToken);
            var (body, outer) = BodyLowering.LowerNested(_context, graph, function, syntax);
            Nested.Add(new NestedBody { Body = body, When = RunsWhen.Called, Captures = Captured(outer) });
        }
    }

    private ImmutableArray<(int Inner, int Outer)> Captured(IEnumerable<KeyValuePair<ISymbol, int>> outer)
    {
        var captures = ImmutableArray.CreateBuilder<(int, int)>();
        foreach (var variable in outer)
            captures.Add((variable.Value, SlotOf(variable.Key)));
        return captures.ToImmutable();
    }

    private void EnterBody(LoweredBody body, DelegateUse use, ImmutableArray<(int Inner, int Outer)> captures, SyntaxNode where)
    {
        var site = new Site(where);
        if (use.When is RunsWhen.Deferred or RunsWhen.Concurrent)
        {
            var leaving = captures.Select(c => c.Outer).Where(_freshSlots.Contains).ToImmutableArray();
            if (!leaving.IsEmpty)
                Emit(new Escape(leaving, site));
        }

        if (use.Awaited is { } awaiting)
        {
            // The delegate starts only when its turn has come: others may run before it does.
            Suspends = true;
            Emit(new Suspend(SuspendKind.Await, -1, -1, new Site(awaiting.Syntax)));
        }

        var nested = new NestedBody { Body = body, When = use.When, Via = use.Via, RunsUnder = use.RunsUnder, HeldBy = use.HeldBy, RunBy = use.RunBy, Captures = captures };
        Nested.Add(nested);
        Emit(new Enter(nested, site));
        if (use.When is RunsWhen.Deferred or RunsWhen.Concurrent)
            EmitCaptured(captures, where);
    }

    /// <summary>A delegate held in a local or parameter is handed to an API that may run it.</summary>
    private void EnterHeld(ISymbol holder, IArgumentOperation argument)
    {
        var type = argument.Value.Type as INamedTypeSymbol;

        if (UseOf(argument.Value, TypeFacts.IsTask(type?.DelegateInvokeMethod?.ReturnType)).IsKept)
            return;
        EnterCallOf(holder.OriginalDefinition, TypeFacts.IsTask(type?.DelegateInvokeMethod?.ReturnType), isAsync: false, argument.Value);
    }

    /// <summary>A delegate made of something that has a body elsewhere: a body that does nothing but call it.</summary>
    private void EnterCallOf(object target, bool givesTask, bool isAsync, IOperation delegateValue)
    {
        var use = UseOf(delegateValue, givesTask || isAsync);
        if (use.BoundByCall)
            return;
        var site = new Site(delegateValue.Syntax);
        var events = ImmutableArray.Create<AccessEvent>(new Call(target, givesTask ? 0 : -1, ImmutableArray<CallArgument>.Empty, Awaited: true, site));
        if (givesTask)
            events = events.Add(new Suspend(SuspendKind.Await, 0, -1, site));
        var body = new LoweredBody
        {
            Key = new object(),
            Name = _context.Name,
            Blocks = ImmutableArray.Create(
                new LoweredBlock { Events = events, WhenTrue = 1 },
                new LoweredBlock { Events = ImmutableArray<AccessEvent>.Empty }),
            Exit = 1,
            SlotCount = 1,
            Traits = BodyTraits.Nested | (givesTask ? BodyTraits.Async : BodyTraits.None),
            Site = site,
            Suspends = givesTask,
        };
        EnterBody(body, use, ImmutableArray<(int, int)>.Empty, delegateValue.Syntax);
    }

    private DelegateUse UseOf(IOperation made, bool isAsync)
    {
        var current = made;
        while (true)
        {
            switch (current.Parent)
            {
                case IDelegateCreationOperation or IConversionOperation or IArrayInitializerOperation or IArrayCreationOperation or IInvalidOperation { Syntax: not InvocationExpressionSyntax }:
                    current = current.Parent;
                    break;
                case IFlowCaptureOperation capture when _captures.UseOf(capture.Id) is { } use:
                    current = use;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation call } argument:
                    return UseIn(call, argument, isAsync);
                case IArgumentOperation { Parent: IObjectCreationOperation { Constructor: { } constructor }, Parameter: var parameter }:
                    if (constructor.ContainingType.Name == Timers.TypeName && RearmedTimers.IsCreatedBy(current.Parent.Parent.Syntax, made.Syntax))
                        return new DelegateUse(RunsWhen.Deferred, "new " + Timers.TypeName + Concurrency.ThatIsSetAgain);
                    var built = RowOfIntent(parameter, constructor, isAsync, awaited: false, repeats: false) ?? Delegates.RowOf(constructor, null, isAsync, awaited: false, repeats: false);
                    var options = Concurrency.OptionsOf(constructor.ContainingType.Name, current.Parent.Parent.Syntax);
                    return new DelegateUse(options.Length > 0 ? RunsWhen.Concurrent : built.When, "new " + constructor.ContainingType.Name + options);
                case IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: { Name: Timers.Fires } } } when RearmedTimers.IsHandlerOf(current.Parent.Syntax, made.Syntax):
                    return new DelegateUse(RunsWhen.Deferred, Timers.TypeName + "." + Timers.Fires + Concurrency.ThatIsSetAgain);
                case IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: var once } } put when OnceHandlers.IsIn(put.Syntax):
                    return put.Adds ? new DelegateUse(RunsWhen.Deferred, once.ContainingType.Name + "." + once.Name + Concurrency.ThatIsTakenOff) : new DelegateUse(RunsWhen.Called, BoundByCall: true);
                case IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: var happening } }:
                    return new DelegateUse(RunsWhen.Concurrent, happening.ContainingType.Name + "." + happening.Name);
                case IInvalidOperation { Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } } unbound:
                    return UseInUnbound(unbound, access, isAsync);
                case { Syntax: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } added }:
                    return new DelegateUse(RunsWhen.Concurrent, TypeSyntaxFacts.LastName(added.Left));
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } when _context.Locals.IsAssignedOnce(local):
                    return new DelegateUse(RunsWhen.Called, HeldBy: local);
                case IInvocationOperation:
                    return new DelegateUse(RunsWhen.Called, BoundByCall: true);
                default:
                    return new DelegateUse(RunsWhen.Deferred);
            }
        }
    }

    private DelegateUse UseIn(IInvocationOperation call, IArgumentOperation argument, bool isAsync)
    {
        var method = call.TargetMethod;
        if ((IsCallOfOwn(call) && !Concurrency.IsTimerOfTurns(method.Name) && !IsGuardOfBase(method)) || method.MethodKind == MethodKind.DelegateInvoke)
            return new DelegateUse(RunsWhen.Called, BoundByCall: true);
        var awaited = IsAwaited(call, orReturned: false);
        var row = RowOfIntent(argument.Parameter, method, isAsync, awaited, Repeats(argument.Syntax))
            ?? Delegates.RowOf(method, call.Instance is null ? null : TypeSyntaxFacts.LastName((call.Instance.Syntax as ExpressionSyntax)!), isAsync, awaited, Repeats(argument.Syntax));
        if (row.When == RunsWhen.Concurrent && StartSyntax.IsAwaitedInTurn(call.Syntax))
            row = Delegates.InTurn;
        // Whoever takes anything, as a dictionary takes its keys and values, cannot call it.
        if (row is { When: RunsWhen.Immediate, Guarded: false } && argument.Parameter?.OriginalDefinition.Type is ITypeParameterSymbol && RowOfIntent(argument.Parameter, method, isAsync, awaited, false) is null)
            return new DelegateUse(RunsWhen.Deferred, IsKept: true);
        if (!row.Guarded && !method.DeclaringSyntaxReferences.IsEmpty)
        {
            if (GuardedRunners.IsOne(method.OriginalDefinition))
                row = new DelegateRow(awaited ? RunsWhen.Immediate : RunsWhen.Deferred, Guarded: true);
            else if (MemberFacts.ChainsTasks(method.OriginalDefinition))
                row = new DelegateRow(awaited ? RunsWhen.Immediate : RunsWhen.Deferred, Guarded: true);
        }

        // Nobody can wait for an async lambda that is taken for an action: it leaves the guard at its first wait.
        if (row.Guarded && isAsync && argument.Parameter?.Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnsVoid: true })
            row = Delegates.InTurn;
        var via = method.ContainingType.Name + "." + method.Name + Concurrency.OptionsOf(method.Name, call.Syntax);
        if (method.Name == Timers.Continues && RearmedTimers.IsContinuedBy(call.Syntax, argument.Value.Syntax))
            return new DelegateUse(RunsWhen.Deferred, via + Concurrency.ThatIsSetAgain);
        var under = row.Guarded ? GuardOf(call) : null;
        var waits = row.When == RunsWhen.Immediate && awaited && (row.Guarded || method.ContainingType.IsBelow("System")) ? call : null;
        return new DelegateUse(row.When, via, under, Awaited: waits, RunBy: IsCallOfOwn(call) ? method.OriginalDefinition : null);
    }

    /// <summary>A method of a base class, whose body is not at hand here, that runs what it is given under a semaphore: <c>SerializedAsync(async () => …)</c>.</summary>
    private bool IsGuardOfBase(IMethodSymbol method) =>
        method.ContainingType is { TypeKind: TypeKind.Class } declaring && !SymbolEqualityComparer.Default.Equals(declaring.OriginalDefinition, _context.OwnerType?.OriginalDefinition) && GuardedRunners.IsOne(method.OriginalDefinition);

    /// <summary>What the parameter is marked with, or the method is listed as.</summary>
    private DelegateRow? RowOfIntent(IParameterSymbol? parameter, IMethodSymbol method, bool isAsync, bool awaited, bool repeats) =>
        parameter is not null && Intent.Has(parameter.OriginalDefinition, Annotation.RunsImmediately)
            ? Delegates.Immediately(isAsync, awaited)
            : Delegates.RowSet(method, _context.Settings, isAsync, awaited, repeats);

    /// <summary>A call that does not bind: its names say what they can.</summary>
    private DelegateUse UseInUnbound(IInvalidOperation call, MemberAccessExpressionSyntax access, bool isAsync)
    {
        var receiver = ReceiverOf(call, access.Expression);
        var awaited = call.Parent is IAwaitOperation;
        var name = access.Name.Identifier.ValueText;
        var row = Delegates.RowSet(receiver?.Type?.Name ?? TypeSyntaxFacts.LastName(access.Expression) ?? "", name, _context.Settings, isAsync, awaited, Repeats(call.Syntax))
            ?? Delegates.RowByName(name, receiver?.Type?.Name ?? "", TypeSyntaxFacts.LastName(access.Expression), isAsync, awaited);
        var guard = !row.Guarded ? null : receiver is null ? null : PathOnly(receiver);
        return new DelegateUse(row.When, name + Concurrency.OptionsOf(name, call.Syntax), guard, Awaited: row.Guarded && awaited ? call : null);
    }

    private AccessPath GuardOf(IInvocationOperation call)
    {
        if (call.Instance is { } instance and not IInstanceReferenceOperation && PathOnly(instance) is { } path)
            return path;
        var first = call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0) : null;
        if (first is not null && PathOnly(first.Value) is { } extended)
            return extended;
        if (GuardedRunners.GuardOf(call.TargetMethod.OriginalDefinition) is { } field && (field.IsStatic || call.Instance is IInstanceReferenceOperation))
            return AccessPath.Of(field.IsStatic ? StaticRoot(field.ContainingType) : PathRoot.This).Append(_context.Knowledge.StepOf(field));
        return AccessPath.Of(StaticRoot(call.TargetMethod.ContainingType)).Append(_context.Knowledge.StepOf(call.TargetMethod));
    }

    /// <summary>True where the code runs more than once: in a loop that does not wait for it, or in a lambda given to a call that runs it per element.</summary>
    private static bool Repeats(SyntaxNode node)
    {
        var start = node.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        for (var current = start is not null && StartsInTurn.FunctionThatWaits(start) is { } waits ? waits : node.Parent; current is not null and not MemberDeclarationSyntax; current = current.Parent)
        {
            switch (current)
            {
                case ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax:
                    return true;
                case LambdaExpressionSyntax { Parent.Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" or "SelectMany" or "ForEach" } } }:
                    return true;
            }
        }

        return false;
    }
}
