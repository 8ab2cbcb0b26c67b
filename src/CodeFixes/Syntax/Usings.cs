using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>Adds a <c>using</c> where the file has its others, in their order.</summary>
internal static class Usings
{
    /// <summary>The root with <c>using name;</c>; the same root where it has it already.</summary>
    public static SyntaxNode Add(SyntaxNode root, string name)
    {
        if (root is not CompilationUnitSyntax unit)
            return root;
        var inside = unit.Usings.Count == 0 ? unit.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault(n => n.Usings.Count > 0) : null;
        var all = inside?.Usings ?? unit.Usings;
        if (all.Any(u => IsPlain(u) && u.Name?.ToString() == name))
            return root;
        var line = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(name)).NormalizeWhitespace().WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed).WithAdditionalAnnotations(Formatter.Annotation);
        var place = 0;
        for (var i = 0; i < all.Count; i++)
        {
            if (IsPlain(all[i]) && Precedes(all[i].Name?.ToString() ?? "", name))
                place = i + 1;
        }

        if (place == 0 && all.Count > 0)
        {
            // Comments and the licence stay at the top of the file.
            line = line.WithLeadingTrivia(all[0].GetLeadingTrivia());
            all = all.Replace(all[0], all[0].WithLeadingTrivia());
        }
        else if (all.Count == 0 && inside is null && unit.Members.FirstOrDefault() is { } first && first.GetLeadingTrivia() is { Count: > 0 } top)
        {
            line = line.WithLeadingTrivia(top).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed, SyntaxFactory.ElasticCarriageReturnLineFeed);
            unit = unit.ReplaceNode(first, first.WithLeadingTrivia());
        }

        all = all.Insert(place, line);
        return inside is null ? unit.WithUsings(all) : unit.ReplaceNode(inside, inside.WithUsings(all));
    }

    private static bool IsPlain(UsingDirectiveSyntax directive) => directive.Alias is null && directive.StaticKeyword == default && directive.GlobalKeyword == default;

    /// <summary>The order that editors keep: those of the platform first, each group by name.</summary>
    private static bool Precedes(string left, string right)
    {
        var (first, second) = (IsSystem(left), IsSystem(right));
        return first == second ? string.CompareOrdinal(left, right) < 0 : first;
    }

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
}
