using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Ambient;

/// <summary>Lets an async function return what it has set, and sets it in its one caller.</summary>
internal static class ReturnValueEditor
{
    /// <summary>The root; null where others call the function, or its task is not just awaited.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (site.Write is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: MemberAccessExpressionSyntax target } set || site.Read is not InvocationExpressionSyntax call || site.Model.GetSymbolInfo(target).Symbol is not IPropertySymbol property)
            return null;
        var function = site.Body;
        if (!IsOnlyOurs(function, out var name, out var returned) || returned is not IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" } task || NameOf(call) != name || AwaitOf(call) is not { Parent: ExpressionStatementSyntax statement } waiting)
            return null;
        var scope = site.Root;
        if (scope.DescendantTokens().Count(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == name) != 2)
            return null;
        var type = SyntaxFactory.ParseTypeName($"{task.Identifier.ValueText}<{property.Type.ToMinimalDisplayString(site.Model, target.SpanStart)}>").WithTriviaFrom(returned);
        if (Returning(function, set, target.WithoutTrivia() + Forgiven(site, target, property), type) is not { } changed)
            return null;
        var setting = SyntaxFactory.ParseStatement($"{target.WithoutTrivia()} = {waiting.WithoutTrivia()};").WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation);
        return function.Span.Contains(statement.Span) || statement.Span.Contains(function.Span) ? null : site.Root.ReplaceNodes(new[] { function, statement }, (node, _) => node == function ? changed : setting);
    }

    /// <summary>The value of an ambient may be none, whatever its type says.</summary>
    private static string Forgiven(FixSite site, SyntaxNode target, IPropertySymbol property) =>
        (site.Model.GetNullableContext(target.SpanStart) & NullableContext.Enabled) != 0 && property.Type is { IsReferenceType: true, NullableAnnotation: not NullableAnnotation.Annotated } ? "!" : "";

    private static SyntaxNode? Returning(SyntaxNode function, AssignmentExpressionSyntax set, string target, TypeSyntax type)
    {
        if (set.Parent is ArrowExpressionClauseSyntax arrow)
        {
            var value = arrow.WithExpression(set.Right.WithTriviaFrom(set));
            return function is MethodDeclarationSyntax m ? m.WithReturnType(type).WithExpressionBody(value) : ((LocalFunctionStatementSyntax)function).WithReturnType(type).WithExpressionBody(value);
        }

        var body = function is MethodDeclarationSyntax method ? method.Body : ((LocalFunctionStatementSyntax)function).Body;
        if (body is null || set.Parent is not ExpressionStatementSyntax statement || Statements.HasDirectives(body))
            return null;
        var returns = body.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>().ToList();
        BlockSyntax changed;
        if (body.Statements.LastOrDefault() == statement && returns.Count == 0)
        {
            changed = body.ReplaceNode(statement, SyntaxFactory.ParseStatement($"return {set.Right.WithoutTrivia()};").WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation));
        }
        else
        {
            var last = SyntaxFactory.ParseStatement($"return {target};").WithAdditionalAnnotations(Formatter.Annotation);
            changed = body.ReplaceNodes(returns, (r, _) => last.WithTriviaFrom(r));
            if (changed.Statements.LastOrDefault() is not (ReturnStatementSyntax or ThrowStatementSyntax))
                changed = changed.AddStatements(Statements.Line(last));
        }

        return function is MethodDeclarationSyntax whole ? whole.WithReturnType(type).WithBody(changed) : ((LocalFunctionStatementSyntax)function).WithReturnType(type).WithBody(changed);
    }

    /// <summary>True for a private method or local function, which nothing outside of the file calls.</summary>
    private static bool IsOnlyOurs(SyntaxNode function, out string name, out TypeSyntax? returned)
    {
        (name, returned) = function switch
        {
            LocalFunctionStatementSyntax local => (local.Identifier.ValueText, local.ReturnType),
            MethodDeclarationSyntax method when !method.Modifiers.Any(m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.OverrideKeyword or SyntaxKind.PartialKeyword) && method.ExplicitInterfaceSpecifier is null && method.Parent is ClassDeclarationSyntax or StructDeclarationSyntax or RecordDeclarationSyntax && !((TypeDeclarationSyntax)method.Parent).Modifiers.Any(SyntaxKind.PartialKeyword) => (method.Identifier.ValueText, method.ReturnType),
            _ => ("", null),
        };
        return returned is not null;
    }

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
        _ => "",
    };

    private static AwaitExpressionSyntax? AwaitOf(InvocationExpressionSyntax call) => call.Parent switch
    {
        AwaitExpressionSyntax waiting => waiting,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax waiting } } => waiting,
        _ => null,
    };
}
