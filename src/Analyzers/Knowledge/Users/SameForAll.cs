using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Users;

/// <summary>
/// Whether all callers hand in the same thing: one constant, the one object of its type, or one member of such an object. What the method
/// keeps of it in a static is the same, whichever call has set it last.
/// </summary>
internal sealed class SameForAll
{
    private const int MaxDepth = 4;
    private readonly Compilation _compilation;
    private readonly Uses _uses;
    private readonly CancellationToken _cancellationToken;

    /// <summary>For one compilation.</summary>
    public SameForAll(Compilation compilation, CancellationToken cancellationToken)
    {
        _compilation = compilation;
        _uses = Uses.In(compilation);
        _cancellationToken = cancellationToken;
    }

    /// <summary>True where every call of the method is in view and hands the same thing in for the parameter.</summary>
    public bool Gets(IParameterSymbol parameter) => Handed(parameter, 0) is not null;

    /// <summary>What all callers hand in; null where they differ, or where it is not known.</summary>
    private string? Handed(IParameterSymbol parameter, int depth)
    {
        if (depth > MaxDepth || parameter.RefKind != RefKind.None || parameter.IsParams || parameter.ContainingSymbol is not IMethodSymbol method || !_uses.IsClosed(method) || _uses.Of(method, _cancellationToken) is not { Count: > 0 } places)
            return null;
        string? same = null;
        foreach (var place in places)
        {
            var argument = CallShape.CallOf(place) is not { } call ? null : call.ArgumentList.Arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == parameter.Name)?.Expression
                ?? (parameter.Ordinal < call.ArgumentList.Arguments.Count && call.ArgumentList.Arguments.Take(parameter.Ordinal + 1).All(static a => a.NameColon is null) ? call.ArgumentList.Arguments[parameter.Ordinal].Expression : null);
            if (argument is null || What(argument, depth) is not { } what || (same is not null && same != what))
                return null;
            same = what;
        }

        return same;
    }

    /// <summary>Names what the expression gives, whenever and by whomever it is asked; null where that may differ.</summary>
    private string? What(ExpressionSyntax expression, int depth)
    {
        if (depth > MaxDepth)
            return null;
        while (expression is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
            expression = (ExpressionSyntax)expression.ChildNodes().First();
        var model = _uses.ModelOf(expression);
        if (model.GetConstantValue(expression, _cancellationToken) is { HasValue: true, Value: { } value })
            return "=" + value;
        if (expression is not (ThisExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax))
            return null;
        if (model.GetTypeInfo(expression, _cancellationToken).Type is INamedTypeSymbol type && IsOnlyOne(type))
            return type.ToDisplayString();
        return model.GetSymbolInfo(expression, _cancellationToken).Symbol switch
        {
            ILocalSymbol local => Kept(local, depth),
            IParameterSymbol parameter => Handed(parameter, depth + 1),
            IFieldSymbol { IsStatic: true, IsReadOnly: true } field => field.ToDisplayString(),
            IFieldSymbol or IPropertySymbol { Parameters.IsEmpty: true } or null when OwnerOf(expression, depth) is var (owner, name, members) && IsSetOnce(name, members) => owner + "." + name,
            _ => null,
        };
    }

    private string? Kept(ILocalSymbol local, int depth)
    {
        if (local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: { } value } declared || CallShape.FunctionOf(declared) is not { } function)
            return null;
        var isSet = NameIndex.In(function, local.Name).Any(static n => n.Parent is AssignmentExpressionSyntax set && set.Left == n || n.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 });
        return isSet ? null : What(value, depth + 1);
    }

    /// <summary>The one object whose member it is, and that member; null where there may be several such objects. A name that does not bind may be a generated member.</summary>
    private (string Owner, string Name, INamedTypeSymbol Type)? OwnerOf(ExpressionSyntax member, int depth)
    {
        var model = _uses.ModelOf(member);
        if (member is MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax } access)
            return What(access.Expression, depth + 1) is { } owner && model.GetTypeInfo(access.Expression, _cancellationToken).Type is INamedTypeSymbol type && IsOnlyOne(type) ? (owner, access.Name.Identifier.ValueText, type) : null;
        return TypeSyntaxFacts.LastName(member) is { } name && model.GetEnclosingSymbol(member.SpanStart, _cancellationToken)?.ContainingType is { } own && IsOnlyOne(own) ? (own.ToDisplayString(), name, own) : null;
    }

    private bool IsSetOnce(string name, INamedTypeSymbol type) => type.DeclaringSyntaxReferences
        .SelectMany(r => NameIndex.In(r.GetSyntax(_cancellationToken), name))
        .Count(static n => (n.Parent is AssignmentExpressionSyntax set && set.Left == n) || (n.Parent is MemberAccessExpressionSyntax { Parent: AssignmentExpressionSyntax through } own && through.Left == own)) <= 1;

    /// <summary>True for a class of which one object is made, in one place that is come to once, and that nobody derives from.</summary>
    private bool IsOnlyOne(INamedTypeSymbol type, int depth = 0)
    {
        if (depth > MaxDepth || type is not { TypeKind: TypeKind.Class, IsGenericType: false, DeclaringSyntaxReferences.IsEmpty: false } || !_uses.IsClosed(type))
            return false;
        var made = 0;
        foreach (var tree in _compilation.SyntaxTrees)
        {
            foreach (var name in NameIndex.Find(tree, type.Name, _cancellationToken))
            {
                switch (name.Parent)
                {
                    case ObjectCreationExpressionSyntax creation when creation.Type == name:
                        made += RunsOnce(creation, depth) ? 1 : 2;
                        break;
                    case VariableDeclarationSyntax or PropertyDeclarationSyntax or NullableTypeSyntax when DeclaredWith(name) is ImplicitObjectCreationExpressionSyntax creation:
                        made += RunsOnce(creation, depth) ? 1 : 2;
                        break;
                    case TypeArgumentListSyntax { Parent: GenericNameSyntax { Identifier.ValueText: var called, Parent: not TypeSyntax } }:
                        made += Lifetimes.MadeBy(called);
                        break;
                    case SimpleBaseTypeSyntax or PrimaryConstructorBaseTypeSyntax:
                        return false;
                }
            }
        }

        return made == 1;
    }

    /// <summary>True in what runs when a type or the program begins, and in what makes an object of which there is one.</summary>
    private bool RunsOnce(SyntaxNode creation, int depth)
    {
        if (CallShape.LoopAround(creation) is not null || CallShape.FunctionOf(creation) is AnonymousFunctionExpressionSyntax)
            return false;
        var member = CallShape.MemberOf(creation);
        if (member is GlobalStatementSyntax || (member as MemberDeclarationSyntax)?.Modifiers.Any(SyntaxKind.StaticKeyword) == true && member is FieldDeclarationSyntax or ConstructorDeclarationSyntax or PropertyDeclarationSyntax { ExpressionBody: null })
            return true;
        if (member is MethodDeclarationSyntax { Identifier.ValueText: var name })
            return Concurrency.IsForStart(name) || name == "Main";
        return member is FieldDeclarationSyntax or ConstructorDeclarationSyntax or PropertyDeclarationSyntax { ExpressionBody: null, Initializer: not null }
            && member.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } around && _uses.ModelOf(around).GetDeclaredSymbol(around, _cancellationToken) is { } owner && IsOnlyOne(owner, depth + 1);
    }

    private static ExpressionSyntax? DeclaredWith(SyntaxNode type) => type.Ancestors().FirstOrDefault(static a => a is VariableDeclarationSyntax or PropertyDeclarationSyntax) switch
    {
        VariableDeclarationSyntax { Variables: [{ Initializer: { } initializer }] } => initializer.Value,
        PropertyDeclarationSyntax { Initializer: { } initializer } => initializer.Value,
        _ => null,
    };
}
