using AsyncStateAnalyzers.CodeFixes.Editors;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Channels;

/// <summary>Waits for room instead of giving up: <c>await writer.WriteAsync(x);</c>.</summary>
internal static class AwaitWriteEditor
{
    /// <summary>The root; null where nothing can be awaited.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (site.Write is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call || !Bodies.IsAsync(site.Body) || call.Ancestors().TakeWhile(n => n != site.Body).Any(n => n is LockStatementSyntax))
            return null;
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax statement || statement.Expression != call && statement.Expression is not AssignmentExpressionSyntax)
            return null;
        var method = access.Name.Identifier.ValueText switch { "TryWrite" => "WriteAsync", "Post" => "SendAsync", _ => null };
        if (method is null)
            return null;
        var token = SemaphoreGuardEditor.Token(site);
        var text = $"await {access.Expression.WithoutTrivia()}.{method}({string.Join(", ", call.ArgumentList.Arguments.Select(a => a.ToString()).Concat(token.Length > 0 ? new[] { token } : Array.Empty<string>()))}){(Awaits.Configure(Bodies.OwnNodes(site.Body)) ? ".ConfigureAwait(false)" : "")}";
        return site.Root.ReplaceNode(statement.Expression, SyntaxFactory.ParseExpression(text).WithTriviaFrom(statement.Expression));
    }
}
