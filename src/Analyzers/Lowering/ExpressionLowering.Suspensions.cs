using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>Suspensions: the awaited expression is evaluated first, then the body may give way, then there is a result.</summary>
internal sealed partial class ExpressionLowering
{
    private const int ForceYielding = 4;

    private Value LowerAwait(IAwaitOperation awaiting)
    {
        if (TryLowerImmediateTry(awaiting, out var won))
            return won;
        var sends = _awaitedSends.Count;
        var task = LowerTask(awaiting.Operation, awaited: true, out var yields);
        if (task.IsCompleted && !yields && sends == _awaitedSends.Count)
            return new Value(task.Uses) { IsNew = false };
        Suspends = true;
        var of = task.Slot;
        if (of < 0 && !task.Uses.IsEmpty)
        {
            of = NewSlot();
            Emit(new Let(of, task.Uses, new Site(awaiting.Operation.Syntax)));
        }

        var unused = (IsUnused(awaiting) && sends == _awaitedSends.Count) || awaiting.Type is null or { SpecialType: SpecialType.System_Void };
        var result = unused ? -1 : NewSlot();
        Emit(new Suspend(KindOf(awaiting), of, result, new Site(awaiting.Syntax)));
        EmitSends(sends, result);
        EmitAnswer(awaiting.Operation);
        return result < 0 ? Value.None : Value.Of(result) with { Path = HandedOutBy(awaiting.Operation) };
    }

    private static SuspendKind KindOf(IAwaitOperation awaiting)
    {
        var call = awaiting.Operation is IInvocationOperation { TargetMethod.Name: Awaitables.Configures, Instance: IInvocationOperation inner } ? inner : awaiting.Operation as IInvocationOperation;
        if (!awaiting.IsImplicit && awaiting.Syntax is AwaitExpressionSyntax)
            return SuspendKind.Await;
        return call?.TargetMethod.Name == "MoveNextAsync" ? SuspendKind.AwaitForEach : SuspendKind.AwaitDispose;
    }

    /// <summary>
    /// The task that an awaited expression stands for: <c>ConfigureAwait</c> and its like hand the inner task on.
    /// </summary>
    /// <param name="operation">The expression.</param>
    /// <param name="awaited">True where it is awaited on the spot.</param>
    /// <param name="yields">True where awaiting suspends even if the task is done.</param>
    private Value LowerTask(IOperation operation, bool awaited, out bool yields)
    {
        yields = false;
        switch (operation)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                return LowerTask(conversion.Operand, awaited, out yields);
            case IInvocationOperation call when Awaitables.PassesTaskOn(call.TargetMethod):
                var extension = call.Instance is null;
                if (extension && call.Arguments.IsEmpty)
                    break;
                var task = LowerTask(call.Instance ?? call.Arguments[0].Value, awaited, out yields);
                foreach (var argument in call.Arguments.Skip(extension ? 1 : 0))
                {
                    yields |= argument.Value.ConstantValue is { HasValue: true, Value: int options } && (options & ForceYielding) != 0;
                    Lower(argument.Value);
                }

                return task;
            case IInvocationOperation call:
                return LowerCall(call, awaited);
            case IObjectCreationOperation { Type.Name: "ValueTask" } creation when creation.Arguments.Length == 1 && creation.Constructor?.Parameters[0].Name == "result":
                return Lower(creation.Arguments[0].Value) with { IsCompleted = true };
            case IObjectCreationOperation { Type.Name: "ValueTask" } creation when creation.Arguments.Length == 1:
                return LowerTask(creation.Arguments[0].Value, awaited, out yields);
        }

        return Lower(operation);
    }

    private Value LowerYield(IReturnOperation yielding)
    {
        var value = Lower(yielding.ReturnedValue);
        if (yielding.ReturnedValue is { } returned)
            EscapeOf(value, returned.Syntax);
        Yields = true;
        var sent = HandedOverBy(yielding);
        if (_method is { IsAsync: true })
        {
            Suspends = true;
            Emit(new Suspend(SuspendKind.Yield, -1, -1, new Site(yielding.Syntax)));
        }

        if (!sent.IsEmpty)
            Emit(new Sent(sent, -1, SendCertainty.Yielded, new Site(yielding.Syntax)));

        return Value.None;
    }

    /// <summary>True where nothing takes the value: the operation is a statement of its own, or is assigned to a discard.</summary>
    private bool IsUnused(IOperation operation) =>
        ReferenceEquals(operation, _statement) || operation.Parent switch
        {
            IExpressionStatementOperation => true,
            IConversionOperation conversion => IsUnused(conversion),
            ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            _ => false,
        };
}
