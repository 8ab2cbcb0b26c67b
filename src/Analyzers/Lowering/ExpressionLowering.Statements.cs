using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>Blocks and what stands in them: statements, captures, the value or condition at the end.</summary>
internal sealed partial class ExpressionLowering
{
    /// <summary>The events of one block, and the condition it ends in.</summary>
    public (ImmutableArray<AccessEvent> Events, Condition? Condition) LowerBlock(BasicBlock block)
    {
        _block = block;
        _namedInBlock.Clear();
        _events = ImmutableArray.CreateBuilder<AccessEvent>();
        LeaveBrokenLocks(block);
        SyntaxNode? before = null;
        foreach (var operation in block.Operations)
        {
            LeaveBrokenLocks(before, operation.Syntax);
            LowerStatement(operation);
            before = operation.Syntax;
        }

        _statement = null;
        Condition? condition = null;
        if (block.BranchValue is { } value)
        {
            LeaveBrokenLocks(before, value.Syntax);
            if (block.ConditionKind != ControlFlowConditionKind.None)
                condition = LowerCondition(value);
            else if (block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return)
                LowerReturn(value);
            else
                EscapeOf(Lower(value), value.Syntax);
        }

        // A test that leaves on one side goes on inside on the other: there the lock is still held.
        if (block.FallThroughSuccessor?.Destination is { Kind: BasicBlockKind.Exit } && block.ConditionalSuccessor is null)
            LeaveBrokenLocks(Last(block), null);

        return (_events.ToImmutable(), condition);
    }

    private void LowerStatement(IOperation operation)
    {
        _context.CancellationToken.ThrowIfCancellationRequested();
        _statement = operation;
        switch (operation)
        {
            case IFlowCaptureOperation capture:
                LowerCapture(capture);
                break;
            case IExpressionStatementOperation { Operation: IInvalidOperation } when TryLowerBrokenLock(operation):
                break;
            case IExpressionStatementOperation statement:
                Lower(statement.Operation);
                break;
            default:
                Lower(operation);
                break;
        }
    }

    private void LowerReturn(IOperation value)
    {
        // A task that is returned as it is: who awaits us awaits it, so nothing runs beside it on our account.
        _returned = _method is { IsAsync: false } ? value : null;
        var returned = _method is { IsAsync: false } ? LowerTask(value, awaited: true, out _) : Lower(value);
        EndsAtOnce = _method is { IsAsync: false } && returned.IsCompleted && (EndsAtOnce || !_hasReturned) && TypeFacts.IsTask(_method.ReturnType);
        _hasReturned = true;
        if (ReturnSlot >= 0)
            Emit(new Let(ReturnSlot, returned.Uses, new Site(value.Syntax)) { Constant = IsOnlyTrue(value) ? ConstantKind.True : ConstantKind.None });
        EscapeOf(returned, value.Syntax);
    }

    /// <summary>The one place at which a helper says yes: <c>if (_busy) return false; _busy = true; return true;</c>.</summary>
    private static bool IsOnlyTrue(IOperation value) =>
        value.ConstantValue is { HasValue: true, Value: true }
        && value.Syntax.Parent is ReturnStatementSyntax own
        && own.Ancestors().FirstOrDefault(static a => a is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax) is { } function
        && function.DescendantNodes(n => n == function || n is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)).OfType<ReturnStatementSyntax>().All(r => r == own || r.Expression.IsKind(SyntaxKind.FalseLiteralExpression));

    private void LowerCapture(IFlowCaptureOperation capture)
    {
        var id = capture.Id;
        if (_captures.IsTarget(id) && PlaceOf(capture.Value) is { } place)
        {
            _captures.SetPlace(id, place);
            return;
        }

        var value = Lower(capture.Value);
        var path = capture.Value.Type is { IsValueType: true } && !IsPair(capture.Value.Type) ? null : value.Path;
        if (_captures.IsSingle(id) && !value.IsNew && !value.Uses.Any(_variableSlots.Contains))
        {
            _captures.SetValue(id, path is null ? new Value(value.Uses) { Elements = value.Elements, IsView = value.IsView, Delegate = value.Delegate }.In(value.Slot) : value);
            return;
        }

        // The capture keeps what the variable holds now, whatever is assigned to the variable before the capture is used.
        var slot = _captures.SlotOf(id, NewSlot);
        Emit(new Let(slot, value.Uses, new Site(capture.Syntax)));
        if (ObjectOfThread(value) is { } ofThread)
            _ofThread[slot] = ofThread;
        _captures.SetValue(id, new Value(ImmutableArray.Create(slot)) { Path = path, Elements = value.Elements, IsView = value.IsView, Delegate = value.Delegate, IsNew = value.IsNew, IsCopy = value.IsCopy, IsCompleted = value.IsCompleted }.In(slot));
    }
}
