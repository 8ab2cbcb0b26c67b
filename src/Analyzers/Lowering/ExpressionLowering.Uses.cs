using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>Operations of objects that serve one at a time: where one begins, and where its task is waited for otherwise than by <c>await</c>.</summary>
internal sealed partial class ExpressionLowering
{
    private const int MaxChain = 24;
    private bool _startsUses;

    /// <summary>The result of a call that may be such an operation.</summary>
    private Value AsUse(IInvocationOperation call, Value result)
    {
        var method = call.TargetMethod;
        if (TypeFacts.IsTask(call.Type))
            return (call.Instance ?? (method.IsExtensionMethod && !call.Arguments.IsEmpty ? call.Arguments[0].Value : null)) is { } receiver ? Use(receiver, method.Name, call, result) : result;
        if (!result.Uses.IsEmpty && (_startsUses ? method.ReturnsVoid || Awaitables.ComesBackWithResult(method.Name) : Awaitables.GivesResult(method.Name)))
            Emit(new Use(UseKind.End, null, "", "", result.Uses, -1, new Site(call.Syntax)));
        return result;
    }

    /// <summary>The same for a call that does not bind.</summary>
    private Value AsUse(IInvalidOperation call, Value result) =>
        call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } && name.EndsWith("Async", StringComparison.Ordinal) && !StartSyntax.IsLoopedThrough(call.Syntax) && call.ChildOperations.FirstOrDefault() is { } receiver
            ? Use(receiver, name, call, result)
            : result;

    private Value Use(IOperation receiver, string method, IOperation call, Value result)
    {
        if (FindSingleUse(receiver) is not var (path, row, holder) || SingleUse.KindOf(row, method) is not { } kind)
            return result;
        var awaited = IsAwaitedHere(call);
        if (awaited)
        {
            Emit(new Use(UseKind.Whole, path, kind, row.Because, ImmutableArray<int>.Empty, holder, new Site(call.Syntax)));
            return result;
        }

        _startsUses = true;
        var slot = NewSlot();
        Emit(new Let(slot, result.Uses, new Site(call.Syntax)));
        Emit(new Use(UseKind.Start, path, kind, row.Because, ImmutableArray.Create(slot), holder, new Site(call.Syntax)));
        return Value.Of(slot);
    }

    private bool IsAwaitedHere(IOperation call) => call is IInvocationOperation ? IsAwaited(call, orReturned: false) : call.Parent is IAwaitOperation || call.Syntax.Parent is AwaitExpressionSyntax;

    private (AccessPath Path, SingleUseRow Row, int Holder)? FindSingleUse(IOperation operation)
    {
        operation = MakerOf(operation) ?? operation;
        for (var i = 0; i < MaxChain; i++)
        {
            operation = Bare(operation);
            if (SingleUse.Of(operation.Type) is { } row && (i == 0 || row.ThroughMembers))
                return PathOfObject(operation) is { } path && !path.Truncated && !path.Steps.Any(s => s.IsElement) ? (path, row, HolderOf(path)) : null;
            var inner = operation switch
            {
                IInvocationOperation { Instance: { } instance } => instance,
                IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments: { IsEmpty: false } arguments } => arguments[0].Value,
                IPropertyReferenceOperation { Instance: { } instance } => instance,
                IInvalidOperation invalid when invalid.Syntax is InvocationExpressionSyntax or MemberAccessExpressionSyntax => invalid.ChildOperations.FirstOrDefault(),
                ILocalReferenceOperation local when _context.Locals.IsAssignedOnce(local.Local) => _context.Locals.InitializerOf(local.Local),
                _ => null,
            };
            if (inner is null)
                return null;
            operation = inner;
        }

        return null;
    }

    /// <summary><c>var command = connection.CreateCommand();</c>, <c>new SqlCommand(text, connection)</c>: what runs is an operation of the connection.</summary>
    private IOperation? MakerOf(IOperation operation)
    {
        if (operation is not ILocalReferenceOperation { Local: var local } || !_context.Locals.IsAssignedOnce(local))
            return null;
        var made = _context.Locals.InitializerOf(local) is { } initial ? Bare(initial) : null;
        return made switch
        {
            IInvocationOperation { Instance: { } maker, TargetMethod.Name: var method } when SingleUse.RunsOn(method, SingleUse.Of(maker.Type)) => maker,
            IObjectCreationOperation { Arguments: var given } when SingleUse.Of(made.Type) is { IsPart: true } => given.Select(static a => Bare(a.Value)).FirstOrDefault(static a => SingleUse.Of(a.Type) is { HasParts: true }),
            _ => null,
        };
    }

    private int HolderOf(AccessPath path) => path is { Root: { Kind: RootKind.Local, Key: ILocalSymbol local } } && !_context.Locals.IsMemory(local) ? SlotOf(local) : -1;

    /// <summary>The path of an object, without a read of it.</summary>
    private AccessPath? PathOfObject(IOperation operation)
    {
        switch (operation)
        {
            case IInstanceReferenceOperation:
                return AccessPath.Of(PathRoot.This);
            case ILocalReferenceOperation { Local: var local }:
                return _context.Aliases.TryGetValue(local, out var alias) ? alias : AccessPath.Of(RootOf(local));
            case IParameterReferenceOperation { Parameter: var parameter }:
                return IsConstructorParameter(parameter) ? AccessPath.Of(PathRoot.This).Append(_context.Knowledge.StepOf(parameter)) : AccessPath.Of(RootOf(parameter));
            case IFieldReferenceOperation { Instance: null, Field: var field }:
                return AccessPath.Of(StaticRoot(field.ContainingType)).Append(_context.Knowledge.StepOf(field));
            case IFieldReferenceOperation { Instance: { } instance, Field: var field }:
                return PathOfObject(instance)?.Append(_context.Knowledge.StepOf(field));
            case IPropertyReferenceOperation { Instance: { } instance, Arguments.IsEmpty: true, Property: var property } when !MemberFacts.IsComputed(property.OriginalDefinition) || _context.Knowledge.FieldBehind(property) is not null:
                return PathOfObject(instance)?.Append(_context.Knowledge.StepOf(property));
            case IFlowCaptureReferenceOperation capture:
                return _captures.ValueOf(capture.Id).Path;
            case IConversionOperation { OperatorMethod: null } conversion:
                return PathOfObject(conversion.Operand);
            default:
                return null;
        }
    }
}
