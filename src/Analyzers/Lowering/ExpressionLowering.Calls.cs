using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>Calls: receiver, then arguments as written, then what the callee does to the state this body can name.</summary>
internal sealed partial class ExpressionLowering
{
    private Value LowerCall(IInvocationOperation call, bool awaited)
    {
        var method = call.TargetMethod;
        if (Atomics.EffectOf(method) is not AtomicEffect.None and var atomic)
            return LowerAtomic(call, atomic);
        if (TryLowerLock(call, out var answer) || TryLowerThreadSlot(call, out answer))
            return answer;
        if (Awaitables.IsCompleted(method))
            return new Value(LowerArguments(call.Arguments, out _)) { IsCompleted = true };
        if (Awaitables.PassesTaskOn(method))
            return LowerTask(call, awaited, out _) with { IsCompleted = false };
        if (method.MethodKind == MethodKind.DelegateInvoke)
            return LowerDelegateCall(call);
        if (IsCallOfOwn(call))
            return LowerOwnCall(call, MemberFacts.Written(method));
        var known = TryLowerCollectionCall(call, out var result);
        if (!known)
            result = LowerUnknownCall(call);
        LowerChange(call, result);
        return LowerSend(call, result);
    }

    private bool IsCallOfOwn(IInvocationOperation call) =>
        call.TargetMethod.MethodKind == MethodKind.LocalFunction
        || ((call.Instance is null || IsThis(call.Instance)) && call.TargetMethod.ReducedFrom is null && _context.IsOwn(call.TargetMethod));

    /// <summary>This object, also where it was evaluated before arguments that branch: <c>Store(name ?? "", await LoadAsync())</c>.</summary>
    private bool IsThis(IOperation instance) =>
        instance is IInstanceReferenceOperation || (instance is IFlowCaptureReferenceOperation captured && _captures.PlaceOf(captured.Id) is null && _captures.ValueOf(captured.Id).Path is { Steps.IsEmpty: true, Root.Kind: RootKind.This });

    private Value LowerDelegateCall(IInvocationOperation call)
    {
        var receiver = call.Instance is null ? Value.None : LowerReceiver(call.Instance);
        if (receiver.Delegate is ILocalSymbol or IParameterSymbol && !_context.Locals.IsMemory((ISymbol)receiver.Delegate) && receiver.Path is null or { Steps.IsEmpty: true })
            return LowerOwnCall(call, receiver.Delegate!);
        var uses = Value.Join(receiver.Uses, LowerArguments(call.Arguments, out var references));
        return WriteBack(references, uses, call.Syntax);
    }

    private Value LowerOwnCall(IInvocationOperation call, object target)
    {
        var arguments = ImmutableArray.CreateBuilder<CallArgument>(call.Arguments.Length);
        var references = new List<(Target Place, int Back)>();
        foreach (var argument in call.Arguments)
        {
            var parameter = ParameterOf(target, argument);
            if (argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out && PlaceOf(argument.Value) is { } place)
            {
                var isIn = argument.Parameter.RefKind == RefKind.Ref;
                var held = place.Slot >= 0 && isIn ? ImmutableArray.Create(place.Slot) : place.Where;
                var back = place.Path is null ? NewSlot() : -1;
                references.Add((place, back));
                arguments.Add(new CallArgument(parameter, held, place.Path, null) { By = isIn ? PassedBy.Ref : PassedBy.Out, Back = back });
                continue;
            }

            var value = Lower(argument.Value);
            arguments.Add(new CallArgument(parameter, value.Uses, value.Path, argument.Value.Type is { TypeKind: TypeKind.Delegate } ? value.Delegate : null));
        }

        var result = call.TargetMethod.ReturnsVoid && references.Count == 0 ? -1 : NewSlot();
        Emit(new Call(target, result, arguments.ToImmutable(), IsAwaited(call), new Site(call.Syntax)) { Blocks = IsBlockedOn(call), Bounded = IsBounded(call), OfBase = call.Instance?.Syntax is BaseExpressionSyntax });
        foreach (var (place, back) in references)
        {
            // The callee's parameter is another name for a location; a plain local gets whatever the callee gave it.
            if (back >= 0)
                WriteTo(place, Value.Of(back), WriteKind.ByReference, ConstantKind.None, call.Syntax);
        }

        return result < 0 ? Value.None : Value.Of(result) with { IsView = call.Type is { TypeKind: TypeKind.Interface }, Path = target is IMethodSymbol ? HandedOutBy(call.TargetMethod, awaited: false) : null };
    }

    /// <summary>The parameter as the body of the callee names it: the parts of a partial method have each their own.</summary>
    private static object ParameterOf(object target, IArgumentOperation argument) =>
        argument.Parameter is not { } parameter ? argument
        : target is IMethodSymbol { PartialDefinitionPart: not null, Parameters: var written } && parameter.Ordinal < written.Length ? written[parameter.Ordinal]
        : parameter.OriginalDefinition;

    private Value LowerUnknownCall(IInvocationOperation call)
    {
        if (IsCalledInPlace(call) && PlaceOf(call.Instance!) is { } place)
        {
            var given = LowerArguments(call.Arguments, out var passed);
            return WriteBack(passed, Value.Join(ReadOf(place, ReadKind.Receiver, call.Instance!.Syntax).Uses, given), call.Syntax);
        }

        var uses = ImmutableArray<int>.Empty;
        AccessPath? filled = null;
        if (call.Instance is { } instance)
        {
            var receiver = LowerReceiver(instance);
            if (call.TargetMethod.Name is "Dispose" or "DisposeAsync" && call.Arguments.IsEmpty && !receiver.Uses.IsEmpty && !IsOfLoop(call))
                Emit(new Disposed(receiver.Uses, new Site(call.Syntax)));
            LowerAdvance(call, receiver);
            uses = receiver.Uses;
            filled = ObjectOfThread(receiver);
        }

        uses = Value.Join(uses, LowerArguments(call.Arguments, out var references));
        if (filled is not null)
            Fill(filled, call, uses);
        var value = WriteBack(references, uses, call.Syntax);
        return call.TargetMethod.Name == "<Clone>$" ? value with { IsNew = true } : AsUse(call, value);
    }

    /// <summary><c>_stats.Plus(await MeasureAsync())</c>: the method of a struct gets the place by reference, and finds there what lies there when it begins.</summary>
    private static bool IsCalledInPlace(IInvocationOperation call) =>
        call.Instance is IFieldReferenceOperation or IArrayElementReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation && call.Instance.Type is { IsValueType: true }
        && call.Arguments.Any(static a => a.Descendants().Any(static o => o is IAwaitOperation));

    /// <summary>True for the disposal of an enumerator by <c>foreach</c>: no guard hangs on it.</summary>
    private static bool IsOfLoop(IInvocationOperation call) => call.IsImplicit && (call.Syntax is CommonForEachStatementSyntax || call.Syntax.Parent is CommonForEachStatementSyntax);

    private Value LowerCreation(IObjectCreationOperation creation)
    {
        var uses = LowerArguments(creation.Arguments, out var references, IsCollection(creation.Type));
        WriteBack(references, uses, creation.Syntax);
        OpenTransaction(creation);
        return new Value(uses) { IsNew = TypeFacts.HoldsObject(creation.Type), IsCopy = !uses.IsEmpty && Collections.KindOf(creation.Type) != CollectionKind.None && creation.Arguments.Any(static a => Collections.KindOf(Bare(a.Value).Type) != CollectionKind.None) };
    }

    private static bool IsCollection(ITypeSymbol? type) => Collections.KindOf(type) != CollectionKind.None || (type is not null && type.IsBelow("System.Collections"));

    /// <summary>Arguments in the order they are written; what is passed by reference is only named here, and written after the call.</summary>
    private ImmutableArray<int> LowerArguments(ImmutableArray<IArgumentOperation> arguments, out List<(Target Place, bool In)> references, bool copiesContent = false, int skip = 0)
    {
        references = new List<(Target, bool)>();
        var uses = ImmutableArray<int>.Empty;
        for (var i = skip; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            if (argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out && PlaceOf(argument.Value) is { } place)
            {
                references.Add((place, argument.Parameter.RefKind == RefKind.Ref));
                continue;
            }

            uses = Value.Join(uses, LowerArgument(argument, copiesContent).Uses);
        }

        return uses;
    }

    private Value LowerArgument(IArgumentOperation argument, bool copiesContent)
    {
        var value = Lower(argument.Value);
        EscapeOf(value, argument.Syntax);
        if (value.Delegate is ILocalSymbol or IParameterSymbol && argument.Value.Type is { TypeKind: TypeKind.Delegate } && value.Path is null or { Steps.IsEmpty: true })
            EnterHeld((ISymbol)value.Delegate, argument);
        if (!copiesContent)
            return value;
        var source = argument.Value is IConversionOperation { OperatorMethod: null } conversion ? conversion.Operand : argument.Value;
        return Collections.KindOf(source.Type) == CollectionKind.None ? value : value.With(ReadContent(value, source.Type, ReadKind.Content, argument.Syntax).Uses);
    }

    /// <summary>After an unknown call: what was passed by reference holds something computed from all that went in.</summary>
    private Value WriteBack(List<(Target Place, bool In)> references, ImmutableArray<int> uses, SyntaxNode where)
    {
        foreach (var (place, passedIn) in references)
        {
            if (passedIn)
                uses = Value.Join(uses, ReadOf(place, ReadKind.Value, where).Uses);
        }

        foreach (var (place, _) in references)
            WriteTo(place, new Value(uses), WriteKind.ByReference, ConstantKind.None, where);
        return new Value(uses);
    }

    /// <summary>True where the call's task is awaited on the spot, or returned by a method that does nothing else with it.</summary>
    private bool IsAwaited(IOperation call, bool orReturned = true)
    {
        // A type that does not bind is a task where it is awaited.
        if (call.Type is { TypeKind: TypeKind.Error })
            orReturned = false;
        else if (!TypeFacts.IsTask(call.Type) && TypeFacts.AwaitedType(call.Type) is null)
            return false;
        for (var current = call; ;)
        {
            switch (current.Parent)
            {
                case IAwaitOperation:
                    return true;
                case IConversionOperation:
                    current = current.Parent;
                    break;
                case IInvocationOperation passing when Awaitables.PassesTaskOn(passing.TargetMethod):
                    current = passing;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation passing } when Awaitables.PassesTaskOn(passing.TargetMethod):
                    current = passing;
                    break;
                default:
                    return orReturned && ReferenceEquals(current, _returned);
            }
        }
    }

    /// <summary>True where what waits for the call's task gives up after a time.</summary>
    private static bool IsBounded(IOperation call)
    {
        for (var current = call; ;)
        {
            if (current.Parent is IConversionOperation)
                current = current.Parent;
            else if ((current.Parent as IInvocationOperation ?? (current.Parent as IArgumentOperation)?.Parent as IInvocationOperation) is { } passing && Awaitables.PassesTaskOn(passing.TargetMethod))
                current = passing;
            else
                return false;
            if (current is IInvocationOperation { Arguments: var arguments } && IsTimed(arguments))
                return true;
        }
    }

    /// <summary>A call that does not bind (a package that is not restored, half-typed code): names are all there is.</summary>
    private Value LowerInvalid(IInvalidOperation invalid) =>
        TryLowerUnboundLock(invalid, out var answer) ? answer : AsUse(invalid, LowerChildren(invalid));
}
