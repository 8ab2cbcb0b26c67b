using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>Properties: locations, questions about a collection, getters of the type, or plain values.</summary>
internal sealed partial class ExpressionLowering
{
    private Target PlaceOfProperty(IPropertyReferenceOperation property)
    {
        if (property.Arguments.IsEmpty || property.Instance is null)
            return PlaceOfMember(property.Instance, property.Property, property.Type);
        var receiver = LowerReceiver(property.Instance);
        var index = LowerArguments(property.Arguments, out _);
        var kind = Collections.KindOf(property.Instance.Type);
        if (kind != CollectionKind.None || !_context.IsOwn(property.Property))
            return ElementOf(receiver, property.Instance.Type, index, property.Type);
        var member = MemberOf(receiver, property.Instance.Type, property.Property, property.Type);
        return new Target { Path = member.Path, Slot = member.Slot, IsPart = member.IsPart, Receiver = member.Receiver, Index = index, HoldsObject = member.HoldsObject };
    }

    private Value LowerProperty(IPropertyReferenceOperation property, ReadKind kind)
    {
        var symbol = property.Property;
        if (symbol.GetMethod is { } getter && Awaitables.IsCompleted(getter))
            return new Value(ImmutableArray<int>.Empty) { IsCompleted = true };
        if (symbol is { SetMethod: null, GetMethod: not null } && MemberFacts.IsComputed(symbol.OriginalDefinition) && property.Instance is null or IInstanceReferenceOperation && _context.IsOwn(symbol)
            && _context.Knowledge.FieldBehind(symbol) is null)
        {
            return LowerGetter(property);
        }

        if (property.Instance is null && MemberFacts.IsMade(symbol.OriginalDefinition))
            return new Value(ImmutableArray<int>.Empty) { IsNew = TypeFacts.HoldsObject(property.Type) };
        if (property.Instance is not { } instance)
            return ReadOf(PlaceOfProperty(property), kind, property.Syntax);
        if (!property.Arguments.IsEmpty)
        {
            var element = PlaceOfProperty(property);
            var readable = Collections.KindOf(instance.Type) != CollectionKind.None || symbol.SetMethod is not null || _context.IsOwn(symbol);
            return readable && !IsImmutable(instance.Type) ? ReadOf(element, kind, property.Syntax) : new Value(element.Where);
        }

        if (IsPartOfStruct(instance, symbol) || (IsOfThisThread(instance, symbol) && SlotOfPlatform(symbol) is not null))
            return ReadOf(PlaceOfProperty(property), kind, property.Syntax);
        var receiver = LowerReceiver(instance);

        // Whether a token at hand is canceled says nothing of where it was got from.
        if (symbol.ContainingType.Name == Disposals.Token && instance is ILocalReferenceOperation or IParameterReferenceOperation)
            return new Value(ImmutableArray<int>.Empty);
        if (_startsUses && symbol.Name == "Result" && TypeFacts.IsTask(instance.Type) && !receiver.Uses.IsEmpty)
            Emit(new Use(UseKind.End, null, "", "", receiver.Uses, -1, new Site(property.Syntax)));
        return MemberValue(receiver, instance.Type, symbol, property.Type, kind, property.Syntax);
    }

    /// <summary>The value of a member (field or property) of an object that has been evaluated.</summary>
    private Value MemberValue(Value receiver, ITypeSymbol? receiverType, ISymbol member, ITypeSymbol? type, ReadKind kind, SyntaxNode where)
    {
        if (member is IPropertySymbol && receiver.Elements is { } elements && member.Name == "Current")
            return new Value(receiver.Uses) { Path = elements };
        if (receiverType is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } || (IsPair(receiverType) && member.Name == "Value"))
            return receiver.In(-1);
        if (Collections.KindOf(receiverType) is CollectionKind.Plain or CollectionKind.Concurrent)
        {
            switch (member.Name)
            {
                case "Count" or "Length" or "IsEmpty" or "LongLength":
                    return ReadContent(receiver, receiverType, ReadKind.Test, where);
                case "Keys" or "Values":
                    return ReadContent(receiver, receiverType, ReadKind.View, where);
                case "First" or "Last" or "Min" or "Max":
                    return ReadContent(receiver, receiverType, ReadKind.Value, where);
            }
        }

        return ReadOf(MemberOf(receiver, receiverType, member, type), kind, where);
    }

    /// <summary>Reads what a collection holds; a collection without a path gives a value computed from it.</summary>
    private Value ReadContent(Value collection, ITypeSymbol? type, ReadKind kind, SyntaxNode where)
    {
        if (Collections.KindOf(type) == CollectionKind.None || ContentOf(collection, type) is not { } content)
            return new Value(collection.Uses) { Elements = collection.Elements };
        if (kind == ReadKind.View && !Collections.BreaksWhenChanged(type))
            kind = ReadKind.Content;
        var slot = NewSlot();
        Emit(new Read(slot, content, kind, new Site(where)) { LooksUp = IsLookup(content, kind, where) });
        if (kind == ReadKind.View)
            _viewSlots.Add(slot);
        var value = Value.Of(slot, Value.Join(collection.Uses, LocalAt(content))).In(slot);
        return kind == ReadKind.Value ? value with { Path = content } : value with { Elements = content, IsView = kind == ReadKind.View };
    }

    /// <summary>True for a read of one element of a collection that must have it.</summary>
    private static bool IsLookup(AccessPath path, ReadKind kind, SyntaxNode where) =>
        kind == ReadKind.Value && path.IsContent && (path.Traits & LocationTraits.Growing) != 0 && Lookups.ElementOf(where) is not null;

    private Value LowerGetter(IPropertyReferenceOperation property)
    {
        var result = NewSlot();
        Emit(new Call(property.Property.GetMethod!.OriginalDefinition, result, ImmutableArray<CallArgument>.Empty, Awaited: false, new Site(property.Syntax)));
        return Value.Of(result) with { IsView = true, Path = HandedOutBy(property.Property.GetMethod!, awaited: false) };
    }

    /// <summary>The path of what a member of the type hands out: callers have the object in the field, and no other.</summary>
    private AccessPath? HandedOutBy(IMethodSymbol method, bool awaited)
    {
        if (method.IsAsync != awaited || method.MethodKind == MethodKind.LocalFunction || _context.Knowledge.HandedOutBy(method) is not { } member)
            return null;
        return (member.IsStatic ? AccessPath.Of(StaticRoot(member.ContainingType)) : AccessPath.Of(PathRoot.This)).Append(_context.Knowledge.StepOf(member));
    }

    /// <summary>The same for the task of a call that is awaited.</summary>
    private AccessPath? HandedOutBy(IOperation awaited)
    {
        while (awaited is IConversionOperation { OperatorMethod: null } or IInvocationOperation)
        {
            if (awaited is IConversionOperation conversion)
                awaited = conversion.Operand;
            else if (awaited is IInvocationOperation call && Awaitables.PassesTaskOn(call.TargetMethod) && (call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } task)
                awaited = task;
            else
                return awaited is IInvocationOperation own && IsCallOfOwn(own) ? HandedOutBy(own.TargetMethod, awaited: true) : null;
        }

        return null;
    }

    private static bool IsImmutable(ITypeSymbol? type) =>
        type is null || type.SpecialType == SpecialType.System_String || ((type.IsBelow("System.Collections.Immutable") || type.IsBelow("System.Collections.Frozen")) && type.Name != "Builder");
}
