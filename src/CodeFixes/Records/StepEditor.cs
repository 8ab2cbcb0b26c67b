using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Records;

/// <summary>Writes what changed an object as a changed copy, or as part of its creation.</summary>
internal static class StepEditor
{
    private const int LongestLine = 120;

    /// <summary><c>m = m with { A = 1, B = 2 };</c> in place of the statement.</summary>
    public static StatementSyntax Copy(ExpressionStatementSyntax statement, SimpleNameSyntax member, IReadOnlyList<(string Name, ExpressionSyntax Value)> settings)
    {
        var local = ((MemberAccessExpressionSyntax)member.Parent!).Expression.WithoutTrivia().ToString();
        return SyntaxFactory.ParseStatement($"{local} = {local} with{Initializer(settings)};").WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>The local that the statement declares with <c>new</c>; null where it does not.</summary>
    public static VariableDeclaratorSyntax? CreationIn(StatementSyntax statement) =>
        statement is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } && variables[0].Initializer?.Value is BaseObjectCreationExpressionSyntax creation
        && creation.Initializer is null or { RawKind: (int)SyntaxKind.ObjectInitializerExpression } ? variables[0] : null;

    /// <summary>What the creation sets already.</summary>
    public static HashSet<string> NamesIn(VariableDeclaratorSyntax creation) => new(
        ((BaseObjectCreationExpressionSyntax)creation.Initializer!.Value).Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().Select(a => a.Left.ToString()) ?? Enumerable.Empty<string>(), StringComparer.Ordinal);

    /// <summary>The declaration with more to set.</summary>
    public static StatementSyntax Extend(StatementSyntax statement, IReadOnlyList<(string Name, ExpressionSyntax Value)> settings)
    {
        var creation = (BaseObjectCreationExpressionSyntax)CreationIn(statement)!.Initializer!.Value;
        var all = (creation.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().Select(a => (a.Left.ToString(), a.Right)) ?? Enumerable.Empty<(string, ExpressionSyntax)>()).Concat(settings).ToList();
        var initializer = ((ObjectCreationExpressionSyntax)SyntaxFactory.ParseExpression("new M" + Initializer(all))).Initializer!;
        BaseObjectCreationExpressionSyntax extended = creation.WithoutTrailingTrivia().WithInitializer(initializer.WithLeadingTrivia(SyntaxFactory.Space));
        if (extended is ObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0 } plain)
            extended = plain.WithArgumentList(null);
        return statement.ReplaceNode(creation, extended).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>The value that <c>m.X += v</c> leaves; null where the operator is another one.</summary>
    public static ExpressionSyntax? Combine(ExpressionSyntax place, AssignmentExpressionSyntax compound, ExpressionSyntax value)
    {
        var kind = compound.Kind() switch
        {
            SyntaxKind.AddAssignmentExpression => SyntaxKind.AddExpression,
            SyntaxKind.SubtractAssignmentExpression => SyntaxKind.SubtractExpression,
            SyntaxKind.MultiplyAssignmentExpression => SyntaxKind.MultiplyExpression,
            SyntaxKind.DivideAssignmentExpression => SyntaxKind.DivideExpression,
            SyntaxKind.OrAssignmentExpression => SyntaxKind.BitwiseOrExpression,
            SyntaxKind.AndAssignmentExpression => SyntaxKind.BitwiseAndExpression,
            SyntaxKind.CoalesceAssignmentExpression => SyntaxKind.CoalesceExpression,
            _ => SyntaxKind.None,
        };
        var operand = value is LiteralExpressionSyntax or IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax ? value : SyntaxFactory.ParenthesizedExpression(value.WithoutTrivia());
        return kind == SyntaxKind.None ? null : SyntaxFactory.BinaryExpression(kind, place.WithoutTrivia(), operand.WithoutTrivia());
    }

    /// <summary>The value that <c>m.X++</c> leaves.</summary>
    public static ExpressionSyntax? Combine(ExpressionSyntax place, ExpressionSyntax step) => SyntaxFactory.BinaryExpression(
        step.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PreIncrementExpression ? SyntaxKind.AddExpression : SyntaxKind.SubtractExpression,
        place.WithoutTrivia(),
        SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(1)));

    /// <summary>The value that <c>m.Lines.Add(v)</c> leaves.</summary>
    public static ExpressionSyntax Add(ExpressionSyntax place, ExpressionSyntax value, bool isImmutableArray) => SyntaxFactory.ParseExpression(
        isImmutableArray ? $"{place.WithoutTrivia()}.Add({value.WithoutTrivia()})" : $"[.. {place.WithoutTrivia()}, {value.WithoutTrivia()}]");

    /// <summary>True where a comment stands before the statement or behind it.</summary>
    public static bool HasComment(StatementSyntax statement) =>
        statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).Any(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia) || t.IsDirective);

    /// <summary>The settings in braces, each on a line of its own where they are long.</summary>
    private static string Initializer(IReadOnlyList<(string Name, ExpressionSyntax Value)> settings)
    {
        var all = settings.Select(s => $"{s.Name} = {s.Value.WithoutTrivia()}").ToList();
        return all.Sum(s => s.Length + 2) > LongestLine || all.Any(s => s.IndexOf('\n') >= 0)
            ? "\n{\n" + string.Concat(all.Select(s => s + ",\n")) + "}"
            : " { " + string.Join(", ", all) + " }";
    }
}
