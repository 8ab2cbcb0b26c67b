using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Ambient;

/// <summary>
/// Makes a private static field an <c>AsyncLocal&lt;T&gt;</c>, and every use of it one of its <c>Value</c>. The value of an
/// <c>AsyncLocal</c> begins as the default of its type in every execution: a field that begins as something else is read as <c>Value ?? that</c>. What an async
/// method sets is gone when it returns: only fields that no other async method sets mean the same afterwards.
/// </summary>
internal static class AsyncLocalEditor
{
    /// <summary>The root with the field and all its uses turned; null where one of them cannot be, or would mean something else.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (Accesses.Location(site) is IFieldSymbol { Type: { Name: "ThreadLocal", ContainingNamespace.Name: "Threading" } } holder)
            return EditHolder(site, holder);
        if (Accesses.Location(site) is not IFieldSymbol { IsStatic: true, IsReadOnly: false, DeclaredAccessibility: Accessibility.Private, IsVolatile: false } field)
            return null;
        // All flows that start from one would share the collection: what flows must not be changed in place.
        if (IsCollection(field.Type))
            return null;
        if (field.DeclaringSyntaxReferences is not [var reference] || reference.SyntaxTree != site.Model.SyntaxTree || field.ContainingType.DeclaringSyntaxReferences.Any(r => r.SyntaxTree != site.Model.SyntaxTree))
            return null;
        if (site.Root.FindNode(reference.Span) is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax declaration } variables } declarator || Statements.HasDirectives(declaration))
            return null;
        if (!declaration.AttributeLists.All(IsThreadStatic))
            return null;
        var isOfThread = declaration.AttributeLists.Count > 0;
        var initial = IsNothing(declarator.Initializer?.Value) ? null : declarator.Initializer!.Value;
        if (initial is not null && (isOfThread || !IsSteady(initial, site.Model) || variables.Type is NullableTypeSyntax || (field.Type.IsReferenceType && field.NullableAnnotation != NullableAnnotation.NotAnnotated)))
            return null;
        var names = Accesses.Of(field, site.Root, site.Model).ToList();
        if (names.Count != site.Root.DescendantNodes().OfType<IdentifierNameSyntax>().Count(n => n.Identifier.ValueText == field.Name && Means(n, field, site.Model)))
            return null;
        foreach (var name in names)
        {
            if (!IsTurnable(name) || (initial is not null && Accesses.WriteAt(name) is not null && !Accesses.IsBlindTarget(name)) || (Accesses.WriteAt(name) is { } write && !KeepsMeaning(write, site, isOfThread)))
                return null;
        }

        var type = site.Model.LookupNamespacesAndTypes(reference.Span.Start, name: "AsyncLocal").Any() ? "AsyncLocal" : "System.Threading.AsyncLocal";
        var nodes = names.Select(n => (SyntaxNode)Whole(n)).Append(declaration).ToList();
        var root = site.Root.ReplaceNodes(nodes, (original, current) => original == declaration ? Turned((FieldDeclarationSyntax)current, type, initial is not null)
            : initial is null || original.Parent is AssignmentExpressionSyntax assignment && assignment.Left == original ? Value((ExpressionSyntax)current) : ValueOr((ExpressionSyntax)current, initial, original.Parent));
        return EditCheck.CompilesEverywhere(site, root) ? root : null;
    }

    /// <summary>A <c>ThreadLocal</c> that begins with nothing becomes an <c>AsyncLocal</c>; its uses have a <c>Value</c> already.</summary>
    private static SyntaxNode? EditHolder(FixSite site, IFieldSymbol field)
    {
        if (field.DeclaredAccessibility != Accessibility.Private || (field.Type as INamedTypeSymbol)?.TypeArguments.Any(IsCollection) != false || field.DeclaringSyntaxReferences is not [var reference] || reference.SyntaxTree != site.Model.SyntaxTree || field.ContainingType.DeclaringSyntaxReferences.Any(r => r.SyntaxTree != site.Model.SyntaxTree))
            return null;
        if (site.Root.FindNode(reference.Span) is not VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null }, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax declaration } })
            return null;
        foreach (var name in Accesses.Of(field, site.Root, site.Model))
        {
            if (Whole(name).Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } value || value.Expression != Whole(name) || value.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None })
                return null;
            if (value.Parent is (AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax) and var change && (change is not AssignmentExpressionSyntax assignment || assignment.Left == value) && !KeepsMeaning(change, site, isOfThread: true))
                return null;
        }

        var types = declaration.DescendantNodes().OfType<GenericNameSyntax>().Where(n => n.Identifier.ValueText == "ThreadLocal").ToList();
        var root = site.Root.ReplaceNodes(types, static (_, type) => type.WithIdentifier(SyntaxFactory.Identifier("AsyncLocal").WithTriviaFrom(type.Identifier)));
        return EditCheck.CompilesEverywhere(site, root) ? root : null;
    }

    private static bool IsCollection(ITypeSymbol type) =>
        type is IArrayTypeSymbol or { ContainingNamespace: { Name: "Generic" or "Concurrent" or "Collections", ContainingNamespace.Name: "Collections" or "System" } };

    private static bool Means(IdentifierNameSyntax name, IFieldSymbol field, SemanticModel model) =>
        model.GetSymbolInfo(name) is var info && (SymbolEqualityComparer.Default.Equals(info.Symbol, field) || info.CandidateSymbols.Contains(field, SymbolEqualityComparer.Default));

    /// <summary>The name with the type before it.</summary>
    private static ExpressionSyntax Whole(IdentifierNameSyntax name) => name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;

    /// <summary>A place is asked for where it is passed by reference; a name alone where it is spelled out.</summary>
    private static bool IsTurnable(IdentifierNameSyntax name)
    {
        var whole = Whole(name);
        return whole.Parent switch
        {
            ArgumentSyntax argument => argument.RefKindKeyword.IsKind(SyntaxKind.None) && argument.Parent?.Parent is not InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } },
            RefExpressionSyntax => false,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression } => false,
            AttributeArgumentSyntax => false,
            _ => true,
        };
    }

    /// <summary>
    /// What a static constructor or another async method sets is not seen by others any more. Of a static of all threads the same is true for whatever
    /// another member sets: it may be meant for all.
    /// </summary>
    private static bool KeepsMeaning(SyntaxNode write, FixSite site, bool isOfThread)
    {
        var body = Bodies.Enclosing(write);
        if (body == Bodies.Enclosing(site.Write))
            return true;
        if (write.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member || member is ConstructorDeclarationSyntax or FieldDeclarationSyntax)
            return false;
        return isOfThread && !member.Modifiers.Any(SyntaxKind.AsyncKeyword) && !write.Ancestors().Any(a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
    }

    private static bool IsThreadStatic(AttributeListSyntax list) => list.Attributes.Count == 1 && list.Attributes[0].Name.ToString() is "ThreadStatic" or "ThreadStaticAttribute" or "System.ThreadStatic";

    /// <summary>No value, or the one that is there anyway.</summary>
    private static bool IsNothing(ExpressionSyntax? value) => value switch
    {
        null => true,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed => IsNothing(suppressed.Operand),
        LiteralExpressionSyntax literal => literal.Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression or SyntaxKind.FalseLiteralExpression || literal.Token.ValueText == "0",
        DefaultExpressionSyntax => true,
        _ => false,
    };

    /// <summary>The same each time it is asked for.</summary>
    private static bool IsSteady(ExpressionSyntax value, SemanticModel model) =>
        value is LiteralExpressionSyntax || model.GetConstantValue(value).HasValue || model.GetSymbolInfo(value).Symbol is IFieldSymbol { IsStatic: true, IsReadOnly: true };

    private static FieldDeclarationSyntax Turned(FieldDeclarationSyntax declaration, string type, bool isNullable)
    {
        var lead = declaration.GetLeadingTrivia();
        var bare = declaration.WithAttributeLists(default);
        var before = bare.Declaration.Type;
        var local = SyntaxFactory.GenericName(SyntaxFactory.Identifier("AsyncLocal"), SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(isNullable ? SyntaxFactory.NullableType(before.WithoutTrivia()) : before.WithoutTrivia())));
        TypeSyntax turned = type == "AsyncLocal" ? local : SyntaxFactory.QualifiedName(SyntaxFactory.ParseName("System.Threading"), local);
        var declarator = bare.Declaration.Variables[0];
        var isImplicit = ((CSharpParseOptions)declaration.SyntaxTree.Options).LanguageVersion is var version && (version >= LanguageVersion.CSharp9 || version == LanguageVersion.Default);
        ExpressionSyntax made = isImplicit ? SyntaxFactory.ImplicitObjectCreationExpression() : SyntaxFactory.ObjectCreationExpression(turned.WithLeadingTrivia(SyntaxFactory.Space)).WithArgumentList(SyntaxFactory.ArgumentList());
        var identifier = declarator.Identifier.WithTrailingTrivia(SyntaxFactory.Space);
        var initializer = SyntaxFactory.EqualsValueClause(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space), made);
        var modifiers = bare.Modifiers.Add(SyntaxFactory.Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(SyntaxFactory.Space));
        return bare
            .WithDeclaration(bare.Declaration.WithType(turned.WithTriviaFrom(before)).WithVariables(SyntaxFactory.SingletonSeparatedList(declarator.WithIdentifier(identifier).WithInitializer(initializer).WithoutTrailingTrivia())))
            .WithModifiers(modifiers)
            .WithLeadingTrivia(lead)
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static ExpressionSyntax Value(ExpressionSyntax use) =>
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, use.WithoutTrivia(), SyntaxFactory.IdentifierName("Value")).WithTriviaFrom(use);

    /// <summary>The value, or what the field began with.</summary>
    private static ExpressionSyntax ValueOr(ExpressionSyntax use, ExpressionSyntax initial, SyntaxNode? around)
    {
        var or = SyntaxFactory.BinaryExpression(SyntaxKind.CoalesceExpression, Value(use.WithoutTrivia()), initial.WithoutTrivia()).NormalizeWhitespace();
        ExpressionSyntax whole = around is ArgumentSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax || (around is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && assignment.Right == use)
            ? or
            : SyntaxFactory.ParenthesizedExpression(or);
        return whole.WithTriviaFrom(use);
    }
}
