using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Messages;

/// <summary>How a member of an object is used where its name stands.</summary>
internal enum ChangeForm
{
    /// <summary>It is read, or set while the object is made: a record allows it as it stands.</summary>
    Allowed,

    /// <summary>It is set on a local object that nobody else holds yet: a changed copy in the same local does the same.</summary>
    Step,

    /// <summary>It is changed where others may hold the object, or in a way that no copy stands for.</summary>
    Blocked,
}

/// <summary>Whether the places that change an object of a type could do with a record instead.</summary>
internal static class RecordUses
{
    /// <summary>A look at the syntax alone: false where the name is only read.</summary>
    public static bool MayChange(SimpleNameSyntax name)
    {
        var place = PlaceOf(name);
        return place.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == place,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression or (int)SyntaxKind.AddressOfExpression } => true,
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } => true,
            ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } => true,
            ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } tuple } => assignment.Left == tuple,
            RefExpressionSyntax => true,
            _ => ChangesInside(place),
        };
    }

    /// <summary>How the member that the name means is used.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type that is to become a record.</param>
    /// <param name="model">The meaning of the file.</param>
    /// <param name="mayBeSent">True where a copy is wanted also of an object that has been sent.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static ChangeForm FormOf(SimpleNameSyntax name, INamedTypeSymbol type, SemanticModel model, bool mayBeSent, CancellationToken cancellationToken)
    {
        if (!MayChange(name))
            return ChangeForm.Allowed;
        var place = PlaceOf(name);
        if (ChangesInside(place))
            return IsReading(place, model, cancellationToken) || IsFilledWhileMade(place) ? ChangeForm.Allowed : IsAdding(place, name, type, model, mayBeSent, cancellationToken) ? ChangeForm.Step : ChangeForm.Blocked;
        if (place.Parent is not AssignmentExpressionSyntax assignment || assignment.Left != place)
            return place.Parent is PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax && place.Parent.Parent is ExpressionStatementSyntax && IsStep(place, type, model, mayBeSent, cancellationToken) ? ChangeForm.Step : ChangeForm.Blocked;
        if (assignment.Parent is InitializerExpressionSyntax initializer)
            return initializer.Parent is BaseObjectCreationExpressionSyntax or WithExpressionSyntax && assignment.Right is not InitializerExpressionSyntax ? ChangeForm.Allowed : IsFilledWhileMade(place) ? ChangeForm.Allowed : ChangeForm.Blocked;
        if (place is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
            return IsInConstruction(place) ? ChangeForm.Allowed : ChangeForm.Blocked;
        return assignment.Parent is ExpressionStatementSyntax && IsStep(place, type, model, mayBeSent, cancellationToken) ? ChangeForm.Step : ChangeForm.Blocked;
    }

    /// <summary>The use as the end of a sentence.</summary>
    public static string Describe(SimpleNameSyntax name, ISymbol member)
    {
        var place = PlaceOf(name);
        var where = CallShape.NameOfMember(name);
        return place.Parent is ArgumentSyntax or RefExpressionSyntax ? $"'{where}' passes '{member.Name}' by reference"
            : ChangesInside(place) ? $"'{where}' changes what is in '{member.Name}'"
            : $"'{where}' sets '{member.Name}' where others may hold the object";
    }

    /// <summary>The local that a step is made on: what stands in front of the member.</summary>
    public static IdentifierNameSyntax? LocalOf(SimpleNameSyntax name) => PlaceOf(name) is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax local } ? local : null;

    /// <summary>The member with what it is a member of.</summary>
    public static ExpressionSyntax PlaceOf(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => access,
        MemberBindingExpressionSyntax binding => binding,
        _ => name,
    };

    /// <summary>True where something inside the value is changed: <c>m.Lines.Add(…)</c>, <c>m.Tags[0] = …</c>.</summary>
    private static bool ChangesInside(ExpressionSyntax place) => place.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Expression == place => access.Parent is InvocationExpressionSyntax && Mutators.Contains(access.Name.Identifier.ValueText),
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } } conditional when conditional.Expression == place => Mutators.Contains(binding.Name.Identifier.ValueText),
        ElementAccessExpressionSyntax element when element.Expression == place => element.Parent is AssignmentExpressionSyntax assignment && assignment.Left == element
            || element.Parent is PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax
            || element.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None },
        AssignmentExpressionSyntax { Right: InitializerExpressionSyntax, Parent: InitializerExpressionSyntax } => true,
        _ => false,
    };

    /// <summary>True where the call is an extension method: it reads.</summary>
    private static bool IsReading(ExpressionSyntax place, SemanticModel model, CancellationToken cancellationToken) =>
        place.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } && model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol { ReducedFrom: not null }
        && call.Parent is not ExpressionStatementSyntax;

    /// <summary>
    /// True for <c>m.Lines.Add(x);</c> on a local object that nobody else holds yet, whose list can be given anew and has no other name: all
    /// that the function does with it is to ask it, or to add to it.
    /// </summary>
    private static bool IsAdding(ExpressionSyntax place, SimpleNameSyntax name, INamedTypeSymbol type, SemanticModel model, bool mayBeSent, CancellationToken cancellationToken) =>
        AddedTo(place) is not null && IsStep(place, type, model, mayBeSent, cancellationToken)
        && model.GetSymbolInfo(place, cancellationToken).Symbol is var member && member is IPropertySymbol { SetMethod: not null } or IFieldSymbol { IsReadOnly: false }
        && RecordBarriers.ReadOnlyFormOf(member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type) is RecordBarriers.List
        && CallShape.FunctionOf(place) is { } function && LocalOf(name) is { } local
        && NameIndex.In(function, local.Identifier.ValueText).All(n => n.Parent is not MemberAccessExpressionSyntax access || access.Expression != n || access.Name.Identifier.ValueText != name.Identifier.ValueText || access.Parent is MemberAccessExpressionSyntax)
        && !NameIndex.In(function, name.Identifier.ValueText).Any(n => n.Parent is AssignmentExpressionSyntax { Right: not (BaseObjectCreationExpressionSyntax or CollectionExpressionSyntax or ImplicitArrayCreationExpressionSyntax or ArrayCreationExpressionSyntax) } set && set.Left == n);

    /// <summary>The argument of <c>m.Lines.Add(x);</c>, given the place <c>m.Lines</c>; null for anything else.</summary>
    public static ExpressionSyntax? AddedTo(ExpressionSyntax place) =>
        place.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: RecordBarriers.Adds, Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax, ArgumentList.Arguments: [{ RefKindKeyword.RawKind: (int)SyntaxKind.None, NameColon: null } added] } } ? added.Expression : null;

    /// <summary><c>new M { Lines = { a, b } }</c> fills the list of an object that is being made.</summary>
    private static bool IsFilledWhileMade(ExpressionSyntax place) =>
        place.Parent is AssignmentExpressionSyntax { Right: InitializerExpressionSyntax { RawKind: (int)SyntaxKind.CollectionInitializerExpression }, Parent: InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax } };

    private static bool IsInConstruction(SyntaxNode node)
    {
        foreach (var ancestor in node.Ancestors())
        {
            if (ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                return false;
            if (ancestor is ConstructorDeclarationSyntax constructor)
                return !constructor.Modifiers.Any(SyntaxKind.StaticKeyword);
            if (ancestor is AccessorDeclarationSyntax accessor)
                return accessor.IsKind(SyntaxKind.InitAccessorDeclaration) || accessor.IsKind(SyntaxKind.SetAccessorDeclaration);
            if (ancestor is MemberDeclarationSyntax)
                return false;
        }

        return false;
    }

    private static bool IsStep(ExpressionSyntax place, INamedTypeSymbol type, SemanticModel model, bool mayBeSent, CancellationToken cancellationToken)
    {
        if (place is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name } || !SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(name, cancellationToken).Type?.OriginalDefinition, type.OriginalDefinition))
            return false;
        var symbol = model.GetSymbolInfo(name, cancellationToken).Symbol;
        if (type.IsValueType)
            return symbol is ILocalSymbol { IsRef: false, IsForEach: false, IsUsing: false } or IParameterSymbol { RefKind: RefKind.None };
        return symbol is ILocalSymbol { IsRef: false } local && FreshLocal.IsOwnAt(local, place, model, mayBeSent, cancellationToken);
    }
}
