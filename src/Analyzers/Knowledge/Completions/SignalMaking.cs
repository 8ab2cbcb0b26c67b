using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>A completion source that is made so that those who wait go on inside the call which completes it.</summary>
/// <param name="Node">The creation.</param>
/// <param name="Holders">The variables that hold it, the collections that it is put into among them.</param>
/// <param name="Mistaken">Options of another kind that are given as its state; null for none.</param>
internal sealed record SignalMaking(BaseObjectCreationExpressionSyntax Node, IReadOnlyList<ISymbol> Holders, ExpressionSyntax? Mistaken)
{
    /// <summary>The makings of a file; one without the type's name is not looked at.</summary>
    public static IEnumerable<SignalMaking> In(SemanticModel model, CancellationToken cancellationToken)
    {
        if (!NameIndex.Of(model.SyntaxTree).MayContain(Signals.TypeName))
            yield break;
        foreach (var node in model.SyntaxTree.GetRoot(cancellationToken).DescendantNodes())
        {
            if (node is not BaseObjectCreationExpressionSyntax creation || (creation is ObjectCreationExpressionSyntax named && LastName(named.Type) != Signals.TypeName) || creation.ArgumentList?.Arguments.Count > 2)
                continue;
            var arguments = creation.ArgumentList?.Arguments ?? default;
            var mistaken = arguments.Select(a => a.Expression).FirstOrDefault(e => e.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax { Identifier.ValueText: Signals.OtherOptionsType }));
            if (mistaken is null && arguments.Any(a => a.Expression is not (LiteralExpressionSyntax or ThisExpressionSyntax) && !IsPlainOption(a.Expression, model, cancellationToken)))
                continue;
            if (!Signals.IsSource(model.GetTypeInfo(creation, cancellationToken).Type) || (mistaken is not null && model.GetTypeInfo(mistaken, cancellationToken).Type?.Name != Signals.OtherOptionsType))
                continue;
            yield return new SignalMaking(creation, HoldersOf(creation, model, cancellationToken), mistaken);
        }
    }

    /// <summary>What is put into the collection, or comes out of it: the field behind <c>_all[key]</c>, <c>_all.TryRemove(key, out x)</c>, <c>foreach (var x in _all.Values)</c>; null where the local comes from elsewhere.</summary>
    public static ISymbol? CollectionBehind(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        switch (expression)
        {
            case ElementAccessExpressionSyntax element:
                return CollectionOf(element.Expression, model, cancellationToken);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }:
                return CollectionOf(access.Expression, model, cancellationToken);
            case IdentifierNameSyntax name when model.GetSymbolInfo(name, cancellationToken).Symbol is ILocalSymbol local:
                return local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
                {
                    ForEachStatementSyntax loop => CollectionOf(loop.Expression, model, cancellationToken),
                    VariableDeclaratorSyntax { Initializer.Value: ElementAccessExpressionSyntax or InvocationExpressionSyntax } variable => CollectionBehind(variable.Initializer.Value, model, cancellationToken),
                    SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } } } } => CollectionOf(access.Expression, model, cancellationToken),
                    _ => null,
                };
            default:
                return null;
        }
    }

    private static ISymbol? CollectionOf(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        while (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call })
            expression = call.Expression;
        for (var steps = 0; steps < 3; steps++)
        {
            var symbol = model.GetSymbolInfo(expression, cancellationToken).Symbol;
            var type = symbol is IFieldSymbol field ? field.Type : symbol is IPropertySymbol property ? property.Type : null;
            if (symbol is not null && type is INamedTypeSymbol { TypeArguments: var arguments } && arguments.Any(IsSourceOrHolds))
                return symbol.OriginalDefinition;
            if (expression is not MemberAccessExpressionSyntax access)
                return null;
            expression = access.Expression;
        }

        return null;
    }

    private static bool IsSourceOrHolds(ITypeSymbol type) => Signals.IsSource(type) || (type is INamedTypeSymbol named && named.TypeArguments.Any(Signals.IsSource));

    private static List<ISymbol> HoldersOf(ExpressionSyntax made, SemanticModel model, CancellationToken cancellationToken)
    {
        var result = new List<ISymbol>();
        Arrive(made, model, result, cancellationToken);
        return result;
    }

    private static void Arrive(ExpressionSyntax value, SemanticModel model, List<ISymbol> result, CancellationToken cancellationToken)
    {
        while (value.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax or ConditionalExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression })
            value = (ExpressionSyntax)value.Parent;
        switch (value.Parent)
        {
            case EqualsValueClauseSyntax { Parent: (VariableDeclaratorSyntax or PropertyDeclarationSyntax) and { } declared } when model.GetDeclaredSymbol(declared, cancellationToken) is { } symbol:
                result.Add(symbol);
                if (symbol is ILocalSymbol && CallShape.MemberOf(declared) is { } member)
                    FollowLocal(symbol, member, model, result, cancellationToken);
                break;
            case AssignmentExpressionSyntax assignment when assignment.Right == value:
                if (assignment.Left is ElementAccessExpressionSyntax element && CollectionOf(element.Expression, model, cancellationToken) is { } into)
                    result.Add(into);
                else if (Holder.Of(assignment.Left, model, cancellationToken) is { } holder)
                    result.Add(holder.Symbol);
                if (assignment.Parent is ExpressionSyntax or EqualsValueClauseSyntax)
                    Arrive(assignment, model, result, cancellationToken);
                break;
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } } when CollectionOf(access.Expression, model, cancellationToken) is { } collection:
                result.Add(collection);
                break;
        }
    }

    /// <summary>A local that is put into a field or collection later on.</summary>
    private static void FollowLocal(ISymbol local, SyntaxNode member, SemanticModel model, List<ISymbol> result, CancellationToken cancellationToken)
    {
        foreach (var name in NameIndex.In(member, local.Name))
        {
            if (name.Parent is ArgumentSyntax or AssignmentExpressionSyntax && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol, local))
                Arrive(name, model, result, cancellationToken);
        }
    }

    /// <summary>True for options that are written out, without the one that matters.</summary>
    private static bool IsPlainOption(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetTypeInfo(expression, cancellationToken).Type?.Name != Signals.OptionsType)
            return false;
        return model.GetConstantValue(expression, cancellationToken).HasValue && !expression.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax { Identifier.ValueText: Signals.Elsewhere });
    }

    private static string? LastName(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax { Right: var name } => name.Identifier.ValueText,
        _ => null,
    };
}
