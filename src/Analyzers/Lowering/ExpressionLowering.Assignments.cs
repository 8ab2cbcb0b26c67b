using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>Assignments: the target's receiver and index first, then (compound) the old value, then the new one, then the write.</summary>
internal sealed partial class ExpressionLowering
{
    private static readonly Target s_nowhere = new();

    private Value LowerAssignment(ISimpleAssignmentOperation assignment)
    {
        if (assignment.IsRef)
            return LowerRefAssignment(assignment);
        var place = PlaceOf(assignment.Target) ?? EvaluatedOnly(assignment.Target);
        var value = Lower(assignment.Value);
        WriteTo(place, value, WriteKind.Assign, ConstantOf(assignment.Value), assignment.Syntax, IsEmptyCollection(assignment.Value, assignment.Target.Type));
        ReleaseIfSwitch(place, assignment.Value, assignment.Syntax);
        return value;
    }

    /// <summary><c>ref var r = ref _n</c> makes <c>r</c> a name for the place; nothing is read.</summary>
    private Value LowerRefAssignment(ISimpleAssignmentOperation assignment)
    {
        var place = PlaceOf(assignment.Value);
        if (place is null)
        {
            var value = Lower(assignment.Value);
            place = new Target { Path = value.Path, Receiver = value.Uses };
        }

        if (assignment.Target is ILocalReferenceOperation local)
            _context.References[local.Local] = place;
        return new Value(place.Where) { Path = place.Path };
    }

    private Value LowerCompound(ICompoundAssignmentOperation compound)
    {
        if (TryLowerUnboundSubscription(compound))
            return Value.None;
        var place = PlaceOf(compound.Target) ?? EvaluatedOnly(compound.Target);
        if (compound.OperatorMethod is { IsStatic: false } own)
            return LowerOwnOperator(compound, place, own.ContainingType.IsValueType);
        var before = ReadOf(place, ReadKind.Value, compound.Target.Syntax);
        var operand = Lower(compound.Value);
        var after = new Value(Value.Join(before.Uses, operand.Uses));
        WriteTo(place, after, WriteKind.Update, ConstantKind.None, compound.Syntax);
        return after;
    }

    /// <summary><c>void operator +=(int amount)</c>: the object that lies there changes itself when the operand is there; a struct does so in its place.</summary>
    private Value LowerOwnOperator(ICompoundAssignmentOperation compound, Target place, bool inPlace)
    {
        if (!inPlace)
        {
            var receiver = ReadOf(place, ReadKind.Receiver, compound.Target.Syntax);
            EscapeOf(Lower(compound.Value), compound.Syntax);
            return receiver;
        }

        var operand = Lower(compound.Value);
        var after = new Value(Value.Join(ReadOf(place, ReadKind.Value, compound.Target.Syntax).Uses, operand.Uses));
        WriteTo(place, after, WriteKind.Update, ConstantKind.None, compound.Syntax);
        return after;
    }

    private Value LowerIncrement(IIncrementOrDecrementOperation increment)
    {
        var place = PlaceOf(increment.Target) ?? EvaluatedOnly(increment.Target);
        var before = ReadOf(place, ReadKind.Value, increment.Target.Syntax);
        WriteTo(place, new Value(before.Uses), WriteKind.Update, ConstantKind.None, increment.Syntax);
        return new Value(before.Uses);
    }

    /// <summary><c>(a, b) = (x, y)</c>: all targets, then all values, then all writes.</summary>
    private Value LowerDeconstruction(IDeconstructionAssignmentOperation deconstruction)
    {
        var places = new List<Target>();
        Flatten(deconstruction.Target, places);
        var values = new List<(Value Value, ConstantKind Constant)>();
        if (!Flatten(deconstruction.Value, Shape(deconstruction.Target), values) || values.Count != places.Count)
        {
            var whole = Lower(deconstruction.Value);
            values.Clear();
            foreach (var place in places)
                values.Add((new Value(whole.Uses) { Path = place.HoldsObject ? whole.Path : null }, ConstantKind.None));
        }

        var uses = ImmutableArray<int>.Empty;
        for (var i = 0; i < places.Count; i++)
        {
            // What is replaced by the same statement lies there no more: the local alone has it.
            if (values[i].Value.Path is { } old && places.Any(p => old.Equals(p.Path)))
                values[i] = (values[i].Value with { Path = null }, values[i].Constant);
            WriteTo(places[i], values[i].Value, WriteKind.Assign, values[i].Constant, deconstruction.Syntax);
            uses = Value.Join(uses, values[i].Value.Uses);
        }

        return new Value(uses);
    }

    private void Flatten(IOperation target, List<Target> places)
    {
        switch (target)
        {
            case IDeclarationExpressionOperation declaration:
                Flatten(declaration.Expression, places);
                break;
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements)
                    Flatten(element, places);
                break;
            default:
                places.Add(PlaceOf(target) ?? EvaluatedOnly(target));
                break;
        }
    }

    private bool Flatten(IOperation value, IOperation shape, List<(Value, ConstantKind)> values)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion && shape is ITupleOperation)
            value = conversion.Operand;
        if (shape is not ITupleOperation targets)
        {
            values.Add((Lower(value), ConstantOf(value)));
            return true;
        }

        // Only a tuple written out has parts of its own; anything else is evaluated once, as a whole.
        if (value is not ITupleOperation tuple || tuple.Elements.Length != targets.Elements.Length || !Fits(tuple, targets))
            return false;
        for (var i = 0; i < targets.Elements.Length; i++)
            Flatten(tuple.Elements[i], Shape(targets.Elements[i]), values);
        return true;
    }

    private static bool Fits(IOperation value, IOperation shape)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion && shape is ITupleOperation)
            value = conversion.Operand;
        if (shape is not ITupleOperation targets)
            return true;
        return value is ITupleOperation tuple && tuple.Elements.Length == targets.Elements.Length
            && targets.Elements.Select((t, i) => Fits(tuple.Elements[i], Shape(t))).All(fits => fits);
    }

    private static IOperation Shape(IOperation target) => target is IDeclarationExpressionOperation declaration ? declaration.Expression : target;

    /// <summary><c>Changed += handler</c>: one atomic step on the event's list of handlers.</summary>
    private Value LowerSubscription(IEventAssignmentOperation subscription)
    {
        var place = PlaceOf(subscription.EventReference) ?? s_nowhere;
        var handler = Lower(subscription.HandlerValue);
        if (place.Path is { } path && subscription.EventReference is IEventReferenceOperation { Instance: null or IInstanceReferenceOperation })
            Emit(new Write(path, handler.Uses, place.Where, WriteKind.Atomic, ConstantKind.None, new Site(subscription.Syntax)));
        return Value.None;
    }

    /// <summary><c>_client.Ready += ReadyAsync</c> where the client's package is not restored: a member of the type is made a handler all the same.</summary>
    private bool TryLowerUnboundSubscription(ICompoundAssignmentOperation compound)
    {
        if (compound is not { Target: IInvalidOperation, Syntax: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Right: var handler } } || handler is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }))
            return false;
        if (TypeSyntaxFacts.LastName(handler) is not { } name || _context.OwnerType?.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault() is not { } method)
            return false;
        Lower(compound.Target);
        EnterCallOf(method.OriginalDefinition, TypeFacts.IsTask(method.ReturnType), method.IsAsync, compound.Value);
        return true;
    }

    /// <summary>A target that is no place (broken code): it is evaluated, and the write goes nowhere.</summary>
    private Target EvaluatedOnly(IOperation target) => new() { Receiver = Lower(target).Uses };

    /// <summary><c>new()</c>, <c>new(capacity)</c>, <c>[]</c>: a collection that can be filled and holds nothing yet.</summary>
    private static bool IsEmptyCollection(IOperation value, ITypeSymbol? target)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        if (value.Syntax is CollectionExpressionSyntax expression)
            return expression.Elements.Count == 0 && CanBeFilled(target);
        return value is IObjectCreationOperation { Initializer: null } creation && CanBeFilled(creation.Type) && creation.Arguments.All(a => !HoldsElements(a.Value.Type));
    }

    private static bool CanBeFilled(ITypeSymbol? type) => Collections.KindOf(type) is CollectionKind.Plain or CollectionKind.Concurrent;

    private static bool HoldsElements(ITypeSymbol? type) =>
        type is not null && (Collections.KindOf(type) != CollectionKind.None || type.Name == "IEnumerable" || type.AllInterfaces.Any(i => i.Name == "IEnumerable"));

    private static ConstantKind ConstantOf(IOperation value)
    {
        while (!value.ConstantValue.HasValue && value is IConversionOperation or ISimpleAssignmentOperation)
            value = value is IConversionOperation conversion ? conversion.Operand : ((ISimpleAssignmentOperation)value).Value;
        if (value is IDefaultValueOperation && value.Type is { IsReferenceType: true })
            return ConstantKind.Null;
        if (!value.ConstantValue.HasValue)
            return ConstantKind.None;
        return value.ConstantValue.Value switch
        {
            null => ConstantKind.Null,
            true => ConstantKind.True,
            false => ConstantKind.False,
            _ => ConstantKind.Other,
        };
    }
}
