using AsyncStateAnalyzers.Knowledge.Messages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Records;

/// <summary>Writes a class, struct or record as an immutable record; members that need not change stay as they are.</summary>
internal static class RecordDeclarations
{
    /// <summary>The part of the type as a part of a record.</summary>
    public static TypeDeclarationSyntax Rewrite(TypeDeclarationSyntax node, RecordPlan plan, RecordForm form, RecordRewriter rewriter, Func<MemberDeclarationSyntax, MemberDeclarationSyntax?> visit)
    {
        var positional = form.IsPositional ? PositionalForm.Of(plan) : null;
        var members = new List<MemberDeclarationSyntax>();
        foreach (var member in node.Members)
        {
            if (positional is not null && (member == positional.Constructor || positional.Properties.Contains(member)))
                continue;
            if (member is FieldDeclarationSyntax field && field.Declaration.Variables.Any(v => PlannedOf(v.Identifier, plan) is not null))
                members.AddRange(field.Declaration.Variables.Select((v, i) => OfField(field, v, i, plan, form, rewriter)));
            else if (member is PropertyDeclarationSyntax property && PlannedOf(property.Identifier, plan) is { } planned)
                members.Add(OfProperty(property, planned, plan, form, rewriter));
            else if (visit(member) is { } visited)
                members.Add(visited);
        }

        if (positional is not null && members.Count > 0)
            members[0] = members[0].WithLeadingTrivia(members[0].GetLeadingTrivia().SkipWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia)));
        return Declare(node, plan, positional is null ? null : Parameters(positional, plan, rewriter), SyntaxFactory.List(members));
    }

    /// <summary>The type of the member as its declaration writes it, without a question mark.</summary>
    public static TypeSyntax TypeOf(PlannedMember member)
    {
        var syntax = member.Symbol.DeclaringSyntaxReferences[0].GetSyntax();
        var type = syntax switch
        {
            PropertyDeclarationSyntax property => property.Type,
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } => declaration.Type,
            ParameterSyntax { Type: { } written } => written,
            _ => SyntaxFactory.IdentifierName("object"),
        };
        return type is NullableTypeSyntax nullable ? nullable.ElementType : type;
    }

    private static TypeSyntax NewType(TypeSyntax written, PlannedMember member, RecordPlan plan, RecordRewriter rewriter)
    {
        if (member.ReadOnlyForm is not { } form)
            return written;
        var core = written is NullableTypeSyntax nullable ? nullable.ElementType : written;
        var arguments = core switch
        {
            ArrayTypeSyntax array => SyntaxFactory.TypeArgumentList(SyntaxFactory.SingletonSeparatedList(array.ElementType.WithoutTrivia())),
            GenericNameSyntax generic => generic.TypeArgumentList,
            QualifiedNameSyntax { Right: GenericNameSyntax generic } => generic.TypeArgumentList,
            _ => null,
        };
        if (arguments is null)
            return written;
        var name = rewriter.UsesImmutableArray(member) ? "System.Collections.Immutable.ImmutableArray" : "System.Collections.Generic." + form;
        var simple = name.Substring(name.LastIndexOf('.') + 1);
        TypeSyntax made = plan.IsVisible(written, simple, name)
            ? SyntaxFactory.ParseTypeName($"{simple}{arguments.WithoutTrivia()}")
            : SyntaxFactory.ParseName($"global::{name}{arguments.WithoutTrivia()}").WithAdditionalAnnotations(Cleanup.Import);
        if (written is NullableTypeSyntax)
            made = SyntaxFactory.NullableType(made);
        return made.WithTriviaFrom(written);
    }

    private static MemberDeclarationSyntax OfProperty(PropertyDeclarationSyntax property, PlannedMember member, RecordPlan plan, RecordForm form, RecordRewriter rewriter)
    {
        var type = NewType(property.Type, member, plan, rewriter);
        var result = property.WithType(type);
        if (property.AccessorList is { } list)
        {
            var accessors = list.Accessors.Select(a => a.IsKind(SyntaxKind.SetAccessorDeclaration) ? Init(a, member.Symbol) : a).ToList();
            if (accessors.Count == 1 && member.ReadOnlyForm is not null && property.Initializer is not null && plan.Uses.Values.SelectMany(u => u).Any(u => u.Member == member && IsFilled(u)))
                accessors.Add(SyntaxFactory.AccessorDeclaration(SyntaxKind.InitAccessorDeclaration).WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken)).WithTrailingTrivia(SyntaxFactory.Space));
            result = result.WithAccessorList(list.WithAccessors(SyntaxFactory.List(accessors)));
        }

        var required = form.IsRequired && NeedsValue(member, property.Initializer);
        if (required)
            result = (property.Initializer is null ? result : result.WithInitializer(null).WithSemicolonToken(default).WithTrailingTrivia(property.GetTrailingTrivia())).AddModifiers(Word(SyntaxKind.RequiredKeyword));
        else if (property.Initializer is { } initializer && member.ReadOnlyForm is not null)
            result = result.WithInitializer(initializer.WithValue(rewriter.Value(initializer.Value, member)));
        return result.WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static MemberDeclarationSyntax OfField(FieldDeclarationSyntax field, VariableDeclaratorSyntax variable, int index, RecordPlan plan, RecordForm form, RecordRewriter rewriter)
    {
        var member = PlannedOf(variable.Identifier, plan)!;
        var required = form.IsRequired && NeedsValue(member, variable.Initializer);
        var modifiers = field.Modifiers.Where(m => !m.IsKind(SyntaxKind.ReadOnlyKeyword)).ToList();
        if (required)
            modifiers.Add(Word(SyntaxKind.RequiredKeyword));
        var isReadOnly = modifiers.Count < field.Modifiers.Count + (required ? 1 : 0);
        var property = SyntaxFactory.PropertyDeclaration(NewType(field.Declaration.Type, member, plan, rewriter), variable.Identifier.WithTrailingTrivia(SyntaxFactory.Space))
            .WithModifiers(SyntaxFactory.TokenList(modifiers))
            .WithAttributeLists(field.AttributeLists)
            .WithAccessorList((AccessorListSyntax)SyntaxFactory.ParseSyntaxTree(isReadOnly ? "class C { int P { get; } }" : "class C { int P { get; init; } }").GetRoot().DescendantNodes().First(n => n is AccessorListSyntax));
        if (variable.Initializer is { } initializer && !required)
        {
            property = property.WithAccessorList(property.AccessorList!.WithTrailingTrivia(SyntaxFactory.Space))
                .WithInitializer(initializer.WithValue(member.ReadOnlyForm is null ? initializer.Value : rewriter.Value(initializer.Value, member)))
                .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken));
        }

        var leading = index == 0 ? field.GetLeadingTrivia() : SyntaxFactory.TriviaList(field.GetLeadingTrivia().Where(t => t.IsKind(SyntaxKind.WhitespaceTrivia)));
        return property.WithLeadingTrivia(leading).WithTrailingTrivia(field.GetTrailingTrivia()).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>A setter that only the type called is an initialiser for everybody, unless it stays with the constructor.</summary>
    private static AccessorDeclarationSyntax Init(AccessorDeclarationSyntax setter, ISymbol member) =>
        SyntaxFactory.AccessorDeclaration(SyntaxKind.InitAccessorDeclaration, setter.AttributeLists, setter.Modifiers, SyntaxFactory.Token(SyntaxKind.InitKeyword).WithTriviaFrom(setter.Keyword), setter.Body, setter.ExpressionBody, setter.SemicolonToken)
            .WithAdditionalAnnotations(member is null ? Array.Empty<SyntaxAnnotation>() : new[] { Formatter.Annotation });

    private static bool IsFilled(PlannedUse use) => RecordUses.PlaceOf(use.Name).Parent is AssignmentExpressionSyntax { Right: InitializerExpressionSyntax, Parent: InitializerExpressionSyntax };

    /// <summary>True where a reference has no value until it is set, and must not be null.</summary>
    internal static bool NeedsValue(PlannedMember member, EqualsValueClauseSyntax? initializer)
    {
        var (type, nullable) = member.Symbol switch
        {
            IPropertySymbol property => (property.Type, property.NullableAnnotation),
            IFieldSymbol field => (field.Type, field.NullableAnnotation),
            _ => (null, NullableAnnotation.None),
        };
        return type is { IsReferenceType: true } && nullable == NullableAnnotation.NotAnnotated && (member.Symbol as IPropertySymbol)?.SetMethod is not { DeclaredAccessibility: Accessibility.Private or Accessibility.Protected or Accessibility.Internal }
            && initializer?.Value is null or PostfixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax };
    }

    private static ParameterListSyntax Parameters(PositionalForm positional, RecordPlan plan, RecordRewriter rewriter)
    {
        var parameters = positional.Constructor.ParameterList.Parameters.Select((p, i) =>
        {
            var property = positional.Properties[i];
            var type = plan.Members.FirstOrDefault(m => m.Symbol.Name == property.Identifier.ValueText) is { } member ? NewType(property.Type, member, plan, rewriter) : property.Type;
            return SyntaxFactory.Parameter(property.Identifier.WithoutTrivia()).WithType(type.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space)).WithDefault(p.Default);
        }).ToList();
        var commas = Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), parameters.Count - 1);
        return SyntaxFactory.ParameterList(SyntaxFactory.SeparatedList(parameters, commas));
    }

    private static TypeDeclarationSyntax Declare(TypeDeclarationSyntax node, RecordPlan plan, ParameterListSyntax? parameters, SyntaxList<MemberDeclarationSyntax> members)
    {
        if (node is RecordDeclarationSyntax record && !plan.Type.IsValueType)
            return record.WithMembers(members).WithAdditionalAnnotations(Formatter.Annotation);
        var isStruct = plan.Type.IsValueType;
        var leading = node.Modifiers.Count > 0 || node.AttributeLists.Count > 0 ? default : node.Keyword.LeadingTrivia;
        var added = isStruct ? SyntaxKind.ReadOnlyKeyword : SyntaxKind.SealedKeyword;
        var modifiers = node.Modifiers;
        var isFirst = plan.Type.DeclaringSyntaxReferences[0].Span == node.Span && plan.Type.DeclaringSyntaxReferences[0].SyntaxTree == node.SyntaxTree;
        var has = isStruct ? plan.Type.IsReadOnly : plan.Type.IsSealed;
        if (!has && isFirst)
        {
            var partial = modifiers.IndexOf(SyntaxKind.PartialKeyword);
            var word = SyntaxFactory.Token(leading, added, SyntaxFactory.TriviaList(SyntaxFactory.Space));
            if (partial == 0)
                (word, modifiers) = (word.WithLeadingTrivia(modifiers[0].LeadingTrivia), modifiers.Replace(modifiers[0], modifiers[0].WithLeadingTrivia()));
            modifiers = modifiers.Insert(partial < 0 ? modifiers.Count : partial, word);
            leading = default;
        }

        var keyword = SyntaxFactory.Token(leading, SyntaxKind.RecordKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space));
        var kind = isStruct ? SyntaxKind.RecordStructDeclaration : SyntaxKind.RecordDeclaration;
        var identifier = parameters is null ? node.Identifier : node.Identifier.WithTrailingTrivia();
        if (parameters is not null)
            parameters = parameters.WithTrailingTrivia(node.Identifier.TrailingTrivia);
        var isEmpty = members.Count == 0 && parameters is not null;
        if (isEmpty && parameters is not null && node.BaseList is null && node.ConstraintClauses.Count == 0)
            parameters = parameters.WithTrailingTrivia();
        return SyntaxFactory.RecordDeclaration(
                kind,
                node.AttributeLists,
                modifiers,
                keyword,
                isStruct ? SyntaxFactory.Token(SyntaxKind.StructKeyword).WithTrailingTrivia(SyntaxFactory.Space) : default,
                identifier,
                node.TypeParameterList,
                parameters ?? (node as RecordDeclarationSyntax)?.ParameterList,
                isEmpty ? node.BaseList?.WithTrailingTrivia() : node.BaseList,
                node.ConstraintClauses,
                isEmpty ? default : node.OpenBraceToken,
                members,
                isEmpty ? default : node.CloseBraceToken,
                isEmpty ? SyntaxFactory.Token(SyntaxKind.SemicolonToken).WithTrailingTrivia(node.GetTrailingTrivia()) : node.SemicolonToken)
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static PlannedMember? PlannedOf(SyntaxToken name, RecordPlan plan) => plan.Members.FirstOrDefault(m => m.Symbol.Name == name.ValueText);

    private static SyntaxToken Word(SyntaxKind kind) => SyntaxFactory.Token(kind).WithTrailingTrivia(SyntaxFactory.Space);
}
