using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge.Messages;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>Messages: which objects are handed over with the value of an expression.</summary>
internal sealed partial class ExpressionLowering
{
    /// <summary>The objects that the message of a call, or what an iterator gives out, consists of.</summary>
    private ImmutableArray<HandedOver> HandedOverBy(IOperation sending, int at = -1)
    {
        var message = sending switch
        {
            IInvocationOperation call when _context.Locals.Written<IInvocationOperation>(call.Syntax) is { } written => MessageOf(written, at),
            IReturnOperation => _context.Locals.Written<IReturnOperation>(sending.Syntax)?.ReturnedValue,
            _ => null,
        };
        if (message is null)
            return ImmutableArray<HandedOver>.Empty;
        var result = ImmutableArray.CreateBuilder<HandedOver>();
        HandOver(message, result, 0, since: null);
        return result.ToImmutable();
    }

    /// <summary>The local or parameter that holds the whole message; none where it has no name.</summary>
    private ImmutableArray<AccessPath> NamesOfMessage(IInvocationOperation call, int at)
    {
        var message = _context.Locals.Written<IInvocationOperation>(call.Syntax) is { } written ? MessageOf(written, at) : null;
        while (message is IConversionOperation or IParenthesizedOperation)
            message = message.ChildOperations.First();
        return message is ILocalReferenceOperation or IParameterReferenceOperation && PathOfObject(message) is { Truncated: false } path ? ImmutableArray.Create(path) : ImmutableArray<AccessPath>.Empty;
    }

    private static IOperation? MessageOf(IInvocationOperation call, int at)
    {
        var first = at >= 0 ? at : call.Instance is null && call.TargetMethod.IsExtensionMethod ? 1 : 0;
        return call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == first)?.Value;
    }

    /// <summary>Gathers what goes with the value of an expression.</summary>
    /// <param name="operation">The expression, as it was written.</param>
    /// <param name="result">Where to put it.</param>
    /// <param name="depth">How many steps were taken.</param>
    /// <param name="since">The local that was made from the expression earlier; null where it is evaluated at the send. What is named there may be another object by now.</param>
    private void HandOver(IOperation operation, ImmutableArray<HandedOver>.Builder result, int depth, ILocalSymbol? since)
    {
        if (depth > MaxChain)
            return;
        switch (operation)
        {
            case IParenthesizedOperation { Operand: var inner }:
                HandOver(inner, result, depth + 1, since);
                break;
            case IConversionOperation conversion when conversion.OperatorMethod is null || Fillers.IsWrapper(conversion.Type!):
                HandOver(conversion.Operand, result, depth + 1, since);
                break;
            case ILocalReferenceOperation { Local: var local }:
                if ((SentShape.ChangesHands(local.Type) || IsLent(local)) && !(since is not null && !_context.Locals.IsAssignedOnce(local)))
                    Add(operation, local, result);
                if (_context.Locals.IsAssignedOnce(local) && _context.Locals.InitializerOf(local) is { } initializer && IsMadeOf(initializer))
                    HandOver(initializer, result, depth + 1, local);
                break;
            case IParameterReferenceOperation { Parameter: var parameter } when since is null || _context.Locals.IsAssignedOnce(parameter):
                if (SentShape.ChangesHands(parameter.Type))
                    Add(operation, parameter, result);
                break;
            case IPropertyReferenceOperation { Instance: { } owner } view when Fillers.IsView(view.Property):
                HandOver(owner, result, depth + 1, since);
                break;
            case IFieldReferenceOperation or IPropertyReferenceOperation when SentShape.ChangesHands(operation.Type):
                Add(operation, null, result, certain: since is null);
                break;
            case IInvocationOperation call when Fillers.IsView(call.TargetMethod) && (call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } viewed:
                HandOver(viewed, result, depth + 1, since);
                break;
            case IObjectCreationOperation creation:
                foreach (var argument in creation.Arguments)
                {
                    if (argument.Parameter is { } parameter && creation.Constructor is { } constructor && SentShape.Keeps(constructor, parameter))
                        HandOver(argument.Value, result, depth + 1, since);
                }

                HandOverMembers(creation.Initializer, result, depth, since);
                break;
            case IWithOperation copy:
                HandOverMembers(copy.Initializer, result, depth, since);
                break;
            case IConditionalOperation choice:
                HandOver(choice.WhenTrue, result, depth + 1, since);
                if (choice.WhenFalse is { } other)
                    HandOver(other, result, depth + 1, since);
                break;
            case ICoalesceOperation choice:
                HandOver(choice.Value, result, depth + 1, since);
                HandOver(choice.WhenNull, result, depth + 1, since);
                break;
            case IArrayCreationOperation { Initializer: { } elements }:
                foreach (var element in elements.ElementValues)
                    HandOver(element, result, depth + 1, since);
                break;
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements)
                    HandOver(element, result, depth + 1, since);
                break;
            case { Syntax: CollectionExpressionSyntax }:
                foreach (var element in operation.ChildOperations.Where(e => e.Syntax is not SpreadElementSyntax && e.Syntax.Parent is not SpreadElementSyntax))
                    HandOver(element, result, depth + 1, since);
                break;
            case IAnonymousObjectCreationOperation made:
                foreach (var member in made.Initializers.OfType<ISimpleAssignmentOperation>())
                    HandOver(member.Value, result, depth + 1, since);
                break;
        }
    }

    private void HandOverMembers(IObjectOrCollectionInitializerOperation? initializer, ImmutableArray<HandedOver>.Builder result, int depth, ILocalSymbol? since)
    {
        foreach (var member in initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (member is ISimpleAssignmentOperation assignment)
                HandOver(assignment.Value, result, depth + 1, since);
            else if (member is IInvocationOperation { TargetMethod.Name: "Add" } added)
                HandOver(added.Arguments[added.Arguments.Length - 1].Value, result, depth + 1, since);
        }
    }

    private bool IsLent(ILocalSymbol local) =>
        _context.Locals.IsAssignedOnce(local) && _context.Locals.InitializerOf(local) is IInvocationOperation { TargetMethod: var lending } && Fillers.Lends(lending);

    /// <summary>True for an expression that puts objects together, whose parts are therefore in its value.</summary>
    private static bool IsMadeOf(IOperation operation)
    {
        while (operation is IConversionOperation or IParenthesizedOperation)
            operation = operation.ChildOperations.First();
        return operation is IObjectCreationOperation or IWithOperation or IArrayCreationOperation or ITupleOperation or IAnonymousObjectCreationOperation
            || operation.Syntax is CollectionExpressionSyntax
            || (operation is IInvocationOperation call && Fillers.IsView(call.TargetMethod)) || (operation is IPropertyReferenceOperation property && Fillers.IsView(property.Property));
    }

    private void Add(IOperation operation, ISymbol? variable, ImmutableArray<HandedOver>.Builder result, bool certain = true)
    {
        if (PathOfObject(operation) is not { Truncated: false, Root.Kind: not RootKind.Unknown } path || (path.Steps.IsEmpty && path.Root.Kind == RootKind.This))
            return;
        var holder = variable is not null && !_context.Locals.IsMemory(variable) ? SlotOf(variable) : -1;

        // A local may keep an object that its path does not name any more, and an element may be another one than the last.
        var isFixed = path.Steps.All(s => !s.IsElement && (s.Traits & LocationTraits.ReadOnly) != 0);
        var byHolder = !isFixed && (variable is not null || path.Steps.Any(s => s.IsElement));
        if ((byHolder && holder < 0) || (!certain && !isFixed))
            return;
        result.Add(new HandedOver(path, holder, byHolder, new Site(operation.Syntax)));
        if (variable is null || !_context.Locals.IsAssignedOnce(variable))
            return;

        // Where a field got the object before, and nothing else, its members are those of the message.
        foreach (var store in _context.Locals.StoresOf(variable))
        {
            if (store.Syntax.SpanStart < operation.Syntax.SpanStart && PathOfObject(store) is { Truncated: false, Steps.IsEmpty: false } kept)
                result.Add(new HandedOver(kept, -1, false, new Site(operation.Syntax)));
        }
    }
}
