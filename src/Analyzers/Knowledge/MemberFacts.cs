using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>What the declaration of a member says about the location it is.</summary>
internal static class MemberFacts
{
    /// <summary>The traits of the location that the symbol (already the canonical one) stands for.</summary>
    public static LocationTraits TraitsOf(ISymbol location, KnowledgeBase knowledge)
    {
        var type = location switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            IEventSymbol happening => happening.Type,
            IParameterSymbol parameter => parameter.Type,
            ILocalSymbol local => local.Type,
            _ => null,
        };
        var traits = type is null ? LocationTraits.None : TypeFacts.TraitsOf(type);
        if (location is IFieldSymbol { IsVolatile: true })
            traits |= LocationTraits.Volatile;
        if (ThreadMembers.IsOfThread(location))
            return traits | LocationTraits.ThreadOwn;
        if (IsReadOnly(location, type, knowledge))
            traits |= LocationTraits.ReadOnly;
        return traits;
    }

    /// <summary>True where the property keeps its value in a field that the compiler makes.</summary>
    public static bool IsAuto(IPropertySymbol property)
    {
        if (property.IsAbstract || property.IsIndexer || property.ContainingType.TypeKind == TypeKind.Interface)
            return false;
        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is PropertyDeclarationSyntax { ExpressionBody: null, AccessorList: { } accessors })
                return accessors.Accessors.All(a => a.Body is null && a.ExpressionBody is null);
            if (reference.GetSyntax() is ParameterSyntax)
                return true;
        }

        return false;
    }

    /// <summary>True for a property that computes: no setter, and source that is more than a field.</summary>
    public static bool IsComputed(IPropertySymbol property) =>
        property.SetMethod is null && !property.DeclaringSyntaxReferences.IsEmpty && !IsAuto(property)
        && (property.IsAbstract || property.DeclaringSyntaxReferences[0].GetSyntax() is BasePropertyDeclarationSyntax);

    /// <summary>The definition of a method, of a partial one the part that has the body.</summary>
    public static IMethodSymbol Written(IMethodSymbol method) => method.OriginalDefinition.PartialImplementationPart ?? method.OriginalDefinition;

    /// <summary>
    /// <c>static Order Empty => new();</c>: a property that makes a new object each time it is asked, and so is no place where one lies.
    /// </summary>
    public static bool IsMade(IPropertySymbol property) =>
        property.SetMethod is null && property.DeclaringSyntaxReferences.Any(static r => r.GetSyntax() is PropertyDeclarationSyntax declaration && Got(declaration) is BaseObjectCreationExpressionSyntax);

    /// <summary>See <see cref="KnowledgeBase.FieldBehind"/>.</summary>
    public static IFieldSymbol? FieldBehind(IPropertySymbol property)
    {
        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is not PropertyDeclarationSyntax declaration)
                continue;
            var getter = Got(declaration);
            if (getter is null || FieldName(getter) is not { } name || property.ContainingType.GetMembers(name).FirstOrDefault() is not IFieldSymbol { IsConst: false } field)
                continue;
            var setter = declaration.AccessorList?.Accessors.FirstOrDefault(a => !a.IsKind(SyntaxKind.GetAccessorDeclaration));
            if (setter is null || Sets(setter, name))
                return field;
        }

        return null;
    }

    /// <summary>See <see cref="KnowledgeBase.ShowsAmbient"/>; also by a holder: <c>_current.Value?.Context</c>.</summary>
    public static bool ShowsAmbient(IPropertySymbol property)
    {
        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is not PropertyDeclarationSyntax declaration || Got(declaration) is not { } got)
                continue;
            var value = got.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>().FirstOrDefault(a => a.Name.Identifier.ValueText == "Value");
            if (value is not null && FieldName(value.Expression) is { } name && property.ContainingType.GetMembers(name).FirstOrDefault() is IFieldSymbol { Type.Name: var type } && Concurrency.IsAmbient(type))
                return true;
        }

        return false;
    }

    /// <summary>What the getter gives; null where it does more than that.</summary>
    public static ExpressionSyntax? Got(PropertyDeclarationSyntax property) =>
        property.ExpressionBody?.Expression ?? Returned(property.AccessorList?.Accessors.FirstOrDefault(a => a.IsKind(SyntaxKind.GetAccessorDeclaration)));

    /// <summary>The semaphore field that the method's own source waits for; null for none.</summary>
    public static IFieldSymbol? SemaphoreTakenBy(IMethodSymbol method)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitAsync" or "Wait", Expression: var semaphore } }
                    && FieldName(semaphore) is { } name && method.ContainingType.GetMembers(name).FirstOrDefault() is IFieldSymbol field)
                {
                    return field;
                }
            }
        }

        return null;
    }

    /// <summary>True where the method's own source appends to a chain of tasks: it assigns a field from a call on that field (<c>_tail = _tail.ContinueWith(…)</c>, <c>_tail = After(_tail, work)</c>).</summary>
    public static bool ChainsTasks(IMethodSymbol method)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            foreach (var assignment in reference.GetSyntax().DescendantNodes().OfType<AssignmentExpressionSyntax>())
            {
                if (assignment.Right is InvocationExpressionSyntax && FieldName(assignment.Left) is { } name
                    && method.ContainingType.GetMembers(name).FirstOrDefault() is IFieldSymbol { Type: var type } && TypeFacts.IsTask(type)
                    && assignment.Right.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsReadOnly(ISymbol location, ITypeSymbol? type, KnowledgeBase knowledge)
    {
        switch (location)
        {
            case IFieldSymbol { IsReadOnly: true } or IFieldSymbol { IsConst: true }:
                return true;
            case IFieldSymbol field:
                return IsOnlySeenHere(field, field.DeclaredAccessibility) && !IsAssigned(field, type, knowledge);
            case IPropertySymbol { SetMethod: null } or IPropertySymbol { SetMethod.IsInitOnly: true }:
                return true;
            case IPropertySymbol property:
                return property.DeclaringSyntaxReferences.IsEmpty
                    ? property.SetMethod!.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal
                    : IsAuto(property) && IsOnlySeenHere(property, property.SetMethod!.DeclaredAccessibility) && !IsAssigned(property, type, knowledge);
            case IParameterSymbol { ContainingType: { } owner } parameter:
                return !knowledge.SyntaxOf(owner).Assigned.Contains(parameter.Name) && !(type is { IsValueType: true } && knowledge.SyntaxOf(owner).AssignedInside.Contains(parameter.Name));
            default:
                return false;
        }
    }

    private static bool IsOnlySeenHere(ISymbol member, Accessibility writable) =>
        !member.DeclaringSyntaxReferences.IsEmpty && (writable == Accessibility.Private || member.ContainingType is { DeclaredAccessibility: Accessibility.Private });

    private static bool IsAssigned(ISymbol member, ITypeSymbol? type, KnowledgeBase knowledge)
    {
        var facts = knowledge.SyntaxOf(member.ContainingType);
        return facts.Assigned.Contains(member.Name) || (type is { IsValueType: true } && facts.AssignedInside.Contains(member.Name));
    }

    private static ExpressionSyntax? Returned(AccessorDeclarationSyntax? getter)
    {
        if (getter?.ExpressionBody is { } arrow)
            return arrow.Expression;
        StatementSyntax? statement = getter?.Body;
        while (statement is not null)
        {
            switch (statement)
            {
                case BlockSyntax { Statements.Count: 1 } block:
                    statement = block.Statements[0];
                    continue;
                case LockStatementSyntax held:
                    statement = held.Statement;
                    continue;
                case ReturnStatementSyntax { Expression: { } expression }:
                    return expression;
                default:
                    return null;
            }
        }

        return null;
    }

    private static string? FieldName(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
        ParenthesizedExpressionSyntax inner => FieldName(inner.Expression),
        CastExpressionSyntax cast => FieldName(cast.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } bang => FieldName(bang.Operand),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Volatile" or "Interlocked" }, Name.Identifier.ValueText: "Read" }, ArgumentList.Arguments: { Count: 1 } arguments } =>
            FieldName(arguments[0].Expression),
        _ => null,
    };

    private static bool Sets(AccessorDeclarationSyntax setter, string name)
    {
        foreach (var node in setter.DescendantNodes())
        {
            if (node is AssignmentExpressionSyntax assignment && FieldName(assignment.Left) == name)
                return true;
            if (node is ArgumentSyntax argument && !argument.RefKindKeyword.IsKind(SyntaxKind.None) && FieldName(argument.Expression) == name)
                return true;
        }

        return false;
    }
}
