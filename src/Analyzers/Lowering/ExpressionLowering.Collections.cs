using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>Calls on collections: what they read and write of the content, by table.</summary>
internal sealed partial class ExpressionLowering
{
    private readonly HashSet<int> _viewSlots = new();
    private readonly HashSet<AccessPath> _claimedKeys = new();

    private bool TryLowerCollectionCall(IInvocationOperation call, out Value result)
    {
        result = Value.None;
        var isExtension = call.Instance is null && call.TargetMethod.IsExtensionMethod && !call.Arguments.IsEmpty;
        var source = isExtension ? call.Arguments[0].Value : call.Instance;
        if (source is null)
            return false;
        source = Unconverted(source);
        var type = source.Type;
        if (type is null || Collections.EffectOf(call.TargetMethod, type) is not (not CollectionEffect.None and var effect))
            return false;
        var kind = Collections.KindOf(type);
        if (kind == CollectionKind.None && !(isExtension && call.TargetMethod.ContainingType.Name == "Enumerable") && call.TargetMethod.Name != "GetEnumerator")
            return false;

        var receiver = LowerReceiver(source);
        if (kind == CollectionKind.None && receiver.Path is { Steps.IsEmpty: false } field && (field.Steps[field.Steps.Length - 1].Key as IFieldSymbol)?.Type is { } behind && Collections.BreaksWhenChanged(behind))
        {
            // A property shows the collection as a sequence.
            (type, kind) = (behind, CollectionKind.Plain);
        }

        if (kind == CollectionKind.None)
        {
            // A query over something else: elements keep coming from where they came.
            var uses = Value.Join(receiver.Uses, LowerArguments(call.Arguments, out var passed, skip: isExtension ? 1 : 0));
            WriteBack(passed, uses, call.Syntax);
            result = effect == CollectionEffect.Get ? new Value(uses) { Path = receiver.Elements } : OfQuery(call, receiver, uses);
            return true;
        }

        var operands = LowerOperands(call, isExtension ? 1 : 0, effect);
        result = Apply(effect, call, receiver, type, operands);
        return true;
    }

    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null, Operand.Type: { IsValueType: false } } conversion)
            operation = conversion.Operand;
        return operation;
    }

    private (ImmutableArray<int> Keys, ImmutableArray<int> Values, List<(Target Place, bool In)> References) LowerOperands(IInvocationOperation call, int skip, CollectionEffect effect)
    {
        var keys = ImmutableArray<int>.Empty;
        var values = ImmutableArray<int>.Empty;
        var references = new List<(Target, bool)>();
        foreach (var argument in call.Arguments.Skip(skip))
        {
            var uses = LowerArguments(ImmutableArray.Create(argument), out var passed, copiesContent: effect == CollectionEffect.InsertAll);
            references.AddRange(passed);
            var selects = argument.Parameter?.Name is "key" or "index" or "startIndex" or "comparisonValue"
                || effect is CollectionEffect.Remove or CollectionEffect.TakeOut or CollectionEffect.Test or CollectionEffect.Get or CollectionEffect.TestAndGet;
            if (selects)
                keys = Value.Join(keys, uses);
            else
                values = Value.Join(values, uses);
        }

        return (keys, values, references);
    }

    private Value Apply(CollectionEffect effect, IInvocationOperation call, Value receiver, ITypeSymbol type, (ImmutableArray<int> Keys, ImmutableArray<int> Values, List<(Target Place, bool In)> References) operands)
    {
        var all = Value.Join(operands.Keys, operands.Values);
        if (ContentOf(receiver, type) is not { } content)
        {
            // A collection that is still being filled, or that nobody can name: what goes in becomes part of its value.
            if (receiver is { IsNew: true, Slot: >= 0 } && !all.IsEmpty)
                Emit(new Let(receiver.Slot, Value.Join(ImmutableArray.Create(receiver.Slot), all), new Site(call.Syntax)));
            var uses = Value.Join(receiver.Uses, all);
            WriteBack(operands.References, uses, call.Syntax);
            return effect is CollectionEffect.Get ? new Value(uses) { Path = receiver.Elements } : OfQuery(call, receiver, uses);
        }

        var place = new Target { Path = content, Receiver = receiver.Uses, Index = operands.Keys };
        var used = !IsUnused(call) && !call.TargetMethod.ReturnsVoid && call.Type?.Name != "StringBuilder";
        var site = call.Syntax;
        var written = new Value(effect == CollectionEffect.Atomic ? Value.Join(operands.Values, UsedByFunctions(call)) : operands.Values);
        Value outcome;
        switch (effect)
        {
            case CollectionEffect.Test or CollectionEffect.TestAndGet:
                outcome = ReadContent(receiver, type, ReadKind.Test, site);
                GiveOut(operands.References, outcome.Uses, all, content, site);
                return outcome.With(all);
            case CollectionEffect.Get:
                return ReadContent(receiver, type, ReadKind.Value, site).With(all);
            case CollectionEffect.Content:
                return ReadContent(receiver, type, Collections.IsLazy(call.TargetMethod.Name) && (call.TargetMethod.Name != "GetEnumerator" || _method is { IsAsync: true }) ? ReadKind.View : ReadKind.Content, site).With(all);
            case CollectionEffect.TakeOut:
                WriteTo(place, written, WriteKind.TakeOut, ConstantKind.None, site);
                return new Value(all);
            case CollectionEffect.Clear:
                WriteTo(place, written, WriteKind.Clear, ConstantKind.None, site);
                GiveKeyBack(content, site);
                return Value.None;
            case CollectionEffect.Store or CollectionEffect.Rearrange:
                WriteTo(place, written, WriteKind.Store, ConstantKind.None, site);
                return new Value(all);
        }

        // The rest tells by its result whether it found what it needed; ignoring the result makes a plain write of it.
        var asks = used || !operands.References.IsEmpty() || effect is CollectionEffect.GetOrInsert or CollectionEffect.CompareAndStore;
        var kind = effect switch
        {
            CollectionEffect.Atomic => IgnoresCurrent(call) ? WriteKind.Store : WriteKind.Atomic,
            CollectionEffect.CompareAndStore when IsComparedWithItself(call, content) => WriteKind.Store,
            CollectionEffect.GetOrInsert or CollectionEffect.CompareAndStore => WriteKind.TestAndSet,
            _ when used => WriteKind.TestAndSet,
            CollectionEffect.Remove => WriteKind.Remove,
            CollectionEffect.TryTakeOut => WriteKind.TakeOut,
            _ => WriteKind.Insert,
        };
        outcome = asks ? ReadContent(receiver, type, effect is CollectionEffect.GetOrInsert or CollectionEffect.Atomic ? ReadKind.Value : ReadKind.Test, site) : Value.None;
        WriteTo(place, written, kind, ConstantKind.None, site);
        if (kind == WriteKind.TestAndSet && effect is CollectionEffect.Insert or CollectionEffect.TryInsert)
            ClaimKey(content, type, outcome, call);
        else if (effect == CollectionEffect.Remove)
            GiveKeyBack(content, site);
        GiveOut(operands.References, outcome.Uses, all, effect is CollectionEffect.TryTakeOut or CollectionEffect.Remove ? null : content, site);
        return call.Type?.Name == "StringBuilder" ? receiver : outcome.With(all);
    }

    /// <summary><c>_scores.TryUpdate(name, next, _scores[name])</c>: what is compared with is what stands there now, so that it is stored whatever stood there before.</summary>
    private bool IsComparedWithItself(IInvocationOperation call, AccessPath content) =>
        call.Arguments.FirstOrDefault(static a => Atomics.IsExpected(a.Parameter?.Name))?.Value is { } compared
        && Bare(compared) is IPropertyReferenceOperation { Arguments.IsEmpty: false, Instance: { Type: { } type } of }
        && PathOnly(of)?.Append(Collections.ContentOf(type)) is { } element && element.Equals(content);

    /// <summary><c>if (!_active.Add(key)) return;</c>: of those who come with the key, the first goes on, and the others find it there until it is taken out.</summary>
    private void ClaimKey(AccessPath content, ITypeSymbol type, Value answer, IInvocationOperation call)
    {
        if (answer.Slot < 0 || call.Type is not { SpecialType: SpecialType.System_Boolean } || content.Root.Kind is not (RootKind.This or RootKind.Static) || !Collections.IsKeyed(type))
            return;
        _claimedKeys.Add(content);
        Emit(new Acquire(answer.Slot, content.AsFlag(), LockKind.Async, AcquireMode.WhenTrue, new Site(call.Syntax)));
    }

    private void GiveKeyBack(AccessPath content, SyntaxNode where)
    {
        if (_claimedKeys.Contains(content))
            Emit(new Release(content, new Site(where)));
    }

    /// <summary>
    /// What a query, an enumerator or a copy of them gives: a query stays one through other queries; a loop that begins, or a copy, looks at the elements now.
    /// </summary>
    private Value OfQuery(IInvocationOperation call, Value receiver, ImmutableArray<int> uses)
    {
        var begins = call.TargetMethod.Name == "GetEnumerator";
        var lazy = Collections.IsLazy(call.TargetMethod.Name);
        if (!receiver.IsView || receiver.Elements is not { } elements || (lazy && !begins) || (begins && _method is not { IsAsync: true }))
            return new Value(uses) { Elements = receiver.Elements, IsView = receiver.IsView && lazy };
        if (!begins)
            return CopyOf(uses, elements, call.Syntax);
        var slot = NewSlot();
        Emit(new Read(slot, elements, ReadKind.View, new Site(call.Syntax)));
        _viewSlots.Add(slot);
        return Value.Of(slot) with { Elements = elements, IsView = true };
    }

    /// <summary>What a copy of a query holds: the elements of now, and no longer the query.</summary>
    private Value CopyOf(ImmutableArray<int> uses, AccessPath elements, SyntaxNode where)
    {
        var slot = NewSlot();
        Emit(new Read(slot, elements, ReadKind.Content, new Site(where)));
        return Value.Of(slot, uses.RemoveAll(_viewSlots.Contains)) with { Elements = elements };
    }

    /// <summary>A loop of an async body asks for its next element.</summary>
    private void LowerAdvance(IInvocationOperation call, Value enumerator)
    {
        if (enumerator.IsView && !enumerator.Uses.IsEmpty && _method is { IsAsync: true } && call.TargetMethod.Name == "MoveNext" && enumerator.Elements is null or { Root.Kind: not (RootKind.Unknown or RootKind.Local) })
            Emit(new Advance(enumerator.Uses, new Site(call.Syntax)));
    }

    /// <summary>
    /// What a collection hands out through <c>out</c>: computed from the content and the key, and (an object) found at the content's path,
    /// unless it was taken out: then it is there no more, and whoever took it has it alone.
    /// </summary>
    private void GiveOut(List<(Target Place, bool In)> references, ImmutableArray<int> outcome, ImmutableArray<int> operands, AccessPath? content, SyntaxNode where)
    {
        foreach (var (place, _) in references)
            WriteTo(place, new Value(Value.Join(outcome, operands)) { Path = place.HoldsObject ? content : null }, WriteKind.ByReference, ConstantKind.None, where);
    }
}

/// <summary>Small helpers over lists.</summary>
internal static class ListExtensions
{
    /// <summary>True for a list without items.</summary>
    public static bool IsEmpty<T>(this List<T> list) => list.Count == 0;
}
