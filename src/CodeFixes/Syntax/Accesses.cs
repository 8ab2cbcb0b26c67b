using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>Where a piece of state is named in source, and which of these places change it or what it holds.</summary>
internal static class Accesses
{
    private static readonly HashSet<string> Mutators = new(StringComparer.Ordinal)
    {
        "Add", "AddRange", "AddFirst", "AddLast", "AddOrUpdate", "Append", "AppendLine", "Clear", "Dequeue", "Enqueue", "EnsureCapacity", "ExceptWith",
        "GetOrAdd", "Insert", "InsertRange", "IntersectWith", "Pop", "Push", "Remove", "RemoveAll", "RemoveAt", "RemoveFirst", "RemoveLast", "RemoveRange",
        "RemoveWhere", "Reverse", "SetValue", "Sort", "SymmetricExceptWith", "TryAdd", "TryDequeue", "TryPop", "TryPush", "TryRemove", "TryTake", "TryUpdate", "UnionWith",
    };

    /// <summary>The state that <paramref name="site"/> is about; null where its name means nothing at the write, or an object of its own that is not a member.</summary>
    public static ISymbol? Location(FixSite site)
    {
        var found = site.Write.DescendantNodesAndSelf().Concat(site.Read.DescendantNodesAndSelf()).OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == site.Hint.Member)
            .Select(name => site.Model.GetSymbolInfo(name).Symbol)
            .FirstOrDefault(IsState);
        return found ?? site.Model.LookupSymbols(site.Write.SpanStart, name: site.Hint.Member).FirstOrDefault(IsState);
    }

    private static bool IsState(ISymbol? symbol) => symbol is IFieldSymbol or IPropertySymbol or IEventSymbol or ILocalSymbol or IParameterSymbol;

    /// <summary>The places in <paramref name="scope"/> that name <paramref name="symbol"/>, lambdas and local functions included.</summary>
    public static IEnumerable<IdentifierNameSyntax> Of(ISymbol symbol, SyntaxNode scope, SemanticModel model) =>
        scope.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol?.OriginalDefinition, symbol.OriginalDefinition));

    /// <summary>The assignments, increments and mutating calls in <paramref name="scope"/> that change <paramref name="symbol"/> or what it holds.</summary>
    public static IEnumerable<SyntaxNode> Writes(ISymbol symbol, SyntaxNode scope, SemanticModel model) =>
        Of(symbol, scope, model).Select(WriteAt).OfType<SyntaxNode>();

    /// <summary>True where <paramref name="name"/> is only written, so that its old value plays no part.</summary>
    public static bool IsBlindTarget(IdentifierNameSyntax name)
    {
        SyntaxNode target = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return target.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && assignment.Left == target;
    }

    /// <summary>The write that the place <paramref name="name"/> takes part in; null where it is only read.</summary>
    public static SyntaxNode? WriteAt(IdentifierNameSyntax name)
    {
        SyntaxNode at = name.Parent is MemberAccessExpressionSyntax own && own.Name == name ? own : name;
        while (true)
        {
            switch (at.Parent)
            {
                case AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } when at == name:
                    return null;
                case AssignmentExpressionSyntax assignment when assignment.Left == at:
                    return assignment;
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression }:
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression }:
                    return at.Parent;
                case ArgumentSyntax { Parent: TupleExpressionSyntax tuple } when TupleTarget(tuple) is { } deconstruction:
                    return deconstruction;
                case ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword, Parent.Parent: InvocationExpressionSyntax call }:
                    return IsVolatileRead(call) ? null : call;
                case MemberAccessExpressionSyntax access when access.Expression == at:
                    if (access.Parent is InvocationExpressionSyntax call2)
                        return Mutators.Contains(access.Name.Identifier.ValueText) ? call2 : null;
                    at = access;
                    break;
                case ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } } conditional when conditional.Expression == at:
                    return Mutators.Contains(binding.Name.Identifier.ValueText) ? conditional : null;
                case ElementAccessExpressionSyntax element when element.Expression == at:
                case ParenthesizedExpressionSyntax:
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }:
                    at = at.Parent;
                    break;
                default:
                    return null;
            }
        }
    }

    private static AssignmentExpressionSyntax? TupleTarget(TupleExpressionSyntax tuple)
    {
        SyntaxNode at = tuple;
        while (at.Parent is ArgumentSyntax { Parent: TupleExpressionSyntax outer })
            at = outer;
        return at.Parent is AssignmentExpressionSyntax assignment && assignment.Left == at ? assignment : null;
    }

    private static bool IsVolatileRead(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Read" };
}
