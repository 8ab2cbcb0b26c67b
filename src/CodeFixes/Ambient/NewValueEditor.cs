using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Ambient;

/// <summary>Puts a new value where the object in an ambient is changed in place: a copy with one element more, or a record with one member changed.</summary>
internal static class NewValueEditor
{
    /// <summary>The root; null where the object is not changed where it is read, or cannot be copied so.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (site.Write.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } statement || statement.Expression != site.Write || site.Read is not MemberAccessExpressionSyntax access || !site.Write.Span.Contains(access.Span))
            return null;
        ExpressionSyntax receiver = access;
        while (receiver.Parent is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } or ParenthesizedExpressionSyntax)
            receiver = (ExpressionSyntax)receiver.Parent;
        if (site.Model.GetTypeInfo(access).Type is not INamedTypeSymbol type || NewValue(site, receiver, type) is not { } value)
            return null;
        var changed = SyntaxFactory.ParseStatement($"{access.WithoutTrivia()} = {value};").WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation);
        return site.Root.ReplaceNode(statement, changed);
    }

    private static string? NewValue(FixSite site, ExpressionSyntax receiver, INamedTypeSymbol type)
    {
        var old = receiver.WithoutTrivia().ToString();
        var name = type.WithNullableAnnotation(NullableAnnotation.None).ToMinimalDisplayString(site.Model, receiver.SpanStart);
        if (!old.EndsWith("!", StringComparison.Ordinal) && site.Model.GetTypeInfo(receiver).Nullability.FlowState == NullableFlowState.MaybeNull)
            old += "!";
        var isOfPlatform = type.DeclaringSyntaxReferences.IsEmpty;
        switch (site.Write)
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" } called } call when called.Expression == receiver && isOfPlatform && call.ArgumentList.Arguments.All(a => a.NameColon is null):
                var arguments = string.Join(", ", call.ArgumentList.Arguments.Select(a => a.Expression.WithoutTrivia().ToString()));
                return (type.Name, call.ArgumentList.Arguments.Count) switch
                {
                    ("List", 1) when HasCollectionExpressions(site) => $"[.. {old}, {arguments}]",
                    ("List", 1) => $"new {name}({old}) {{ {arguments} }}",
                    ("HashSet", 1) => $"new {name}({old}, {old}.Comparer) {{ {arguments} }}",
                    ("Dictionary", 2) => $"new {name}({old}, {old}.Comparer) {{ {{ {arguments} }} }}",
                    _ => null,
                };
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: var key }] } element } assignment when element.Expression == receiver && isOfPlatform && type.Name == "Dictionary":
                return $"new {name}({old}, {old}.Comparer) {{ [{key.WithoutTrivia()}] = {assignment.Right.WithoutTrivia()} }}";
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: MemberAccessExpressionSyntax member } assignment when member.Expression == receiver && type.IsRecord:
                return $"{old} with {{ {member.Name.WithoutTrivia()} = {assignment.Right.WithoutTrivia()} }}";
            default:
                return null;
        }
    }

    private static bool HasCollectionExpressions(FixSite site) => site.Root.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= (LanguageVersion)1200 };
}
