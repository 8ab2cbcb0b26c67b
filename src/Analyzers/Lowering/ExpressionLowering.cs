using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>
/// Turns the operations of one body into events. Evaluation order is decided here and only here: every method of this class
/// emits events in the order in which C# evaluates what it is given, and returns what the value was computed from.
/// </summary>
internal sealed partial class ExpressionLowering
{
    private const int MaxDepth = 250;

    private readonly LoweringContext _context;
    private readonly ControlFlowGraph _graph;
    private readonly IMethodSymbol? _method;
    private readonly CaptureTable _captures;
    private readonly Dictionary<ISymbol, int> _slots = new(SymbolEqualityComparer.Default);
    private readonly HashSet<int> _variableSlots = new();
    private ImmutableArray<AccessEvent>.Builder _events = ImmutableArray.CreateBuilder<AccessEvent>();
    private IOperation? _statement;
    private IOperation? _returned;
    private bool _hasReturned;
    private BasicBlock? _block;
    private int _depth;

    /// <summary>Prepares to lower the blocks of one graph.</summary>
    /// <param name="context">What the bodies of the member share.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="method">The method, lambda or local function whose body it is; null for initialisers.</param>
    public ExpressionLowering(LoweringContext context, ControlFlowGraph graph, IMethodSymbol? method)
    {
        _context = context;
        _graph = graph;
        _method = method;
        _captures = new CaptureTable(graph);
        if (method is not null)
        {
            foreach (var parameter in method.Parameters)
                Parameters = Parameters.Add((parameter.OriginalDefinition, SlotOf(parameter)));
            if (!method.ReturnsVoid)
                ReturnSlot = NewSlot();
        }
    }

    /// <summary>The parameters and their slots.</summary>
    public ImmutableArray<(object Key, int Slot)> Parameters { get; } = ImmutableArray<(object, int)>.Empty;

    /// <summary>The slot of the returned value, -1 for none.</summary>
    public int ReturnSlot { get; } = -1;

    /// <summary>The number of slots in use.</summary>
    public int SlotCount { get; private set; }

    /// <summary>True where the body returns something, and all of it are tasks that have ended.</summary>
    public bool EndsAtOnce { get; private set; }

    /// <summary>True where an expression was too deep to follow.</summary>
    public bool GaveUp { get; private set; }

    /// <summary>True where a suspension was met.</summary>
    public bool Suspends { get; private set; }

    /// <summary>True where a <c>yield return</c> was met.</summary>
    public bool Yields { get; private set; }

    /// <summary>Lambdas and delegates made so far.</summary>
    public ImmutableArray<NestedBody>.Builder Nested { get; } = ImmutableArray.CreateBuilder<NestedBody>();

    /// <summary>The variables of surrounding bodies that were used, with their slots here.</summary>
    public IEnumerable<KeyValuePair<ISymbol, int>> OuterVariables =>
        _slots.Where(s => !SymbolEqualityComparer.Default.Equals(s.Key.ContainingSymbol, _method));

    /// <summary>The value of an expression; its events are emitted.</summary>
    private Value Lower(IOperation? operation)
    {
        if (operation is null || operation.ConstantValue.HasValue)
            return Value.None;
        if (_depth >= MaxDepth)
        {
            GaveUp = true;
            return Value.None;
        }

        _depth++;
        var value = LowerKnown(operation);
        _depth--;
        return value;
    }

    [MethodImpl(Tiering.AtOnce)]
    private Value LowerKnown(IOperation operation)
    {
        switch (operation)
        {
            case IFlowCaptureReferenceOperation reference:
                return _captures.PlaceOf(reference.Id) is { } place ? ReadOf(place, ReadKind.Value, reference.Syntax) : _captures.ValueOf(reference.Id);
            case IInstanceReferenceOperation:
                return new Value(ImmutableArray<int>.Empty) { Path = AccessPath.Of(PathRoot.This) };
            case IPropertyReferenceOperation property:
                return LowerProperty(property, ReadKind.Value);
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IEventReferenceOperation
                or IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation:
                return ReadOf(PlaceOf(operation)!, ReadKind.Value, operation.Syntax);
            case ISimpleAssignmentOperation assignment:
                return LowerAssignment(assignment);
            case ICompoundAssignmentOperation compound:
                return LowerCompound(compound);
            case IIncrementOrDecrementOperation increment:
                return LowerIncrement(increment);
            case IDeconstructionAssignmentOperation deconstruction:
                return LowerDeconstruction(deconstruction);
            case IEventAssignmentOperation subscription:
                return LowerSubscription(subscription);
            case IAwaitOperation awaiting:
                return LowerAwait(awaiting);
            case IReturnOperation { Kind: OperationKind.YieldReturn } yielding:
                return LowerYield(yielding);
            case IInvocationOperation call:
                return LowerCall(call, awaited: false);
            case IObjectCreationOperation creation:
                return LowerCreation(creation);
            case IDelegateCreationOperation creation:
                return LowerDelegate(creation);
            case IFlowAnonymousFunctionOperation lambda:
                return LowerLambda(lambda);
            case IIsPatternOperation test:
                var tested = Lower(test.Value);
                return new Value(LowerPattern(test.Pattern, tested));
            case IConversionOperation conversion:
                return LowerConversion(conversion);
            case IBinaryOperation binary:
                return LowerBinary(binary);
            case IInvalidOperation invalid:
                return LowerInvalid(invalid);
            case IDeclarationExpressionOperation declaration:
                return Lower(declaration.Expression);
            case INameOfOperation or ITypeOfOperation or ISizeOfOperation or IDiscardOperation or IDefaultValueOperation:
                return operation is IDefaultValueOperation ? new Value(ImmutableArray<int>.Empty) { IsCompleted = true } : Value.None;
            case IArrayCreationOperation or IAnonymousObjectCreationOperation or ITypeParameterObjectCreationOperation:
                return new Value(LowerChildren(operation).Uses) { IsNew = true };
            default:
                return LowerChildren(operation);
        }
    }

    /// <summary>Anything without a treatment of its own: its parts in order, and a value computed from all of them.</summary>
    private Value LowerChildren(IOperation operation)
    {
        var uses = ImmutableArray<int>.Empty;
        foreach (var child in operation.ChildOperations)
        {
            if (child is IObjectOrCollectionInitializerOperation)
                continue;
            var value = Lower(child);
            if (child.Syntax.Parent is SpreadElementSyntax)
                value = value is { IsView: true, Elements: { } elements } ? CopyOf(value.Uses, elements, child.Syntax) : ReadContent(value, child.Type, ReadKind.Content, child.Syntax);
            uses = Value.Join(uses, value.Uses);
            EscapeOf(value, child.Syntax);
        }

        return new Value(uses);
    }

    private Value LowerConversion(IConversionOperation conversion)
    {
        var operand = Lower(conversion.Operand);
        var keepsIdentity = conversion.OperatorMethod is null && conversion.Type is { IsValueType: false } && conversion.Operand.Type is { IsValueType: false };
        if (keepsIdentity || conversion.Conversion.IsIdentity || operand.Elements is not null)
            return operand;
        return new Value(operand.Uses) { IsCompleted = operand.IsCompleted }.In(conversion.OperatorMethod is null ? operand.Slot : -1);
    }

    private Value LowerBinary(IBinaryOperation binary)
    {
        if (TryLowerSwitchTest(binary, out var won, out var negated))
            return negated ? new Value(won.Uses) : won;

        // Long chains (a + b + c + …) are deep on the left; they are walked, not recursed into.
        var chain = new Stack<IBinaryOperation>();
        IOperation left = binary;
        while (left is IBinaryOperation { ConstantValue.HasValue: false } inner && (ReferenceEquals(inner, binary) || !IsComparison(inner)))
        {
            chain.Push(inner);
            left = inner.LeftOperand;
        }

        var uses = Lower(left).Uses;
        while (chain.Count > 0)
            uses = Value.Join(uses, Lower(chain.Pop().RightOperand).Uses);
        return new Value(uses);
    }

    private static bool IsComparison(IBinaryOperation binary) => binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;

    private static bool IsPair(ITypeSymbol? type) => type is { Name: "KeyValuePair" };

    private void Emit(AccessEvent happening) => _events.Add(happening);

    private int NewSlot() => SlotCount++;

    private int SlotOf(ISymbol variable)
    {
        if (!_slots.TryGetValue(variable, out var slot))
        {
            _slots[variable] = slot = NewSlot();
            _variableSlots.Add(slot);
        }

        return slot;
    }

    /// <summary>Emits that the new object in a local becomes known to others.</summary>
    private void EscapeOf(Value value, SyntaxNode where)
    {
        if (value.Slot >= 0 && _freshSlots.Contains(value.Slot))
            Emit(new Escape(ImmutableArray.Create(value.Slot), new Site(where)));
    }
}
