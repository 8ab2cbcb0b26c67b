using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// <c>_items.Clear(); _items.AddRange(await F());</c> becomes <c>var gathered = await F(); _items.Clear(); _items.AddRange(gathered);</c>: nothing waits
/// any more between emptying and filling. Where the filling itself waits, it fills a new list first.
/// </summary>
internal static class BuildAsideEditor
{
    /// <summary>The root with the emptying moved down; null where something looks at the emptied collection before it is filled.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (!site.IsOneBody || Accesses.Location(site) is not { } state || site.Read is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax clear } || Statements.ListOf(clear) is not BlockSyntax list)
            return null;
        if (Statements.Containing(list, site.Write) is not { } fill || fill == clear || Statements.HasDirectives(fill) || Statements.HasDirectives(clear))
            return null;
        var all = list.Statements;
        var (from, to) = (all.IndexOf(clear), all.IndexOf(fill));
        if (from < 0 || to <= from || Enumerable.Range(from + 1, to - from - 1).Any(i => Accesses.Of(state, all[i], site.Model).Any() || all[i].DescendantNodesAndSelf().OfType<ReturnStatementSyntax>().Any()))
            return null;

        // Whatever fills it later on, behind another wait, would be half again.
        if (Enumerable.Range(to + 1, all.Count - to - 1).Any(i => Accesses.Writes(state, all[i], site.Model).Any()))
            return null;
        if (Filling(site, state, fill, clear) is not { } filling)
            return null;
        var (blank, others) = Statements.SplitBlankLines(fill.GetLeadingTrivia());
        if (from == to - 1)
            blank = Statements.SplitBlankLines(clear.GetLeadingTrivia()).Blank;
        filling[0] = filling[0].WithLeadingTrivia(blank.AddRange(Statements.Comments(clear)).AddRange(others));
        filling[filling.Count - 1] = filling[filling.Count - 1].WithTrailingTrivia(fill.GetTrailingTrivia());
        var statements = all.ToList();
        statements.RemoveRange(to, 1);
        statements.InsertRange(to, filling.Select(s => s.WithAdditionalAnnotations(Formatter.Annotation)));
        statements.RemoveAt(from);
        return site.Root.ReplaceNode(list, list.WithStatements(SyntaxFactory.List(statements)));
    }

    /// <summary>What stands in the place of the statement that fills: what waits, then the emptying, then the filling.</summary>
    private static List<StatementSyntax>? Filling(FixSite site, ISymbol state, StatementSyntax fill, ExpressionStatementSyntax clear)
    {
        var bare = Line(clear.WithoutTrivia());
        var waits = fill.DescendantNodesAndSelf(n => n == fill || !Bodies.IsBody(n)).Where(Bodies.Suspends).ToList();
        if (waits.Count == 0)
            return new List<StatementSyntax> { bare, fill.WithoutTrivia() };
        var names = new NameScope(Bodies.Member(fill));
        switch (fill)
        {
            case ForEachStatementSyntax { AwaitKeyword.RawKind: 0 } loop when waits.All(w => loop.Expression.Span.Contains(w.Span)):
                var values = names.Take("gathered", "filled");
                return new List<StatementSyntax> { Declare(values, loop.Expression), bare, loop.WithExpression(SyntaxFactory.IdentifierName(values).WithTriviaFrom(loop.Expression)).WithoutTrivia() };
            case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } } statement when arguments[0].Expression.Span.Contains(waits[0].Span):
                var value = names.Take("gathered", "filled");
                return new List<StatementSyntax> { Declare(value, arguments[0].Expression), bare, statement.ReplaceNode(arguments[0].Expression, SyntaxFactory.IdentifierName(value)).WithoutTrivia() };
            default:
                return Gathered(site, state, fill, bare, names);
        }
    }

    /// <summary>The filling waits: it goes into a list of its own, whose content is put over at the end.</summary>
    private static List<StatementSyntax>? Gathered(FixSite site, ISymbol state, StatementSyntax fill, StatementSyntax clear, NameScope names)
    {
        var type = state switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            _ => null,
        } as INamedTypeSymbol;
        if (type is not { Name: "List", Arity: 1 } || type.ContainingNamespace.ToDisplayString() != "System.Collections.Generic")
            return null;
        var uses = Accesses.Of(state, fill, site.Model).ToList();
        if (uses.Any(u => Holder(u).Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "AddRange", Parent: InvocationExpressionSyntax }))
            return null;
        var name = names.Take("gathered", "filled");
        var list = $"new {type.ToMinimalDisplayString(site.Model, fill.SpanStart)}()";
        var filled = fill.ReplaceNodes(uses.Select(Holder), (old, _) => SyntaxFactory.IdentifierName(name).WithTriviaFrom(old)).WithoutTrivia();
        var holder = Holder((IdentifierNameSyntax)((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)site.Read).Expression).Expression.DescendantNodesAndSelf().Last(n => n is IdentifierNameSyntax));
        return new List<StatementSyntax> { Declare(name, SyntaxFactory.ParseExpression(list)), Line(filled), clear, SyntaxFactory.ParseStatement($"{holder.WithoutTrivia()}.AddRange({name});") };
    }

    private static ExpressionSyntax Holder(IdentifierNameSyntax use) =>
        use.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own && own.Name == use ? own : use;

    private static StatementSyntax Declare(string name, ExpressionSyntax value) => Line(SyntaxFactory.ParseStatement($"var {name} = {value.WithoutTrivia()};"));

    private static StatementSyntax Line(StatementSyntax statement) => statement.WithTrailingTrivia(SyntaxFactory.EndOfLine("\n"));
}
