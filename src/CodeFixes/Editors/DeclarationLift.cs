using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>Splits the declarations of a range that are used after it into a declaration before and an assignment inside.</summary>
internal sealed class DeclarationLift
{
    /// <summary>Computes both halves for <paramref name="range"/>.</summary>
    public DeclarationLift(FixSite site, GuardRange range)
    {
        var before = new List<StatementSyntax>();
        Inside = new List<StatementSyntax>();
        foreach (var node in range.Lifted)
        {
            var locals = node is LocalDeclarationStatementSyntax statement
                ? statement.Declaration.Variables.Select(v => site.Model.GetDeclaredSymbol(v))
                : ((DeclarationExpressionSyntax)node).Designation.DescendantNodesAndSelf().OfType<SingleVariableDesignationSyntax>().Select(d => site.Model.GetDeclaredSymbol(d));
            foreach (var local in locals.OfType<ILocalSymbol>())
                before.Add(CodeStyle.DeclareOnly(site.Model, site.Write.SpanStart, local.Name, local.Type));
        }

        foreach (var statement in range.Statements)
            Inside.AddRange(Assigned(statement, range));
        Before = before;
    }

    /// <summary>The declarations, without values.</summary>
    public IReadOnlyList<StatementSyntax> Before { get; }

    /// <summary>The statements of the range without these declarations.</summary>
    public List<StatementSyntax> Inside { get; }

    private static IEnumerable<StatementSyntax> Assigned(StatementSyntax statement, GuardRange range)
    {
        if (!range.Lifted.Contains(statement))
        {
            var designations = range.Lifted.OfType<DeclarationExpressionSyntax>().Where(d => statement.Span.Contains(d.Span));
            return new[] { statement.ReplaceNodes(designations, (original, _) => SyntaxFactory.IdentifierName(((SingleVariableDesignationSyntax)original.Designation).Identifier.ValueText).WithTriviaFrom(original)) };
        }

        var values = ((LocalDeclarationStatementSyntax)statement).Declaration.Variables.Where(v => v.Initializer is not null)
            .Select(v => (StatementSyntax)SyntaxFactory.ExpressionStatement(SyntaxFactory.AssignmentExpression(
                SyntaxKind.SimpleAssignmentExpression, SyntaxFactory.IdentifierName(v.Identifier.ValueText), v.Initializer!.Value.WithoutTrailingTrivia()))).ToList();
        if (values.Count > 0)
        {
            values[0] = values[0].WithLeadingTrivia(statement.GetLeadingTrivia());
            values[values.Count - 1] = values[values.Count - 1].WithTrailingTrivia(statement.GetTrailingTrivia());
        }

        return values;
    }
}
