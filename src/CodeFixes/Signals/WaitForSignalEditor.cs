using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Signals;

/// <summary>
/// Makes a flag that is set once a signal: who waits for it awaits the signal, who sets it completes the signal, who looks at it asks
/// whether it is completed. Only where every use of the flag is of one of these forms, and no loop goes on polling.
/// </summary>
internal static class WaitForSignalEditor
{
    private const string Source = "TaskCompletionSource";

    /// <summary>The root; null where a use has another form.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (site.Model.GetSymbolInfo(site.Read).Symbol is not IFieldSymbol { Type.SpecialType: SpecialType.System_Boolean, DeclaredAccessibility: Accessibility.Private } flag
            || flag.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax { Declaration.Variables.Count: 1, AttributeLists.Count: 0 } field } variable
            || variable.SyntaxTree != site.Root.SyntaxTree || variable.Initializer is { Value.RawKind: not (int)SyntaxKind.FalseLiteralExpression }
            || field.Parent is not ClassDeclarationSyntax type || type.Modifiers.Any(SyntaxKind.PartialKeyword))
            return null;
        var isPlain = site.Model.Compilation.GetTypeByMetadataName("System.Threading.Tasks." + Source) is not null;
        var changes = new Dictionary<SyntaxNode, SyntaxNode>();
        foreach (var name in type.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == flag.Name))
        {
            if (!SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(name).Symbol, flag))
                continue;
            if (Change(name, isPlain, site) is not var (before, after))
                return null;
            changes[before] = after;
        }

        if (!changes.Keys.Any(k => k is WhileStatementSyntax && k.Span.Contains(site.Write.Span)))
            return null;
        if (changes.Keys.Any(k => k.Ancestors().Any(changes.ContainsKey)))
            return null;
        changes[field] = Field(field, variable.Identifier.ValueText, isPlain, site);
        var root = site.Root.ReplaceNodes(changes.Keys, (node, _) => changes[node]);
        return EditCheck.CompilesEverywhere(site, root) ? root : null;
    }

    private static FieldDeclarationSyntax Field(FieldDeclarationSyntax field, string name, bool isPlain, FixSite site)
    {
        var space = site.Model.LookupNamespacesAndTypes(field.SpanStart, name: "TaskCreationOptions").Length == 1 ? "" : "System.Threading.Tasks.";
        var modifiers = string.Join(" ", field.Modifiers.Where(m => !m.IsKind(SyntaxKind.VolatileKeyword) && !m.IsKind(SyntaxKind.ReadOnlyKeyword)).Select(m => m.Text).Append("readonly"));
        var made = SyntaxFactory.ParseMemberDeclaration($"{modifiers} {space}{Source}{(isPlain ? "" : "<bool>")} {name} = new({space}TaskCreationOptions.RunContinuationsAsynchronously);");
        return ((FieldDeclarationSyntax)made!).WithTriviaFrom(field);
    }

    private static (SyntaxNode Before, SyntaxNode After)? Change(IdentifierNameSyntax name, bool isPlain, FixSite site)
    {
        ExpressionSyntax place = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or IdentifierNameSyntax } access && access.Name == name ? access : name;
        if (place.Parent is AssignmentExpressionSyntax assignment && assignment.Left == place)
        {
            return assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && assignment.Right.IsKind(SyntaxKind.TrueLiteralExpression) && assignment.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax
                ? (assignment, SyntaxFactory.ParseExpression($"{place.WithoutTrivia()}.TrySetResult({(isPlain ? "" : "true")})").WithTriviaFrom(assignment))
                : null;
        }

        if (place.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 })
            return null;
        if (Poll(place, site) is var (loop, wait))
            return (loop, wait);
        // A look from inside a loop of another form would go on polling the signal.
        if (place.Ancestors().TakeWhile(n => n is not MemberDeclarationSyntax).Any(n => n is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax && n.DescendantNodes().Any(d => d is IdentifierNameSyntax { Identifier.ValueText: "Delay" })))
            return null;
        return (place, SyntaxFactory.ParseExpression($"{place.WithoutTrivia()}.Task.IsCompleted").WithTriviaFrom(place));
    }

    /// <summary><c>while (!_flag) await Task.Delay(10, token);</c> as <c>await _flag.Task.WaitAsync(token);</c>; null for any other use.</summary>
    private static (SyntaxNode Loop, SyntaxNode Wait)? Poll(ExpressionSyntax place, FixSite site)
    {
        if (place.Parent is not PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Parent: WhileStatementSyntax loop } negation || loop.Condition != negation)
            return null;
        var body = loop.Statement is BlockSyntax { Statements: { Count: 1 } only } ? only[0] : loop.Statement;
        if (body is not ExpressionStatementSyntax { Expression: AwaitExpressionSyntax { Expression: InvocationExpressionSyntax awaited } } || Statements.HasDirectives(loop))
            return null;
        var delay = awaited.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault(c => c.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Delay" });
        if (delay is null || delay.ArgumentList.Arguments.Count > 2)
            return null;
        var configured = awaited != delay ? ".ConfigureAwait(false)" : "";
        if (awaited != delay && awaited is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }, ArgumentList.Arguments: [{ Expression.RawKind: (int)SyntaxKind.FalseLiteralExpression }] })
            return null;
        var token = delay.ArgumentList.Arguments.Skip(1).FirstOrDefault()?.Expression;
        if (token is not null && site.Model.GetTypeInfo(token).Type?.Name != "CancellationToken")
            return null;
        var wait = SyntaxFactory.ParseStatement($"await {place.WithoutTrivia()}.Task{(token is null ? "" : $".WaitAsync({token})")}{configured};").WithTriviaFrom(loop).WithAdditionalAnnotations(Formatter.Annotation);
        return (loop, wait);
    }
}
