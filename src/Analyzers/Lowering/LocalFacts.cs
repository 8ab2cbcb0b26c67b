using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>
/// What one walk over a whole member (with the lambdas and local functions inside) tells about its locals and parameters:
/// how often each is written, and which are shared between bodies.
/// </summary>
internal sealed class LocalFacts
{
    private readonly Dictionary<ISymbol, int> _writes = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _writtenInside = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _captured = new(SymbolEqualityComparer.Default);

    private readonly Dictionary<ISymbol, IOperation> _initializers = new(SymbolEqualityComparer.Default);

    private readonly IOperation _root;

    private LocalFacts(IOperation root) => _root = root;

    /// <summary>True where the member calls something by the name of a sender, or gives something out.</summary>
    public bool MaySend { get; private set; }

    /// <summary>The operation as it was written, before a graph was made of it; null where there is none of that kind.</summary>
    public T? Written<T>(SyntaxNode syntax)
        where T : class, IOperation =>
        _root.DescendantsAndSelf().FirstOrDefault(o => o is T && ReferenceEquals(o.Syntax, syntax)) as T;

    /// <summary>Walks the member; iterative, because operation trees can be deep.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public static LocalFacts Of(IOperation root)
    {
        var facts = new LocalFacts(root);
        var pending = new Stack<(IOperation Operation, ISymbol? Body)>();
        pending.Push((root, null));
        while (pending.Count > 0)
        {
            var (operation, body) = pending.Pop();
            facts.Note(operation, body);
            var inner = operation switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                ILocalFunctionOperation function => function.Symbol,
                _ => body,
            };
            foreach (var child in operation.ChildOperations)
                pending.Push((child, inner));
        }

        return facts;
    }

    /// <summary>True where lambdas or local functions see the variable while somebody writes it after its initialisation: it is memory.</summary>
    public bool IsMemory(ISymbol variable)
    {
        if (!_captured.Contains(variable))
            return false;
        var allowed = variable is IParameterSymbol ? 0 : 1;
        return _writtenInside.Contains(variable) || Writes(variable) > allowed;
    }

    /// <summary>True where the variable has one value from its initialisation on.</summary>
    public bool IsAssignedOnce(ISymbol variable) => Writes(variable) <= (variable is IParameterSymbol ? 0 : 1);

    /// <summary>What the local is declared with; null for none.</summary>
    public IOperation? InitializerOf(ISymbol variable) => _initializers.TryGetValue(variable, out var value) ? value : null;

    /// <summary>The fields and properties that get the local or parameter, and nothing else in this member. Walks the member: asked of what is sent only.</summary>
    public IEnumerable<IOperation> StoresOf(ISymbol variable) =>
        _root.DescendantsAndSelf().OfType<ISimpleAssignmentOperation>()
            .Where(a => a.Target is IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }, Member: IFieldSymbol or IPropertySymbol })
            .GroupBy(a => (ISymbol)((IMemberReferenceOperation)a.Target).Member, SymbolEqualityComparer.Default)
            .Where(g => g.Count() == 1 && IsReferenceTo(g.First().Value, variable))
            .Select(g => g.First().Target);

    private static bool IsReferenceTo(IOperation value, ISymbol variable)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return SymbolEqualityComparer.Default.Equals((value as ILocalReferenceOperation)?.Local ?? (ISymbol?)(value as IParameterReferenceOperation)?.Parameter, variable);
    }

    private int Writes(ISymbol variable) => _writes.TryGetValue(variable, out var count) ? count : 0;

    [MethodImpl(Tiering.AtOnce)]
    private void Note(IOperation operation, ISymbol? body)
    {
        switch (operation)
        {
            case ILocalReferenceOperation { Local: var local }:
                if (body is not null && IsOutside(local, body))
                    _captured.Add(local);
                break;
            case IInvocationOperation call:
                MaySend |= Senders.MayBeNamed(call.TargetMethod.Name);
                break;
            case IReturnOperation { Kind: OperationKind.YieldReturn }:
                MaySend = true;
                break;
            case IParameterReferenceOperation { Parameter: var parameter }:
                if (body is not null && IsOutside(parameter, body))
                    _captured.Add(parameter);
                break;
            case IVariableDeclaratorOperation { Initializer: not null } declarator:
                Written(declarator.Symbol, body);
                _initializers[declarator.Symbol] = declarator.Initializer.Value;
                break;
            case IVariableDeclarationOperation { Initializer: not null } declaration:
                foreach (var declarator in declaration.Declarators)
                    Written(declarator.Symbol, body);
                break;
            case ISimpleAssignmentOperation assignment:
                Written(assignment.Target, body);
                break;
            case ICompoundAssignmentOperation compound:
                Written(compound.Target, body);
                break;
            case ICoalesceAssignmentOperation coalesce:
                Written(coalesce.Target, body);
                break;
            case IIncrementOrDecrementOperation increment:
                Written(increment.Target, body);
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                Written(deconstruction.Target, body);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                Written(argument.Value, body);
                break;
            case IAddressOfOperation address:
                Written(address.Reference, body);
                break;
            case IDeclarationPatternOperation { DeclaredSymbol: { } declared }:
                Written(declared, body);
                break;
            case IRecursivePatternOperation { DeclaredSymbol: { } declared }:
                Written(declared, body);
                break;
            case IListPatternOperation { DeclaredSymbol: { } declared }:
                Written(declared, body);
                break;
        }
    }

    private void Written(IOperation target, ISymbol? body)
    {
        switch (target)
        {
            case ILocalReferenceOperation local:
                Written(local.Local, body);
                break;
            case IParameterReferenceOperation parameter:
                Written(parameter.Parameter, body);
                break;
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements)
                    Written(element, body);
                break;
            case IDeclarationExpressionOperation declaration:
                Written(declaration.Expression, body);
                break;
            case IFieldReferenceOperation { Instance: { Type.IsValueType: true } instance }:
                Written(instance, body);
                break;
            case IConversionOperation conversion:
                Written(conversion.Operand, body);
                break;
        }
    }

    private void Written(ISymbol variable, ISymbol? body)
    {
        _writes[variable] = Writes(variable) + 1;
        if (body is not null && IsOutside(variable, body))
            _writtenInside.Add(variable);
    }

    private static bool IsOutside(ISymbol variable, ISymbol body) => !SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, body);
}
