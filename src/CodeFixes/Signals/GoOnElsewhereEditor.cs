using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Signals;

/// <summary>Makes a completion source with the option by which those who wait go on elsewhere.</summary>
internal static class GoOnElsewhereEditor
{
    private const string Options = "TaskCreationOptions";
    private const string Mistaken = "TaskContinuationOptions";
    private const string Elsewhere = "RunContinuationsAsynchronously";

    /// <summary>The root, with all creations of the one variable changed; null where a creation has another form.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        var creations = site.Rivals.Add(site.Write).OfType<BaseObjectCreationExpressionSyntax>().Distinct().ToList();
        var changed = creations.ToDictionary(c => c, c => Changed(c, site.Model));
        return creations.Count == 0 || changed.Values.Contains(null) ? null : site.Root.ReplaceNodes(creations, (node, _) => changed[node]!);
    }

    private static BaseObjectCreationExpressionSyntax? Changed(BaseObjectCreationExpressionSyntax creation, SemanticModel model)
    {
        var names = creation.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == Mistaken).ToList();
        if (names.Count > 0)
            return creation.ReplaceNodes(names, (name, _) => SyntaxFactory.IdentifierName(Options).WithTriviaFrom(name));
        var option = SyntaxFactory.ParseExpression($"{(model.LookupNamespacesAndTypes(creation.SpanStart, name: Options).Length == 1 ? "" : "System.Threading.Tasks.")}{Options}.{Elsewhere}");
        var list = creation.ArgumentList ?? SyntaxFactory.ArgumentList();
        var given = list.Arguments.FirstOrDefault(a => model.GetTypeInfo(a.Expression).Type?.Name == Options);
        ArgumentListSyntax changed;
        if (given is null)
            changed = list.AddArguments(SyntaxFactory.Argument(option).WithLeadingTrivia(list.Arguments.Count > 0 ? SyntaxFactory.TriviaList(SyntaxFactory.Space) : default));
        else if (given.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "None" })
            changed = list.ReplaceNode(given.Expression, option.WithTriviaFrom(given.Expression));
        else
            changed = list.ReplaceNode(given.Expression, SyntaxFactory.ParseExpression($"{given.Expression.WithoutTrivia()} | {option}").WithTriviaFrom(given.Expression));
        return creation switch
        {
            ObjectCreationExpressionSyntax named => named.WithType(named.ArgumentList is null ? named.Type.WithoutTrailingTrivia() : named.Type).WithArgumentList(changed),
            ImplicitObjectCreationExpressionSyntax implied => implied.WithArgumentList(changed),
            _ => null,
        };
    }
}
