using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>Guards taken and given back.</summary>
internal sealed partial class ExpressionLowering
{
    private bool TryLowerLock(IInvocationOperation call, out Value answer)
    {
        answer = Value.None;
        var method = call.TargetMethod;
        var row = Locks.RowOf(method, _context.Settings.GuardTypes) ?? Locks.RowOfInherited(method, call.Instance?.Type);
        var wraps = row is null && !IsCallOfOwn(call) ? row = GuardWrappers.RowOf(method, PermitsOf) : null;
        var isKnown = row is not null;
        var first = call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0);
        var isFirst = call.Instance is null && (method.IsExtensionMethod || (row is not null && method.IsStatic)) && first is not null;
        var receiver = isFirst ? first!.Value : call.Instance;
        if (row is null)
        {
            var awaited = TypeFacts.AwaitedType(method.ReturnType);
            if (method.MethodKind == MethodKind.DelegateInvoke || !Locks.GivesReleaser(method, awaited ?? method.ReturnType, receiver?.Type))
                return false;
            row = new LockRow(LockAction.Acquire, Locks.KindByName(method.Name), Asynchronous: awaited is not null);
        }

        var held = receiver is null ? Value.None : LowerReceiver(receiver);
        var path = LockPath(held, receiver, method);
        var uses = Value.Join(held.Uses, LowerArguments(isFirst ? call.Arguments.Remove(first!) : call.Arguments, out var references));
        var kind = row.Kind;
        if (path.Root.Kind != RootKind.Unknown && _context.OwnerType is { } type && (IsSemaphore(method) || wraps is not null) && _context.Knowledge.PermitsOf(path, type) is { } permits and not 1)
        {
            // One that starts empty is a signal: who waits for it takes nothing.
            if (permits == 0)
            {
                answer = new Value(uses);
                return true;
            }

            kind = LockKind.Permit;
        }

        var site = new Site(call.Syntax);
        if (row.Action == LockAction.Release)
        {
            Emit(new Release(path, site) { OfThread = row.Kind == LockKind.Thread, Permits = call.Arguments.FirstOrDefault(a => !a.IsImplicit)?.Value.ConstantValue is { Value: int given } ? given : 1 });
            answer = new Value(uses);
            return true;
        }

        var slot = NewSlot();
        Emit(new Acquire(slot, path, kind, ModeOf(call, row), site) { Traits = TraitsOf(call, row, isKnown) | (IsSemaphore(method) && _context.OwnerType is { } around && _context.Knowledge.IsCounted(path, around) ? AcquireTraits.Counted : AcquireTraits.None) });
        foreach (var (taken, _) in call.IsImplicit ? new List<(Target, bool)>() : references)
            WriteTo(taken, Value.Of(slot), WriteKind.ByReference, ConstantKind.None, call.Syntax);
        answer = Value.Of(slot).In(slot, pending: row.Asynchronous);
        return true;
    }

    private int? PermitsOf(IFieldSymbol semaphore) => _context.Knowledge.PermitsOf(AccessPath.Of(PathRoot.This).Append(_context.Knowledge.StepOf(semaphore)), semaphore.ContainingType);

    private static bool IsSemaphore(IMethodSymbol method) => method.ContainingType.Name is "SemaphoreSlim" or "Semaphore";

    private AcquireTraits TraitsOf(IInvocationOperation call, LockRow row, bool isKnown)
    {
        if (call.IsImplicit)
            return AcquireTraits.None;
        var traits = isKnown ? AcquireTraits.Explicit : AcquireTraits.None;
        if (IsTimed(call.Arguments) || row.Action == LockAction.TryAcquire)
            traits |= (row.Asynchronous ? AwaitIgnored(call) : AnswerIgnored(call)) ? AcquireTraits.Timed | AcquireTraits.AnswerIgnored : AcquireTraits.Timed;
        if (call.Arguments.Any(a => a.Parameter?.Type.Name == "CancellationToken" && a.Value is not (IDefaultValueOperation or IPropertyReferenceOperation { Property.Name: "None" }) && !a.IsImplicit))
            traits |= AcquireTraits.Cancellable;
        if (row.Asynchronous && IsDropped(call))
            traits |= AcquireTraits.Dropped;
        if (row.Kind == LockKind.Async && ((isKnown ? IsSemaphore(call.TargetMethod) : Locks.IsNotReentrant(call.Instance?.Type)) || GuardWrappers.TakesPlainly(call.TargetMethod)))
            traits |= AcquireTraits.NotReentrant;
        return traits;
    }

    /// <summary>True where nobody can wait for the task: the call is a statement of its own, is assigned to <c>_</c>, or is itself the resource of a <c>using</c>.</summary>
    private static bool IsDropped(IOperation call)
    {
        var current = call;
        while (current.Parent is IConversionOperation or IInvocationOperation { TargetMethod.Name: Awaitables.Configures })
            current = current.Parent;
        return current.Syntax.Parent switch
        {
            ExpressionStatementSyntax => true,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax } => current.Parent is ISimpleAssignmentOperation { Target: IDiscardOperation },
            UsingStatementSyntax => true,
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } } local } => IsForgotten(local),
            EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Parent: UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } } } => true,
            _ => false,
        };
    }

    /// <summary>True where nothing looks at the local again.</summary>
    private static bool IsForgotten(VariableDeclaratorSyntax local) =>
        local.FirstAncestorOrSelf<BlockSyntax>()?.DescendantNodes().Any(n => n is IdentifierNameSyntax name && name.Identifier.ValueText == local.Identifier.ValueText) == false;

    private AcquireMode ModeOf(IInvocationOperation call, LockRow row)
    {
        if (row.Asynchronous)
            return (IsTimed(call.Arguments) && !AwaitIgnored(call)) || DecidesBranch(call) ? AcquireMode.WhenAwaitedTrue : IsBlockedOn(call) ? AcquireMode.Now : AcquireMode.WhenAwaited;
        return ((row.Action == LockAction.TryAcquire || (IsTimed(call.Arguments) && call.Type?.SpecialType == SpecialType.System_Boolean)) && !AnswerIgnored(call)) || DecidesBranch(call) ? AcquireMode.WhenTrue : AcquireMode.Now;
    }

    /// <summary><c>if (await _gate.WaitAsync(-1))</c>: also a wait that never gives up is asked whether it has taken the guard, and on the other way it has not.</summary>
    private static bool DecidesBranch(IInvocationOperation call)
    {
        if (call.Syntax is not ExpressionSyntax taking)
            return false;
        var answer = CallShape.WithWaiting(taking);
        while (answer.Parent is ParenthesizedExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression })
            answer = (ExpressionSyntax)answer.Parent;
        return answer.Parent is IfStatementSyntax condition && condition.Condition == answer;
    }

    /// <summary>True where the call answers at once whether it succeeded, and nobody looks at it.</summary>
    private bool AnswerIgnored(IInvocationOperation call) => call.Type?.SpecialType == SpecialType.System_Boolean && IsUnused(call);

    /// <summary>True where the thread waits for the task: <c>Wait()</c>, <c>GetAwaiter().GetResult()</c>, <c>Result</c>.</summary>
    private static bool IsBlockedOn(IOperation call)
    {
        var current = call;
        while (current.Parent is IConversionOperation or IInvocationOperation { TargetMethod.Name: Awaitables.Configures or "GetAwaiter" or "AsTask" })
            current = current.Parent;
        return current.Parent is IInvocationOperation { TargetMethod: { Name: "Wait" or "GetResult", Parameters.IsEmpty: true } } or IPropertyReferenceOperation { Property.Name: "Result" };
    }

    /// <summary>True where the call gives up after a time that is not infinite.</summary>
    private static bool IsTimed(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            var isTime = argument.Parameter?.Type is { } type && (type.SpecialType == SpecialType.System_Int32 || type.Is("System", "TimeSpan"));
            if (isTime && argument.Value.ConstantValue is not { HasValue: true, Value: -1 } && argument.Value is not IFieldReferenceOperation { Field.Name: "InfiniteTimeSpan" })
                return true;
        }

        return false;
    }

    /// <summary>True where the call is awaited and nobody looks at whether it succeeded.</summary>
    private bool AwaitIgnored(IOperation call)
    {
        var current = call;
        while (current.Parent is IConversionOperation or IInvocationOperation { TargetMethod.Name: Awaitables.Configures })
            current = current.Parent;
        return current.Parent is IAwaitOperation awaiting && IsUnused(awaiting);
    }

    /// <summary>
    /// <c>await _gate.WaitAsync(0)</c> answers at once: an attempt without a suspension.
    /// </summary>
    private bool TryLowerImmediateTry(IAwaitOperation awaiting, out Value won)
    {
        won = Value.None;
        var operation = Bare(awaiting.Operation);
        if (operation is IInvocationOperation { TargetMethod.Name: Awaitables.Configures, Instance: { } inner })
            operation = Bare(inner);
        if (operation is not IInvocationOperation { TargetMethod.Name: "WaitAsync", Instance: { } semaphore } call || !IsSemaphore(call.TargetMethod) || !call.Arguments.Any(IsZero))
            return false;
        var held = LowerReceiver(semaphore);
        LowerArguments(call.Arguments, out _);
        var slot = NewSlot();
        Emit(new Acquire(slot, LockPath(held, semaphore, call.TargetMethod), LockKind.Async, AcquireMode.WhenTrue, new Site(call.Syntax)) { Traits = AcquireTraits.Explicit | AcquireTraits.Timed | AcquireTraits.NotReentrant | (call.Arguments.Length > 1 && !call.Arguments[1].IsImplicit ? AcquireTraits.Cancellable : AcquireTraits.None) });
        won = Value.Of(slot);
        return true;
    }

    private static bool IsZero(IArgumentOperation argument) =>
        argument.Value.ConstantValue is { HasValue: true, Value: 0 } || argument.Value is IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } };

    /// <summary>What names the guard: the path of the object; for the type's own locking method the semaphore it takes, or the method itself.</summary>
    private AccessPath LockPath(Value held, IOperation? receiver, IMethodSymbol method)
    {
        if (receiver is not null && receiver is not IInstanceReferenceOperation && held.Path is { } path)
            return path;
        if (receiver is null or IInstanceReferenceOperation && Locks.RowOf(method) is null)
        {
            var root = AccessPath.Of(method.IsStatic ? StaticRoot(method.ContainingType) : PathRoot.This);
            var semaphore = MemberFacts.SemaphoreTakenBy(method.OriginalDefinition);
            if (semaphore is { IsStatic: true })
                root = AccessPath.Of(StaticRoot(semaphore.ContainingType));
            return root.Append(_context.Knowledge.StepOf((ISymbol?)semaphore ?? method));
        }

        if (receiver is not null && Bare(receiver) is ITypeOfOperation typeOf)
            return AccessPath.Of(StaticRoot(typeOf.TypeOperand));
        if (receiver is not null && Bare(receiver) is IInvocationOperation { TargetMethod: var maker })
            return AccessPath.Of(maker.IsStatic ? StaticRoot(maker.ContainingType) : PathRoot.This).Append(_context.Knowledge.StepOf(maker));
        if (held.Path is null && receiver is not null && Bare(receiver) is IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Property: var shown } && !MemberFacts.IsMade(shown.OriginalDefinition))
            return AccessPath.Of(shown.IsStatic ? StaticRoot(shown.ContainingType) : PathRoot.This).Append(_context.Knowledge.StepOf(shown));

        // A lock that is no object, as a SpinLock, is the variable itself; what each run has for itself keeps nobody out.
        return held.Path ?? AccessPath.Of(receiver is not null && Bare(receiver) is ILocalReferenceOperation { Local: { Type.IsValueType: true } variable } && !SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, _method) ? RootOf(variable) : PathRoot.Unknown);
    }

    /// <summary>A call of a type that is not there to look at: the names in the source say whether it takes a lock.</summary>
    private bool TryLowerUnboundLock(IInvalidOperation invalid, out Value answer)
    {
        answer = Value.None;
        if (invalid.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Expression: var target } })
            return false;
        var receiver = ReceiverOf(invalid, target);
        if (receiver is null)
            return false;
        var typeName = receiver.Type?.Name ?? "";
        var row = Locks.RowByName(typeName, name);
        if (row is null && !Locks.SoundsLikeTaking(name, typeName.Length > 0 ? typeName : TypeSyntaxFacts.LastName(target)))
            return false;
        var held = LowerReceiver(receiver);
        foreach (var argument in invalid.ChildOperations)
        {
            if (!argument.Syntax.Span.Contains(target.Span))
                Lower(argument);
        }

        var path = LockPath(held, receiver, name);
        var isAsync = row?.Asynchronous ?? (name.EndsWith("Async", StringComparison.Ordinal) || invalid.Parent is IAwaitOperation);
        if (row?.Action == LockAction.Release)
        {
            Emit(new Release(path, new Site(invalid.Syntax)) { OfThread = row.Kind == LockKind.Thread });
            return true;
        }

        var slot = NewSlot();
        Emit(new Acquire(slot, path, row?.Kind ?? Locks.KindByName(name), isAsync ? AcquireMode.WhenAwaited : AcquireMode.Now, new Site(invalid.Syntax)));
        answer = Value.Of(slot).In(slot, pending: isAsync);
        return true;
    }

    private static IOperation? ReceiverOf(IInvalidOperation call, SyntaxNode target) =>
        call.ChildOperations.SelectMany(c => c.ChildOperations.Prepend(c)).FirstOrDefault(c => c.Syntax == target);

    private static AccessPath LockPath(Value held, IOperation receiver, string method) =>
        receiver is not IInstanceReferenceOperation && held.Path is { } path ? path : AccessPath.Of(PathRoot.This).Append(new PathStep(method, method));
}
