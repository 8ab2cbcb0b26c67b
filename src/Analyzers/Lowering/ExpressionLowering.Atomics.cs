using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>Atomic APIs, and the flags that are switched by them to serve as try-locks.</summary>
internal sealed partial class ExpressionLowering
{
    private Value LowerAtomic(IInvocationOperation call, AtomicEffect effect)
    {
        var arguments = call.Arguments;
        var location = arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0);
        var place = s_nowhere;
        var given = ImmutableArray<int>.Empty;
        var expected = ImmutableArray<int>.Empty;
        IOperation? written = null;
        foreach (var argument in arguments)
        {
            if (argument == location)
            {
                place = PlaceOf(argument.Value) ?? EvaluatedOnly(argument.Value);
                continue;
            }

            var uses = argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out ? ImmutableArray<int>.Empty : LowerArgument(argument, copiesContent: false).Uses;
            if (Atomics.IsExpected(argument.Parameter?.Name))
                expected = uses;
            else
                given = Value.Join(given, uses);
            if (argument.Parameter?.Ordinal == 1)
                written = argument.Value;
        }

        if (effect == AtomicEffect.Step)
            given = Value.Join(given, UsedByFunctions(call));
        var asks = !IsUnused(call) && effect is not AtomicEffect.Publish;
        var before = asks || effect == AtomicEffect.Read ? ReadOf(place, ReadKind.Value, call.Syntax) : Value.None;
        if (effect == AtomicEffect.Read)
            return before;
        var kind = effect switch
        {
            AtomicEffect.Step => WriteKind.Atomic,
            AtomicEffect.Exchange or AtomicEffect.Publish => WriteKind.Exchange,

            // Nobody looks whether it was stored: what was made of the old value is lost where it was not.
            AtomicEffect.CompareExchange when IsUnused(call) && !expected.IsEmpty => WriteKind.Exchange,
            _ => WriteKind.TestAndSet,
        };
        var constant = written is null || effect == AtomicEffect.Step ? ConstantKind.None : ConstantOf(written);
        WriteTo(place, place.Path is null ? new Value(Value.Join(given, before.Uses)) : new Value(given), kind, constant, call.Syntax);
        if (written is not null && effect is AtomicEffect.Exchange or AtomicEffect.Publish)
            ReleaseIfSwitch(place, written, call.Syntax);
        if (call.TargetMethod.Name is Atomics.CountsOut or Atomics.ClearsBits && place.Path is { } counted && IsSwitched(counted))
            Emit(new Release(counted, new Site(call.Syntax)));
        if (effect == AtomicEffect.Exchange)
            return before with { Path = null };
        return effect == AtomicEffect.CompareExchange ? before : before.With(Value.Join(given, expected)).In(-1);
    }

    /// <summary>
    /// <c>Interlocked.CompareExchange(ref _busy, 1, 0) == 0</c>: the value of the comparison is whether the flag was taken.
    /// </summary>
    private bool TryLowerSwitchTest(IBinaryOperation binary, out Value won, out bool negated)
    {
        won = Value.None;
        negated = false;
        var (left, right) = (Bare(binary.LeftOperand), Bare(binary.RightOperand));
        if (!IsComparison(binary))
            return TryLowerCounter(binary, left, right, ref won, ref negated);
        if (left.ConstantValue.HasValue)
            (left, right) = (right, left);
        if (TryLowerCounter(binary, left, right, ref won, ref negated) || TryLowerBit(binary, left, right, ref won, ref negated))
            return true;
        return TryLowerSwitch(left, right.ConstantValue, binary.OperatorKind == BinaryOperatorKind.Equals, ref won, ref negated);
    }

    /// <summary>
    /// <c>Interlocked.Increment(ref _busy) == 1</c>: who counts himself in first is alone until he counts himself out. A loop that goes on while
    /// <c>Interlocked.Decrement</c> leaves something does so for those who came meanwhile: nobody else is first before it ends.
    /// </summary>
    private bool TryLowerCounter(IBinaryOperation binary, IOperation call, IOperation constant, ref Value won, ref bool negated)
    {
        if (call is not IInvocationOperation { TargetMethod: { Name: Atomics.CountsIn or Atomics.CountsOut, ContainingType.Name: Atomics.Steps } step } counter || !IsSmall(constant, out var number))
            return false;
        var countsIn = step.Name == Atomics.CountsIn;
        if (number != (countsIn ? 1 : 0) || (!countsIn && !IsConditionOfLoop(binary)))
            return false;
        bool? holds = binary.OperatorKind switch
        {
            BinaryOperatorKind.Equals or BinaryOperatorKind.LessThanOrEqual => countsIn,
            BinaryOperatorKind.NotEquals or BinaryOperatorKind.GreaterThan => !countsIn,
            _ => null,
        };
        if (holds is not { } wins)
            return false;
        negated = !wins;
        won = TakeSwitch(counter);
        return true;
    }

    /// <summary><c>(Interlocked.Or(ref _busy, bit) &amp; bit) == 0</c>: who sets the bit has it alone until it is cleared.</summary>
    private bool TryLowerBit(IBinaryOperation comparison, IOperation masked, IOperation constant, ref Value won, ref bool negated)
    {
        if (masked is not IBinaryOperation { OperatorKind: BinaryOperatorKind.And, OperatorMethod: null } and || !IsSmall(constant, out var number) || number != 0)
            return false;
        var (left, right) = (Bare(and.LeftOperand), Bare(and.RightOperand));
        if (left is not IInvocationOperation)
            (left, right) = (right, left);
        if (left is not IInvocationOperation { TargetMethod: { Name: Atomics.SetsBits, ContainingType.Name: Atomics.Steps } } setter
            || setter.Arguments.FirstOrDefault(static a => a.Parameter?.Ordinal == 1)?.Value is not { } bits || !SyntaxFactory.AreEquivalent(bits.Syntax, right.Syntax, topLevel: false))
        {
            return false;
        }

        negated = comparison.OperatorKind == BinaryOperatorKind.NotEquals;
        won = TakeSwitch(setter);
        return true;
    }

    private static bool IsSmall(IOperation constant, out int number)
    {
        number = constant.ConstantValue is not { HasValue: true, Value: (int or long or uint or ulong) and var value } ? -1
            : Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) switch { 0 => 0, 1 => 1, _ => -1 };
        return number >= 0;
    }

    private static bool IsConditionOfLoop(IOperation condition) => condition.Syntax.Parent is DoStatementSyntax or WhileStatementSyntax;

    /// <summary>The same for a comparison of any form.</summary>
    /// <param name="compared">What may be such a call.</param>
    /// <param name="constant">What it is compared with.</param>
    /// <param name="equal">True where the comparison holds when they are equal.</param>
    /// <param name="won">Whether the flag was taken.</param>
    /// <param name="negated">True where the comparison holds when it was not.</param>
    private bool TryLowerSwitch(IOperation compared, Optional<object?> constant, bool equal, ref Value won, ref bool negated)
    {
        if (compared is not IInvocationOperation call || !constant.HasValue || !IsSwitch(call, out var set, out var expected))
            return false;
        var isExpected = expected.HasValue ? Equals(constant.Value, expected.Value) : !Equals(constant.Value, set);
        negated = isExpected != equal;
        won = TakeSwitch(call);
        return true;
    }

    /// <summary><c>Interlocked.Exchange(ref _busy, true)</c> as a condition: it is true where somebody else holds the flag.</summary>
    private bool TryLowerSwitchFlag(IOperation operation, out Value won)
    {
        won = Value.None;
        if (operation is not IInvocationOperation { Type.SpecialType: SpecialType.System_Boolean } call || !IsSwitch(call, out var set, out _) || set is not true)
            return false;
        won = TakeSwitch(call);
        return true;
    }

    private Value TakeSwitch(IInvocationOperation call)
    {
        var before = LowerAtomic(call, Atomics.EffectOf(call.TargetMethod));
        var location = call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0);
        var path = location is null ? null : PathOnly(location.Value);
        if (path is null)
            return new Value(before.Uses);
        var slot = NewSlot();
        Emit(new Acquire(slot, path.AsFlag(), LockKind.Async, AcquireMode.WhenTrue, new Site(call.Syntax)));
        return Value.Of(slot, before.Uses).In(slot);
    }

    private static bool IsSwitch(IInvocationOperation call, out object? set, out Optional<object?> expected)
    {
        set = null;
        expected = default;
        var effect = Atomics.EffectOf(call.TargetMethod);
        if (call.TargetMethod.ContainingType.Name != "Interlocked" || effect is not (AtomicEffect.Exchange or AtomicEffect.CompareExchange))
            return false;
        var value = call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 1)?.Value.ConstantValue ?? default;
        expected = call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 2)?.Value.ConstantValue ?? default;
        set = value.HasValue ? value.Value : null;
        if (IsClaimByReference(call, expected))
            return true;
        if (!value.HasValue || IsDefault(set))
            return false;
        return effect == AtomicEffect.Exchange || (expected.HasValue && !Equals(set, expected.Value));
    }

    /// <summary><c>Interlocked.CompareExchange(ref s_owner, this, null)</c>: of those that find null only the first stores itself.</summary>
    private static bool IsClaimByReference(IInvocationOperation call, Optional<object?> expected) =>
        expected is { HasValue: true, Value: null }
        && call.TargetMethod.Parameters[0].Type.IsReferenceType
        && call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 1)?.Value is { } given
        && Bare(given) is { ConstantValue.HasValue: false } and not IDefaultValueOperation;

    /// <summary>Setting a flag that <c>Interlocked</c> switches back to its default gives it back.</summary>
    private void ReleaseIfSwitch(Target place, IOperation value, SyntaxNode where)
    {
        var constant = Bare(value).ConstantValue;
        if (place.Path is { } path && constant.HasValue && IsDefault(constant.Value) && IsSwitched(path, byReference: constant.Value is null))
            Emit(new Release(path, new Site(where)));
    }

    private bool IsSwitched(AccessPath path, bool byReference = false) =>
        _context.OwnerType is { } type && (byReference ? _context.Knowledge.SyntaxOf(type).Claimed : _context.Knowledge.SyntaxOf(type).Switched).Contains(path.DisplayName);

    private static bool IsDefault(object? constant) => constant switch
    {
        null or false => true,
        '\0' => true,
        IConvertible number and not (string or char or bool or DateTime) => number.ToDouble(System.Globalization.CultureInfo.InvariantCulture) == 0,
        _ => false,
    };

    private static IOperation Bare(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
            operation = conversion.Operand;
        return operation;
    }

    /// <summary>The path of an expression without its events; for expressions that have been evaluated already.</summary>
    private AccessPath? PathOnly(IOperation operation)
    {
        operation = Bare(operation);
        if (operation is not (IMemberReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation or IFlowCaptureReferenceOperation or IInstanceReferenceOperation or IArrayElementReferenceOperation))
            return null;
        var kept = _events;
        _events = ImmutableArray.CreateBuilder<AccessEvent>();
        var path = PlaceOf(operation)?.Path ?? LowerReceiver(operation).Path;
        _events = kept;
        return path;
    }
}
