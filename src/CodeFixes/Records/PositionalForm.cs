using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Records;

/// <summary>A small class whose one constructor does nothing but set its properties, each from a parameter: a positional record by another name.</summary>
/// <param name="Constructor">The constructor.</param>
/// <param name="Properties">The properties, in the order of the parameters.</param>
internal sealed record PositionalForm(ConstructorDeclarationSyntax Constructor, ImmutableArray<PropertyDeclarationSyntax> Properties)
{
    private const int MostParameters = 5;

    /// <summary>The form; null where the class is another.</summary>
    public static PositionalForm? Of(RecordPlan plan)
    {
        if (plan.Type.IsValueType || plan.Type.IsRecord || plan.Parts.Count != 1 || plan.Parts.Values.First().Count != 1)
            return null;
        var node = plan.Parts.Values.First()[0];
        var constructors = node.Members.OfType<ConstructorDeclarationSyntax>().ToList();
        if (constructors.Count != 1 || constructors[0] is not { Initializer: null, AttributeLists.Count: 0, ParameterList.Parameters: { Count: > 0 and <= MostParameters } parameters } constructor
            || !constructor.Modifiers.Any(SyntaxKind.PublicKeyword) || HasText(constructor))
        {
            return null;
        }

        var all = node.Members.OfType<PropertyDeclarationSyntax>().Where(p => !p.Modifiers.Any(SyntaxKind.StaticKeyword) && p.ExpressionBody is null).ToList();
        if (all.Count != parameters.Count || node.Members.Any(m => m is FieldDeclarationSyntax))
            return null;
        var statements = constructor.Body?.Statements.ToList();
        var assignments = statements?.Select(s => (s as ExpressionStatementSyntax)?.Expression).ToList() ?? new List<ExpressionSyntax?> { constructor.ExpressionBody?.Expression };
        if (assignments.Count != parameters.Count)
            return null;
        var ordered = ImmutableArray.CreateBuilder<PropertyDeclarationSyntax>();
        foreach (var parameter in parameters)
        {
            var target = assignments.OfType<AssignmentExpressionSyntax>().FirstOrDefault(a => a.IsKind(SyntaxKind.SimpleAssignmentExpression) && a.Right is IdentifierNameSyntax value && value.Identifier.ValueText == parameter.Identifier.ValueText)?.Left;
            var name = target switch
            {
                IdentifierNameSyntax plain => plain.Identifier.ValueText,
                MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
                _ => null,
            };
            if (all.FirstOrDefault(p => p.Identifier.ValueText == name) is not { Initializer: null, AttributeLists.Count: 0, AccessorList: { } list } property || HasText(property) || ordered.Contains(property)
                || list.Accessors.Any(a => a.Body is not null || a.ExpressionBody is not null || a.Modifiers.Count > 0) || !property.Modifiers.Any(SyntaxKind.PublicKeyword) || property.Modifiers.Count != 1
                || parameter.AttributeLists.Count > 0 || parameter.Modifiers.Count > 0 || parameter.Type?.ToString() != property.Type.ToString())
            {
                return null;
            }

            ordered.Add(property);
        }

        return new PositionalForm(constructor, ordered.ToImmutable());
    }

    /// <summary>True where somebody wrote something about it.</summary>
    private static bool HasText(SyntaxNode node) => node.DescendantTrivia().Any(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia) || t.HasStructure);
}
