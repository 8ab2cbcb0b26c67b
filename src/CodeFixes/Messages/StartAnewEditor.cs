using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Messages;

/// <summary>Leaves what was sent to the receiver, and goes on with an empty one: <c>_batch.Clear();</c> becomes <c>_batch = new();</c>.</summary>
internal static class StartAnewEditor
{
    /// <summary>The root; null where it is not emptied, cannot be replaced, or somebody else may hold it under another name.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (site.Write is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax statement, ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Clear", Expression: var emptied } })
            return null;
        if (!SentExpression.IsNamed(emptied, site.Hint.Member) || site.Model.GetSymbolInfo(emptied).Symbol is not (ILocalSymbol { RefKind: RefKind.None, IsUsing: false, IsForEach: false } or IFieldSymbol { IsReadOnly: false }) || emptied is MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax })
            return null;
        if (site.Model.GetTypeInfo(emptied).Type is not INamedTypeSymbol { TypeKind: TypeKind.Class } type || !type.InstanceConstructors.Any(c => c.Parameters.IsEmpty && c.DeclaredAccessibility == Accessibility.Public) || HasSettings(site, emptied))
            return null;
        var made = site.Model.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp9 } ? "new()" : $"new {type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToMinimalDisplayString(site.Model, site.Write.SpanStart)}()";
        var renewed = SyntaxFactory.ParseExpression($"{emptied.WithoutTrivia()} = {made}").WithTriviaFrom(statement.Expression);
        return site.Root.ReplaceNode(statement.Expression, renewed);
    }

    /// <summary>True where it was made with more than nothing: a comparer, a capacity.</summary>
    private static bool HasSettings(FixSite site, ExpressionSyntax emptied) =>
        site.Model.GetSymbolInfo(emptied).Symbol?.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: > 0 } }) ?? true;
}
