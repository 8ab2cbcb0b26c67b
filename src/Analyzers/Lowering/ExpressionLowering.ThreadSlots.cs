using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>What belongs to the thread: slots of the platform that have no field, and objects that are taken out of such a slot into a local.</summary>
internal sealed partial class ExpressionLowering
{
    private readonly Dictionary<ISymbol, AccessPath> _kept = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<int, AccessPath> _ofThread = new();

    private static readonly AccessPath s_transaction = AccessPath.Of(new PathRoot(RootKind.Static, PlatformSlot.Root, "Transaction")).Append(new PathStep("Transaction.Current", "Current", LocationTraits.ThreadOwn | LocationTraits.OfPlatform));

    /// <summary>The slot behind a property of the platform; null for none.</summary>
    private AccessPath? SlotOfPlatform(ISymbol member)
    {
        if (member is not IPropertySymbol property || ThreadSlots.OfProperty(property, _context.Knowledge.HasAsyncLocal) is not { } slot)
            return null;
        return PathOf(slot, slot.Name);
    }

    /// <summary>True for a member of the thread that runs the code; a thread that is at hand otherwise may be any.</summary>
    private static bool IsOfThisThread(IOperation instance, ISymbol member) => member.ContainingType is { Name: "Thread" } && instance switch
    {
        IPropertyReferenceOperation property => property.Property.Name == ThreadSlots.CurrentThread,
        ILocalReferenceOperation local => local.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: MemberAccessExpressionSyntax { Name.Identifier.ValueText: ThreadSlots.CurrentThread } },
        _ => false,
    };

    private static AccessPath PathOf(PlatformSlot slot, object key) =>
        slot is { Type: "Transaction" } ? s_transaction
        : AccessPath.Of(new PathRoot(RootKind.Static, PlatformSlot.Root, slot.Type)).Append(new PathStep(slot.Keyed ? key : slot.Type + "." + slot.Name, slot.Keyed ? $"{slot.Name}({key as string ?? (key as ISymbol)?.Name})" : slot.Name, slot.Traits | (slot.OfHost ? LocationTraits.OfHost : LocationTraits.None)));

    /// <summary><c>Thread.SetData(slot, value)</c>, <c>Console.SetOut(writer)</c>, <c>scope.Complete()</c>.</summary>
    private bool TryLowerThreadSlot(IInvocationOperation call, out Value value)
    {
        value = Value.None;
        if (call.Instance is { } scope && call.TargetMethod.Name is "Complete" or "Dispose" && ThreadSlots.IsTransactionScope(scope.Type))
        {
            Lower(scope);
            Emit(new Read(NewSlot(), s_transaction, ReadKind.Value, new Site(call.Syntax)));
            return true;
        }

        if (ThreadSlots.OfMethod(call.TargetMethod, _context.Knowledge.HasAsyncLocal, out var sets) is not { } slot)
            return false;
        var arguments = call.Arguments;
        if (slot.Keyed && (arguments.IsEmpty || KeyOf(arguments[0].Value) is null))
            return false;
        var path = PathOf(slot, slot.Keyed ? KeyOf(arguments[0].Value)! : slot.Name);
        var from = LowerArguments(arguments, out _, skip: slot.Keyed ? 1 : 0);
        if (sets)
        {
            var last = arguments.IsEmpty ? null : arguments[arguments.Length - 1].Value;
            Emit(new Write(path, from, ImmutableArray<int>.Empty, WriteKind.Assign, last is null ? ConstantKind.None : ConstantOf(last), new Site(call.Syntax)));
            return true;
        }

        var result = NewSlot();
        Emit(new Read(result, path, ReadKind.Value, new Site(call.Syntax)));
        value = Value.Of(result);
        return true;
    }

    /// <summary>What tells one slot from another: a name, or the variable that holds the slot.</summary>
    private static object? KeyOf(IOperation operation) => operation switch
    {
        { ConstantValue: { HasValue: true, Value: string name } } => name,
        IFieldReferenceOperation field => field.Field.OriginalDefinition,
        ILocalReferenceOperation local => local.Local,
        IInvocationOperation { TargetMethod.Name: "GetNamedDataSlot", Arguments: { Length: 1 } names } => KeyOf(names[0].Value),
        IConversionOperation conversion => KeyOf(conversion.Operand),
        _ => null,
    };

    /// <summary>A <c>TransactionScope</c> without the option that lets it flow belongs to the thread it is made on.</summary>
    private void OpenTransaction(IObjectCreationOperation creation)
    {
        if (ThreadSlots.IsTransactionScope(creation.Type) && !creation.Arguments.Any(a => ThreadSlots.IsFlowOption(a.Value.Type) && !(a.Value.ConstantValue is { HasValue: true, Value: 0 })))
            Emit(new Write(s_transaction, ImmutableArray<int>.Empty, ImmutableArray<int>.Empty, WriteKind.Assign, ConstantKind.None, new Site(creation.Syntax)));
    }

    /// <summary>The value is the object in a slot of the thread.</summary>
    private AccessPath? ObjectOfThread(Value value) =>
        value.Path is { Truncated: false } path && !path.IsContent && (path.Traits & LocationTraits.ThreadOwn) != 0 ? path
        : value.Slot >= 0 && _ofThread.TryGetValue(value.Slot, out var known) ? known
        : null;

    /// <summary>The local holds the object of the thread from here on.</summary>
    private void Keep(ISymbol variable, int slot, AccessPath of, SyntaxNode where)
    {
        var type = variable is ILocalSymbol local ? local.Type : (variable as IParameterSymbol)?.Type;
        if (!ThreadSlots.IsScratch(type))
            return;
        _kept[variable] = of;
        Emit(new Kept(slot, of, new Site(where)));
    }

    /// <summary><c>t_text.Append(line);</c>: what is called for its effect alone changes the object.</summary>
    private void Fill(AccessPath ofThread, IInvocationOperation call, ImmutableArray<int> from)
    {
        if (call.Syntax.Parent is ExpressionStatementSyntax && ThreadSlots.IsScratch(call.Instance?.Type))
            Emit(new Write(ofThread.Append(PathStep.Element), from, ImmutableArray<int>.Empty, new Site(((InvocationExpressionSyntax)call.Syntax).Expression is MemberAccessExpressionSyntax { Expression: var place } ? place : call.Syntax).IsEmptied ? WriteKind.Clear : WriteKind.Insert, ConstantKind.None, new Site(call.Syntax)));
    }

    /// <summary>True for a buffer that a call reads into: <c>stream.ReadAsync(buffer, 0, 10)</c>, <c>socket.ReceiveAsync(buffer.AsMemory())</c>.</summary>
    private static bool IsFilled(SyntaxNode buffer)
    {
        if (buffer.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Parent: InvocationExpressionSyntax view } part && part.Expression == buffer && Fillers.IsViewNamed(name))
            buffer = view;
        return buffer.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var called } } } && Fillers.ReadsInto(called);
    }

    /// <summary>A local that may hold such an object is used: not where only its size, or whether it is there, is asked, or where it is put back.</summary>
    private void UseKept(ISymbol variable, int slot, SyntaxNode where)
    {
        if (_kept.Count == 0 || !_kept.TryGetValue(variable, out var of))
            return;
        var node = where;
        while (node.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
            node = node.Parent;
        var asks = node.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" or "Count" or "Capacity" } access && access.Expression == node && access.Parent is not AssignmentExpressionSyntax
            || node.Parent is BinaryExpressionSyntax or IsPatternExpressionSyntax or AssignmentExpressionSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax;
        if (!asks)
            Emit(new KeptUse(slot, of, new Site(where), IsFilled(node)));
    }
}
