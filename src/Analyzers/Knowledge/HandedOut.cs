using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Members that give back what lies in one field, whatever they do before: <c>List&lt;int&gt; Items => _items</c>,
/// <c>async Task&lt;Cache&gt; LoadAsync() { …; return _cache ??= await ReadAsync(); }</c>. Whoever calls them has the object in the field.
/// </summary>
internal static class HandedOut
{
    /// <summary>The field or automatic property; null for none.</summary>
    public static ISymbol? By(IMethodSymbol method)
    {
        if (method.IsVirtual || method.IsAbstract || method.IsOverride || method.ReturnsVoid)
            return null;
        var type = method.IsAsync ? TypeFacts.AwaitedType(method.ReturnType) : method.ReturnType;
        if (type is null || !TypeFacts.HoldsObject(type) || TypeFacts.IsTask(type))
            return null;
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            if (NameIn(reference.GetSyntax()) is not { } name || IsReplaced(method.ContainingType, name, reference.GetSyntax()))
                continue;
            foreach (var member in method.ContainingType.GetMembers(name))
            {
                if (member is IFieldSymbol { IsConst: false } || (member is IPropertySymbol property && MemberFacts.IsAuto(property)))
                    return !method.IsStatic || member.IsStatic ? member : null;
            }
        }

        return null;
    }

    /// <summary>The one name that a method, getter or property gives back; null where it gives back anything else as well.</summary>
    public static string? NameIn(SyntaxNode member)
    {
        string? result = null;
        switch (member)
        {
            case MethodDeclarationSyntax { ExpressionBody: { } arrow }:
                result = NameOf(arrow.Expression);
                break;
            case PropertyDeclarationSyntax { ExpressionBody: { } arrow }:
                result = NameOf(arrow.Expression);
                break;
            case AccessorDeclarationSyntax { ExpressionBody: { } arrow }:
                result = NameOf(arrow.Expression);
                break;
            case ArrowExpressionClauseSyntax arrow:
                result = NameOf(arrow.Expression);
                break;
            case PropertyDeclarationSyntax { AccessorList: { } accessors }:
                return accessors.Accessors.FirstOrDefault(a => a.IsKind(SyntaxKind.GetAccessorDeclaration)) is { } getter ? NameIn(getter) : null;
            case MethodDeclarationSyntax { Body: { } body }:
                result = Returned(body);
                break;
            case AccessorDeclarationSyntax { Body: { } body }:
                result = Returned(body);
                break;
        }

        return result is not null && !Declares(member, result) ? result : null;
    }

    /// <summary>
    /// True where members other than the one that hands the object out put another one in its place, or none: then what a caller has may be nobody
    /// else's any more. Who fills the place only where it is empty does not.
    /// </summary>
    private static bool IsReplaced(INamedTypeSymbol type, string name, SyntaxNode by)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var place in NameIndex.In(reference.GetSyntax(), name))
            {
                if (AssignmentTo(place) is { } assignment && !assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression)
                    && !assignment.Ancestors().Contains(by) && assignment.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is null && assignment.Parent is not InitializerExpressionSyntax)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The assignment that gives the place of this name another value; null for none.</summary>
    private static AssignmentExpressionSyntax? AssignmentTo(IdentifierNameSyntax name)
    {
        ExpressionSyntax place = name;
        while (place.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } || (place.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own && own.Name == place))
            place = (ExpressionSyntax)place.Parent;
        return place.Parent is AssignmentExpressionSyntax assignment && assignment.Left == place ? assignment : null;
    }

    private static string? Returned(BlockSyntax body)
    {
        string? result = null;
        foreach (var node in body.DescendantNodes(static n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or ExpressionSyntax)))
        {
            if (node is not ReturnStatementSyntax { Expression: { } expression })
                continue;
            if (NameOf(expression) is not { } name || (result is not null && result != name))
                return null;
            result = name;
        }

        return result;
    }

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
        ParenthesizedExpressionSyntax inner => NameOf(inner.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } bang => NameOf(bang.Operand),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression or (int)SyntaxKind.SimpleAssignmentExpression } assignment => NameOf(assignment.Left),
        _ => null,
    };

    /// <summary>True where the name is one of the member's own.</summary>
    private static bool Declares(SyntaxNode member, string name)
    {
        foreach (var token in NameIndex.TokensIn(member, name))
        {
            if (token.Parent is VariableDeclaratorSyntax or ParameterSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax)
                return true;
        }

        return false;
    }
}
