using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge.Messages;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>Messages: what a call hands to another execution, and calls that change what was handed over.</summary>
internal sealed partial class ExpressionLowering
{
    private readonly List<Sent> _awaitedSends = new();

    /// <summary>A call that sends: where it is awaited on the spot, the message is gone when the wait is over, and otherwise at once.</summary>
    private Value LowerSend(IInvocationOperation call, Value result)
    {
        var method = call.TargetMethod;
        SendCertainty certainty;
        var at = -1;
        if (Senders.RowOf(method) is { } row)
        {
            if (row.Taken == TakenWhen.BeforeTaskEnds && IsAwaited(call, orReturned: false))
                return result;
            if (row.Taken == TakenWhen.WhenTakenOut && (call.Instance is null || PathOfObject(call.Instance) is not { Steps.IsEmpty: false }))
                return result;
            certainty = row.Taken switch
            {
                TakenWhen.OftenAtOnce => SendCertainty.PerhapsAtOnce,
                TakenWhen.WhenTakenOut when !IsTakenElsewhere(call) => SendCertainty.Kept,
                _ => SendCertainty.Later,
            };
        }
        else if (!_context.Settings.Senders.IsEmpty && _context.Settings.Senders.Has(method.ReducedFrom ?? method))
        {
            certainty = SendCertainty.Later;
        }
        else if ((at = _context.Knowledge.Forwarders.ArgumentOf(method, _context.CancellationToken)) >= 0)
        {
            certainty = SendCertainty.Later;
        }
        else
        {
            return result;
        }

        var what = HandedOverBy(call, at);
        if (what.IsEmpty)
            return result;
        if (IsAwaited(call, orReturned: false))
        {
            _awaitedSends.Add(new Sent(what, -1, certainty, new Site(call.Syntax)) { To = ReceiverOf(call), Messages = NamesOfMessage(call, at) });
            return result;
        }

        var answer = -1;
        if (call.Type is { SpecialType: SpecialType.System_Boolean })
        {
            answer = NewSlot();
            Emit(new Let(answer, result.Uses, new Site(call.Syntax)));
            result = Value.Of(answer);
        }

        Emit(new Sent(what, answer, certainty, new Site(call.Syntax)) { To = ReceiverOf(call), Messages = NamesOfMessage(call, at) });
        return result;
    }

    private bool IsTakenElsewhere(IInvocationOperation call) =>
        PathOfObject(call.Instance!) is { Steps: { IsEmpty: false } steps } && steps[steps.Length - 1].Key is ISymbol collection && Consumers.RunElsewhere(collection, call.Syntax, _context.CancellationToken);

    /// <summary>Where a call sends to: the channel of a writer, the block, the queue.</summary>
    private AccessPath? ReceiverOf(IInvocationOperation call)
    {
        var receiver = call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null);
        if (receiver is IPropertyReferenceOperation { Instance: { } channel } end && PathOfObject(end) is null)
            receiver = channel;
        if (receiver is null || PathOfObject(receiver) is not { } path)
            return null;

        // Each turn of a loop over receivers has another one.
        var turns = receiver is ILocalReferenceOperation { Local: { DeclaringSyntaxReferences: { Length: 1 } declared } } && declared[0].GetSyntax(_context.CancellationToken) is ForEachStatementSyntax;
        return turns && !path.Steps.Any(s => s.IsElement) ? path.Append(PathStep.Element) : path;
    }

    /// <summary>What a lambda names that runs beside this code, or later: it is one more reader.</summary>
    private void EmitCaptured(ImmutableArray<(int Inner, int Outer)> captures, SyntaxNode where)
    {
        if (!_context.Locals.MaySend)
            return;
        var what = captures.Select(c => _slots.FirstOrDefault(s => s.Value == c.Outer).Key)
            .Where(v => v is ILocalSymbol or IParameterSymbol && SentShape.ChangesHands((v as ILocalSymbol)?.Type ?? ((IParameterSymbol)v).Type) && !_context.Aliases.ContainsKey(v))
            .Select(v => new HandedOver(AccessPath.Of(RootOf(v)), SlotOf(v), false, new Site(where))).ToImmutableArray();
        if (!what.IsEmpty)
            Emit(new Sent(what, -1, SendCertainty.Captured, new Site(where)));
    }

    /// <summary>The awaited sends from an index on have been made.</summary>
    private void EmitSends(int from, int result)
    {
        for (var i = from; i < _awaitedSends.Count; i++)
            Emit(_awaitedSends[i] with { Answer = result });
        _awaitedSends.RemoveRange(from, _awaitedSends.Count - from);
    }

    /// <summary>What was waited for may be the receiver's answer: a member of the message, or a method of it.</summary>
    private void EmitAnswer(IOperation awaited)
    {
        if (!_context.Locals.MaySend && _context.Settings.Senders.IsEmpty)
            return;
        for (var operation = awaited; operation is not null;)
        {
            switch (operation)
            {
                case IInvocationOperation { Instance: { } instance } call:
                    operation = Senders.RowOf(call.TargetMethod) is null ? instance : null;
                    break;
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                default:
                    if (PathOfObject(operation) is { Truncated: false } path && !(path.Steps.IsEmpty && path.Root.Kind == RootKind.This))
                        Emit(new Answered(path, new Site(awaited.Syntax)));
                    return;
            }
        }
    }

    /// <summary>A call that puts new content into an object, or gives it back.</summary>
    /// <param name="call">The call.</param>
    /// <param name="given">What it was computed from.</param>
    private void LowerChange(IInvocationOperation call, Value given)
    {
        var method = call.TargetMethod;
        if (!Fillers.MayBeNamed(method.Name))
            return;
        if (Disposals.Ends(method.Name) && method.Parameters.IsEmpty && call.Instance is { } held)
        {
            var ended = Unwrapped(held);
            if (ended.Type is { } type && Fillers.Holds(type) && Viewed(ended) is { } gone)
                Emit(new Change(gone, ChangeKind.GivenBack, SlotsOf(ended), new Site(call.Syntax)));
            return;
        }

        var givesBack = Fillers.GivesBack(method);
        foreach (var argument in call.Arguments)
        {
            if (Fillers.Copies(method) && argument.Parameter is { } into && Fillers.Fills(method, into) && SlotsOf(Unwrapped(argument.Value)) is [var copy])
                Emit(new Let(copy, Value.Join(ImmutableArray.Create(copy), given.Uses), new Site(call.Syntax)));
            if (argument.Parameter is { } parameter && (givesBack ? parameter.Ordinal == 0 : Fillers.Fills(method, parameter)) && Viewed(argument.Value) is { } path)
                Emit(new Change(path, givesBack ? ChangeKind.GivenBack : ChangeKind.Filled, SlotsOf(argument.Value), new Site(call.Syntax)));
        }

        if (call.Instance is { } instance && Fillers.FillsReceiver(method, instance.Type) && Viewed(instance) is { } receiver)
            Emit(new Change(receiver, ChangeKind.Filled, SlotsOf(instance), new Site(call.Syntax)));
    }

    private static IOperation Unwrapped(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation;
    }

    private ImmutableArray<int> SlotsOf(IOperation operation) =>
        operation is ILocalReferenceOperation { Local: var local } && !_context.Locals.IsMemory(local) ? ImmutableArray.Create(SlotOf(local)) : ImmutableArray<int>.Empty;

    /// <summary>The object that the expression shows a part of: of <c>buffer.AsMemory(0, 4)</c> the buffer.</summary>
    private AccessPath? Viewed(IOperation operation)
    {
        for (var i = 0; i < MaxChain; i++)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    continue;
                case IInvocationOperation call when Fillers.IsView(call.TargetMethod) && (call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } viewed:
                    operation = viewed;
                    continue;
                case IPropertyReferenceOperation { Instance: { } owner } property when Fillers.IsView(property.Property):
                    operation = owner;
                    continue;
                case IObjectCreationOperation { Type: { } type } creation when Fillers.IsWrapper(type) && creation.Arguments.Length > 0:
                    operation = creation.Arguments[0].Value;
                    continue;
                case ILocalReferenceOperation { Local: { Type.IsValueType: true } local } when _context.Locals.IsAssignedOnce(local) && _context.Locals.InitializerOf(local) is { } initializer:
                    operation = initializer;
                    continue;
                default:
                    return PathOfObject(operation) is { Truncated: false, Root.Kind: not RootKind.Unknown } path && !(path.Steps.IsEmpty && path.Root.Kind == RootKind.This) ? path : null;
            }
        }

        return null;
    }
}
