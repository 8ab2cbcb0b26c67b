using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Handlers that take themselves off their event before they wait for anything: <c>async void OnReady() { _device.Ready -= OnReady; … }</c>. They run
/// once for each time that they are put on.
/// </summary>
internal static class OnceHandlers
{
    /// <summary>True where the handler that is added or removed there is one, and is put on that event only.</summary>
    public static bool IsIn(SyntaxNode subscription)
    {
        if (subscription is not AssignmentExpressionSyntax { Left: var happening, Right: var handler } || NameOf(handler) is not { } name || TypeSyntaxFacts.LastName(happening) is not { } on)
            return false;
        if (subscription.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type || type.Members.OfType<MethodDeclarationSyntax>().Where(m => m.Identifier.ValueText == name).ToList() is not { Count: 1 } methods)
            return false;
        return methods[0].Body is { } body
            && body.Statements.TakeWhile(static s => !Waits(s)).Any(s => s is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SubtractAssignmentExpression } removed } && NameOf(removed.Right) == name && TypeSyntaxFacts.LastName(removed.Left) == on)
            && type.DescendantNodes().OfType<AssignmentExpressionSyntax>().Where(a => a.IsKind(SyntaxKind.AddAssignmentExpression) && NameOf(a.Right) == name).Take(2).ToList() is [{ Left: var only }]
            && TypeSyntaxFacts.LastName(only) == on;
    }

    private static string? NameOf(ExpressionSyntax handler) => handler switch
    {
        IdentifierNameSyntax method => method.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: var method } => method,
        _ => null,
    };

    private static bool Waits(StatementSyntax statement) => statement.DescendantNodes().Any(static n => n is AwaitExpressionSyntax);
}
