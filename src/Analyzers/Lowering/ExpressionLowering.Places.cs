using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>Places: locals, fields, properties, elements; naming them evaluates receiver and index, but does not read the place.</summary>
internal sealed partial class ExpressionLowering
{
    private static readonly PathStep s_valueOfThread = new("Value", "Value", LocationTraits.ThreadOwn);
    private readonly HashSet<int> _freshSlots = new();
    private readonly List<ISymbol> _namedInBlock = new();

    /// <summary>The place that the expression denotes; null where it denotes none.</summary>
    private Target? PlaceOf(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return PlaceOfVariable(local.Local, local.Local.Type);
            case IParameterReferenceOperation parameter:
                return IsConstructorParameter(parameter.Parameter) ? PlaceOfMember(null, parameter.Parameter, parameter.Type) : PlaceOfVariable(parameter.Parameter, parameter.Parameter.Type);
            case IFieldReferenceOperation field:
                return PlaceOfMember(field.Instance, field.Field, field.Type);
            case IEventReferenceOperation happening:
                return PlaceOfMember(happening.Instance, happening.Event, happening.Type);
            case IPropertyReferenceOperation property:
                return PlaceOfProperty(property);
            case IArrayElementReferenceOperation element:
                return PlaceOfElement(element.ArrayReference, element.Indices, element.Type);
            case IImplicitIndexerReferenceOperation indexer:
                return PlaceOfElement(indexer.Instance, ImmutableArray.Create(indexer.Argument), indexer.Type);
            case IFlowCaptureReferenceOperation capture:
                return _captures.PlaceOf(capture.Id) ?? (_captures.ValueOf(capture.Id) is { Slot: >= 0 } value ? new Target { Slot = value.Slot } : new Target());
            case IDeclarationExpressionOperation declaration:
                return PlaceOf(declaration.Expression);
            case IConversionOperation conversion:
                return PlaceOf(conversion.Operand);
            case IDiscardOperation:
                return new Target();
            default:
                return null;
        }
    }

    private Target PlaceOfVariable(ISymbol variable, ITypeSymbol type)
    {
        if (_context.References.TryGetValue(variable, out var referred))
            return referred;
        if (_context.Locals.IsMemory(variable))
            return new Target { Path = AccessPath.Of(RootOf(variable)), HoldsObject = TypeFacts.HoldsObject(type), Symbol = variable };
        return new Target { Slot = SlotOf(variable), Symbol = variable, HoldsObject = TypeFacts.HoldsObject(type) };
    }

    /// <summary>A parameter of a primary constructor that another member uses is kept in the instance.</summary>
    private bool IsConstructorParameter(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        && !SymbolEqualityComparer.Default.Equals(constructor, _context.Owner)
        && _context.Owner is IMethodSymbol { MethodKind: not MethodKind.Constructor } or IPropertySymbol or IEventSymbol
        && SymbolEqualityComparer.Default.Equals(constructor.ContainingType, _context.OwnerType);

    private Target PlaceOfMember(IOperation? instance, ISymbol member, ITypeSymbol? type)
    {
        if (instance is null)
        {
            // Whose 'Activity.Current' or 'Thread.CurrentPrincipal' is, the platform decides: mostly it flows with the execution.
            if (SlotOfPlatform(member) is { } slot)
                return new Target { Path = slot };
            if (member is IPropertySymbol property && (property.DeclaringSyntaxReferences.IsEmpty ? property.ContainingType.IsBelow("System") : _context.Knowledge.ShowsAmbient(property)))
                return new Target();
            var root = member is IParameterSymbol ? AccessPath.Of(PathRoot.This) : AccessPath.Of(StaticRoot(member.ContainingType));
            return new Target { Path = root.Append(_context.Knowledge.StepOf(member)), HoldsObject = TypeFacts.HoldsObject(type) };
        }

        if (IsOfThisThread(instance, member) && SlotOfPlatform(member) is { } ofThread)
            return new Target { Path = ofThread, Receiver = LowerReceiver(instance).Uses };
        if (IsPartOfStruct(instance, member) && PlaceOf(instance) is { Path: { } whole } holder)
            return new Target { Path = whole.Append(_context.Knowledge.StepOf(member)), Receiver = holder.Receiver, Index = holder.Index, Whole = holder, HoldsObject = TypeFacts.HoldsObject(type) };
        return MemberOf(LowerReceiver(instance), instance.Type, member, type);
    }

    /// <summary>A field of a struct that lies in a location: writing it changes the location in place, reading it reads the location.</summary>
    private bool IsPartOfStruct(IOperation instance, ISymbol member) =>
        instance is IFieldReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation
        && instance.Type is { IsValueType: true } and not { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } && !IsPair(instance.Type)
        && (member is IFieldSymbol || (member is IPropertySymbol property && MemberFacts.IsAuto(property.OriginalDefinition)))
        && (_context.Knowledge.StepOf(member).Traits & LocationTraits.ReadOnly) == 0;

    private Target MemberOf(Value receiver, ITypeSymbol? receiverType, ISymbol member, ITypeSymbol? type)
    {
        // What flows with the execution is nobody else's.
        if ((member is { Name: "Value", ContainingType: { } owner } && Concurrency.IsAmbient(owner.Name)) || (member is IPropertySymbol shown && _context.Knowledge.ShowsAmbient(shown)))
            return new Target { Slot = -1, Receiver = receiver.Uses, HoldsObject = TypeFacts.HoldsObject(type) };
        if (member is { Name: "Value", ContainingType: { } local } && Concurrency.IsOfThread(local.Name))
            return new Target { Path = receiver.Path?.Append(s_valueOfThread), Receiver = receiver.Uses, HoldsObject = TypeFacts.HoldsObject(type) };
        if (receiver.Path is { } path)
            return new Target { Path = path.Append(_context.Knowledge.StepOf(member)), Receiver = receiver.Uses, HoldsObject = TypeFacts.HoldsObject(type) };

        // A part of a struct in a local, or of an object that is still being filled: what goes in becomes part of that value.
        var isPart = receiver.Slot >= 0 && (receiver.IsNew || receiverType is { IsValueType: true });
        return new Target { Slot = isPart ? receiver.Slot : -1, IsPart = isPart, Receiver = receiver.Uses, HoldsObject = TypeFacts.HoldsObject(type) };
    }

    private Target PlaceOfElement(IOperation collection, ImmutableArray<IOperation> indices, ITypeSymbol? type)
    {
        var receiver = LowerReceiver(collection);
        var index = ImmutableArray<int>.Empty;
        foreach (var operand in indices)
            index = Value.Join(index, Lower(operand).Uses);
        return ElementOf(receiver, collection.Type, index, type);
    }

    private static Target ElementOf(Value receiver, ITypeSymbol? collection, ImmutableArray<int> index, ITypeSymbol? element) => new()
    {
        Path = ContentOf(receiver, collection),
        Slot = receiver.Path is null && receiver.IsNew ? receiver.Slot : -1,
        IsPart = true,
        Receiver = receiver.Uses,
        Index = index,
        HoldsObject = TypeFacts.HoldsObject(element),
    };

    private static AccessPath? ContentOf(Value receiver, ITypeSymbol? collection) =>
        receiver.Path?.Append(Collections.ContentOf(collection));

    /// <summary>An object that is about to be dereferenced.</summary>
    private Value LowerReceiver(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation property => LowerProperty(property, ReadKind.Receiver),
        ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IEventReferenceOperation or IArrayElementReferenceOperation =>
            ReadOf(PlaceOf(operation)!, ReadKind.Receiver, operation.Syntax),
        IConversionOperation { OperatorMethod: null } conversion when Collections.KindOf(conversion.Type) != CollectionKind.None || conversion.Type is { IsValueType: false } => LowerReceiver(conversion.Operand),
        _ => Lower(operation),
    };

    /// <summary>Reads a place.</summary>
    private Value ReadOf(Target place, ReadKind kind, SyntaxNode where)
    {
        if (place.Path is not { } path)
            return place.Slot >= 0 ? OfSlot(place, where) : new Value(place.Where);
        if ((path.Traits & LocationTraits.ReadOnly) != 0)
            return new Value(place.Where) { Path = path, Delegate = place.Symbol };
        var others = place.Whole is null ? place.Index : Value.Join(ReadOf(place.Whole, ReadKind.Receiver, where).Uses, place.Index);
        var slot = NewSlot();
        Emit(new Read(slot, path, kind, new Site(where)) { LooksUp = IsLookup(path, kind, where) });
        return Value.Of(slot, Value.Join(path.IsContent && kind == ReadKind.Value && place.HoldsObject ? ImmutableArray<int>.Empty : others, LocalAt(path))).In(slot) with { Path = path, Delegate = place.Symbol };
    }

    private Value OfSlot(Target place, SyntaxNode where)
    {
        var value = Value.Of(place.Slot);
        if (place.IsPart || place.Symbol is not ISymbol symbol)
            return new Value(value.Uses);
        UseKept(symbol, place.Slot, where);
        if (_context.Elements.TryGetValue(symbol, out var elements))
            value = value with { Elements = elements, IsView = _context.Views.Contains(symbol) };
        if (_context.Aliases.TryGetValue(symbol, out var alias))
            return value with { Path = alias, Delegate = symbol };
        return place.HoldsObject ? value with { Path = AccessPath.Of(RootOf(symbol)), Delegate = symbol } : value;
    }

    /// <summary>
    /// The slot of the local that the path starts from: what was put into an object held by a local comes out of it again, so the
    /// object's slot stands for all that went in.
    /// </summary>
    private ImmutableArray<int> LocalAt(AccessPath path) =>
        path.Root is { Kind: RootKind.Local, Key: ISymbol local } && !path.Steps.IsEmpty && !_context.Locals.IsMemory(local)
            ? ImmutableArray.Create(SlotOf(local))
            : ImmutableArray<int>.Empty;

    private PathRoot RootOf(ISymbol variable)
    {
        var type = variable is ILocalSymbol local ? local.Type : ((IParameterSymbol)variable).Type;
        var traits = TypeFacts.TraitsOf(type);
        if (_context.Locals.IsMemory(variable))
            traits |= LocationTraits.Captured;
        var kind = variable is IParameterSymbol && (traits & LocationTraits.Captured) == 0 ? RootKind.Parameter : RootKind.Local;
        return new PathRoot(kind, variable.OriginalDefinition, variable.Name, traits);
    }

    private static PathRoot StaticRoot(ITypeSymbol type) => new(RootKind.Static, type.OriginalDefinition, type.Name);

    /// <summary>Writes a place; the value has been lowered, and whatever suspends has suspended.</summary>
    private void WriteTo(Target place, Value value, WriteKind kind, ConstantKind constant, SyntaxNode where, bool empties = false)
    {
        if (place.Path is { } path)
        {
            Emit(new Write(path, value.Uses, place.Where, kind, constant, new Site(where)) { Empties = empties });
            if (empties)
                ForgetTakenOut(path);
            EscapeOf(value, where);
            if ((path.Traits & LocationTraits.ThreadOwn) != 0 && value.Delegate is ILocalSymbol source && !_context.Locals.IsMemory(source))
                Keep(source, SlotOf(source), path, where);
            if (path.Root.Kind == RootKind.Local)
            {
                foreach (var slot in LocalAt(path))
                    Emit(new Let(slot, Value.Join(ImmutableArray.Create(slot), value.Uses), new Site(where)));
            }

            return;
        }

        if (place.Slot < 0)
            return;
        if (place.IsPart)
        {
            Emit(new Let(place.Slot, Value.Join(ImmutableArray.Create(place.Slot), value.Uses), new Site(where)));
            return;
        }

        Emit(new Let(place.Slot, value.Uses, new Site(where)) { Constant = constant, Variable = (place.Symbol as ISymbol)?.OriginalDefinition });
        if (place.Symbol is not ISymbol symbol)
            return;
        Name(symbol, place, value, where);
        if (ObjectOfThread(value) is { } ofThread)
            Keep(symbol, place.Slot, ofThread, where);
    }

    /// <summary>A local that is assigned once is another name for the object it gets; one that gets a new object owns it.</summary>
    private void Name(ISymbol variable, Target place, Value value, SyntaxNode where)
    {
        if (value.IsNew)
        {
            Emit(new New(place.Slot, new Site(where)));

            // What a copy begins with comes from where it was copied, and with it what is stored of it later.
            if (value.IsCopy)
                Emit(new Let(place.Slot, value.Uses, new Site(where)));
            _freshSlots.Add(place.Slot);
        }
        else
        {
            EscapeOf(value, where);
        }

        if (!_context.Locals.IsAssignedOnce(variable))
            return;
        if (value.Path is { } path && (place.HoldsObject || IsPair((variable as ILocalSymbol)?.Type)) && !(path.Steps.IsEmpty && IsReassigned(path)))
        {
            _context.Aliases[variable] = path;
            _namedInBlock.Add(variable);
        }

        if (value.Elements is { } elements)
        {
            _context.Elements[variable] = elements;
            if (value.IsView)
                _context.Views.Add(variable);
        }
    }

    /// <summary><c>var batch = _waiting; _waiting = new();</c>: the batch has been taken out, and the local alone has it.</summary>
    private void ForgetTakenOut(AccessPath path)
    {
        foreach (var variable in _namedInBlock)
        {
            if (_context.Aliases.TryGetValue(variable, out var alias) && alias.Equals(path))
                _context.Aliases.Remove(variable);
        }
    }

    private bool IsReassigned(AccessPath path) => path.Root is { Key: ISymbol root, Kind: RootKind.Local or RootKind.Parameter } && !_context.Locals.IsAssignedOnce(root);
}
