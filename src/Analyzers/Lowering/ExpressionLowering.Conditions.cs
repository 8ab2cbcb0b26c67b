using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>A lowered condition: a branch, or one whose outcome is known.</summary>
/// <param name="Branch">What is tested; null where the outcome is known.</param>
/// <param name="Outcome">The outcome, where it is known.</param>
internal sealed record Condition(BranchCondition? Branch, bool Outcome);

/// <summary>Conditions: what is tested, and which way.</summary>
internal sealed partial class ExpressionLowering
{
    private Condition LowerCondition(IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true, Value: bool constant })
            return new Condition(null, constant);
        if (IsLockFlag(operation))
            return new Condition(null, true);
        if (IsResourceTest(operation))
        {
            Lower(operation);
            return new Condition(null, false);
        }

        if (operation is IIsPatternOperation { Pattern: IDiscardPatternOperation } anything)
        {
            Lower(anything.Value);
            return new Condition(null, true);
        }

        var negated = false;
        var kind = TestKind.Other;
        var value = LowerTest(operation, ref negated, ref kind);
        var decider = kind == TestKind.IsNull ? -1 : value.Slot;
        if (decider >= 0)
            kind = TestKind.IsTrue;
        else if (kind == TestKind.Other && Unchanged.IsAsked(operation.Syntax))
            kind = TestKind.Same;
        return new Condition(new BranchCondition(value.Uses, decider, negated, kind, new Site(operation.Syntax)), false);
    }

    private Value LowerTest(IOperation operation, ref bool negated, ref TestKind kind)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    continue;
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                    negated = !negated;
                    operation = not.Operand;
                    continue;
                case IIsNullOperation isNull:
                    kind = TestKind.IsNull;
                    return Lower(isNull.Operand);
                case IPropertyReferenceOperation { Property: { Name: "HasValue", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }, Instance: { } nullable }:
                    kind = TestKind.IsNull;
                    negated = !negated;
                    return Lower(nullable);
                case IIsPatternOperation pattern:
                    return LowerPatternTest(pattern, ref negated, ref kind);
                case IIsTypeOperation isType:
                    kind = TestKind.IsNull;
                    negated = !negated;
                    return Lower(isType.ValueOperand);
                case IBinaryOperation binary when IsComparison(binary):
                    if (TryLowerSwitchTest(binary, out var won, out var lost))
                    {
                        negated ^= lost;
                        return won;
                    }

                    if (Compared(binary) is not { } compared)
                        return Lower(binary);
                    var unequal = binary.OperatorKind == BinaryOperatorKind.NotEquals;
                    if (compared.Constant is bool wanted)
                    {
                        negated ^= unequal == wanted;
                        operation = compared.Operand;
                        continue;
                    }

                    if (compared.Constant is not null)
                        return Lower(binary);
                    kind = TestKind.IsNull;
                    negated ^= unequal;
                    return Lower(Bare(compared.Operand));
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } order:
                    if (TryLowerSwitchTest(order, out var first, out var later))
                    {
                        negated ^= later;
                        return first;
                    }

                    kind = TestKind.Order;
                    return Lower(operation);
                default:
                    if (TryLowerSwitchFlag(operation, out var flag))
                    {
                        negated = !negated;
                        return flag;
                    }

                    return Lower(operation);
            }
        }
    }

    private Value LowerPatternTest(IIsPatternOperation test, ref bool negated, ref TestKind kind)
    {
        var pattern = test.Pattern;
        var inverted = false;
        while (pattern is INegatedPatternOperation not)
        {
            inverted = !inverted;
            pattern = not.Pattern;
        }

        var won = Value.None;
        var lost = false;
        if (pattern is IConstantPatternOperation { Value: var constant } && TryLowerSwitch(Bare(test.Value), Bare(constant).ConstantValue, !inverted, ref won, ref lost))
        {
            negated ^= lost;
            return won;
        }

        var value = Lower(test.Value);
        var uses = LowerPattern(pattern, value);
        switch (pattern)
        {
            case IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool wanted } }:
                negated ^= inverted == wanted;
                return value;
            case IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } }:
                kind = TestKind.IsNull;
                negated ^= inverted;
                return value;
            case IDeclarationPatternOperation { MatchesNull: false } or ITypePatternOperation or IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true }:
                kind = TestKind.IsNull;
                negated ^= !inverted;
                return value;
            default:
                negated ^= inverted;
                return new Value(uses);
        }
    }

    private static (IOperation Operand, object? Constant)? Compared(IBinaryOperation binary)
    {
        var (left, right) = (Bare(binary.LeftOperand), Bare(binary.RightOperand));
        if (right.ConstantValue.HasValue || right is IDefaultValueOperation { Type.IsReferenceType: true })
            return (binary.LeftOperand, right.ConstantValue.HasValue ? right.ConstantValue.Value : null);
        if (left.ConstantValue.HasValue)
            return (binary.RightOperand, left.ConstantValue.Value);
        return null;
    }

    /// <summary>
    /// <c>if (lockTaken) Monitor.Exit(…)</c> as the compiler makes it for <c>lock</c>: the flag is set wherever the block was entered, so the way
    /// around the exit is no way that leaves with the lock held.
    /// </summary>
    private static bool IsLockFlag(IOperation operation) =>
        operation.IsImplicit && operation is ILocalReferenceOperation && operation.Syntax.FirstAncestorOrSelf<StatementSyntax>() is LockStatementSyntax;

    /// <summary>
    /// <c>if (resource != null) resource.Dispose()</c> as the compiler makes it for <c>using</c>: without a resource there is nothing to give back.
    /// </summary>
    private bool IsResourceTest(IOperation operation)
    {
        if (!operation.IsImplicit || operation is not IIsNullOperation)
            return false;
        return Disposes(_block?.FallThroughSuccessor?.Destination) || Disposes(_block?.ConditionalSuccessor?.Destination);
    }

    private static bool Disposes(BasicBlock? block)
    {
        if (block is not { Operations: [{ IsImplicit: true } first, ..] } || block.EnclosingRegion.Kind != ControlFlowRegionKind.Finally)
            return false;
        return first.DescendantsAndSelf().Any(o => o is IInvocationOperation { IsImplicit: true, TargetMethod.Name: "Dispose" or "DisposeAsync" });
    }
}
