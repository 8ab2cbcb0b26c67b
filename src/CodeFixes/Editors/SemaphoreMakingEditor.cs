using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>How a semaphore is made: with its maximum, with one permit, once for all who use it.</summary>
internal static class SemaphoreMakingEditor
{
    /// <summary><c>new SemaphoreSlim(1)</c> becomes <c>new SemaphoreSlim(1, 1)</c>.</summary>
    public static SyntaxNode? AddMaximum(FixSite site)
    {
        if (Creation(site) is not { ArgumentList.Arguments: { Count: 1 } arguments } creation)
            return null;
        var maximum = arguments[0].WithoutTrivia();
        if (maximum.NameColon is not null)
            maximum = maximum.WithNameColon(SyntaxFactory.NameColon(SyntaxFactory.IdentifierName("maxCount"), maximum.NameColon.ColonToken));
        return site.Root.ReplaceNode(creation.ArgumentList, With(creation.ArgumentList, arguments[0], maximum));
    }

    /// <summary><c>new SemaphoreSlim(3, 3)</c> becomes <c>new SemaphoreSlim(1, 1)</c>; null where one who holds it may ask for it once more.</summary>
    public static SyntaxNode? OnePermit(FixSite site)
    {
        if (Creation(site) is not { ArgumentList.Arguments: { Count: 1 or 2 } arguments } creation || arguments.Any(a => a.Expression is not LiteralExpressionSyntax))
            return null;
        if (creation.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } || site.Model.GetDeclaredSymbol(declarator) is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field || ComesBack(site, field))
            return null;
        var one = arguments[0].WithExpression(SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(1)));
        var maximum = arguments.Count == 1 ? one.WithNameColon(null) : one.WithNameColon(arguments[1].NameColon);
        return site.Root.ReplaceNode(creation.ArgumentList, With(creation.ArgumentList, one, maximum));
    }

    /// <summary>A private field becomes static; null where one who holds it may ask for that of another object.</summary>
    public static SyntaxNode? MakeStatic(FixSite site)
    {
        if (Creation(site) is not { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax declaration } } declarator } })
            return null;
        if (site.Model.GetDeclaredSymbol(declarator) is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private, IsStatic: false } field || field.ContainingType.DeclaringSyntaxReferences.Length > 1 || ComesBack(site, field))
            return null;
        var modifier = SyntaxFactory.Token(SyntaxKind.StaticKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        var at = declaration.Modifiers.IndexOf(SyntaxKind.ReadOnlyKeyword);
        var changed = declaration.Modifiers.Count == 0
            ? declaration.WithoutLeadingTrivia().WithModifiers(SyntaxFactory.TokenList(modifier)).WithLeadingTrivia(declaration.GetLeadingTrivia())
            : at == 0
                ? declaration.WithModifiers(declaration.Modifiers.Replace(declaration.Modifiers[0], declaration.Modifiers[0].WithLeadingTrivia()).Insert(0, modifier.WithLeadingTrivia(declaration.GetLeadingTrivia())))
                : declaration.WithModifiers(declaration.Modifiers.Insert(at < 0 ? declaration.Modifiers.Count : at, modifier));
        return site.Root.ReplaceNode(declaration, changed);
    }

    /// <summary>A semaphore that a method makes for itself becomes a field, and its name; null where the method could meet itself there.</summary>
    public static (SyntaxNode Root, string Name)? LiftToField(FixSite site)
    {
        if (Creation(site) is not { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax statement } } declarator } } creation || creation.ArgumentList is null)
            return null;
        if (site.Model.GetDeclaredSymbol(declarator) is not ILocalSymbol local || Statements.ListOf(statement) is not BlockSyntax list || Statements.HasDirectives(statement) || statement.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || creation.ArgumentList.Arguments.Any(a => a.Expression is not LiteralExpressionSyntax { Token.Value: 1 }))
            return null;
        if (site.Model.GetDeclaredSymbol(declaration) is not INamedTypeSymbol { TypeKind: TypeKind.Class, IsRecord: false } type || site.Model.GetEnclosingSymbol(statement.SpanStart) is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method)
            return null;
        var member = Bodies.Member(statement);
        var uses = Accesses.Of(local, member, site.Model).ToList();
        if (uses.Any(u => u.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitAsync" or "Wait" or "Release" }) || new Calls(site.Model.Compilation, type).Reachable(new[] { member }).Contains(member))
            return null;
        var field = new NewGuard(site, method, declaration, free: uses.Select(u => u.Span).Append(declarator.Identifier.Span));
        if (field.Anchor() is not { } anchor)
            return null;
        var name = SemaphoreGuardEditor.Reference(site, field.Name, !method.IsStatic);
        var root = site.Root.TrackNodes(uses.Cast<SyntaxNode>().Append(list).Append(statement).Append(anchor));
        foreach (var use in uses)
            root = root.ReplaceNode(root.GetCurrentNode((SyntaxNode)use)!, SyntaxFactory.ParseExpression(name).WithTriviaFrom(use));
        var at = list.Statements.IndexOf(statement);
        var block = root.GetCurrentNode(list)!;
        var rest = block.Statements.RemoveAt(at);
        if (at < rest.Count && at == 0)
            rest = rest.Replace(rest[0], rest[0].WithLeadingTrivia(Statements.SplitBlankLines(rest[0].GetLeadingTrivia()).Others));
        if (at < rest.Count && Statements.Comments(statement) is { Count: > 0 } comments)
        {
            var (blank, others) = Statements.SplitBlankLines(rest[at].GetLeadingTrivia());
            rest = rest.Replace(rest[at], rest[at].WithLeadingTrivia(blank.AddRange(comments).AddRange(others)));
        }

        root = root.ReplaceNode(block, block.WithStatements(rest));
        return (field.Declare(root, root.GetCurrentNode(anchor)!), field.Name);
    }

    private static BaseObjectCreationExpressionSyntax? Creation(FixSite site) =>
        site.Write.DescendantNodesAndSelf().Concat(site.Write.Ancestors().TakeWhile(n => n is not (StatementSyntax or MemberDeclarationSyntax))).OfType<BaseObjectCreationExpressionSyntax>().FirstOrDefault();

    private static ArgumentListSyntax With(ArgumentListSyntax old, ArgumentSyntax count, ArgumentSyntax maximum) =>
        old.WithArguments(SyntaxFactory.SeparatedList(new[] { count, maximum }, new[] { SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space) }));

    /// <summary>True where a body takes it twice, or calls one that takes it.</summary>
    private static bool ComesBack(FixSite site, IFieldSymbol field)
    {
        var parts = field.ContainingType.DeclaringSyntaxReferences.Select(r => r.GetSyntax()).ToList();
        if (parts.Any(p => p.SyntaxTree != site.Model.SyntaxTree))
            return true;
        var takes = parts.SelectMany(p => Accesses.Of(field, p, site.Model)).Where(n => n.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "WaitAsync" } }).ToList();
        var calls = new Calls(site.Model.Compilation, field.ContainingType);
        return takes.GroupBy(t => Bodies.Member(t)).Any(g => g.Count() > 1 || calls.Reachable(new[] { g.Key }).Any(body => takes.Any(t => body.Span.Contains(t.Span))));
    }
}
