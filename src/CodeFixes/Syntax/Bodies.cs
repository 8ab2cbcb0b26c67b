using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>Bodies: what runs as one piece, and what is known of the whole of it.</summary>
internal static class Bodies
{
    /// <summary>True for a node whose code runs by itself: a member, a local function, a lambda, the top-level statements.</summary>
    public static bool IsBody(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
            or CompilationUnitSyntax or BaseTypeDeclarationSyntax
        || (node is BasePropertyDeclarationSyntax property && property.AccessorList is null);

    /// <summary>The innermost body around <paramref name="node"/>; initialisers belong to the type that declares them.</summary>
    public static SyntaxNode Enclosing(SyntaxNode node) => node.Ancestors().First(IsBody);

    /// <summary>The member, or the compilation unit for top-level statements, that contains <paramref name="node"/>.</summary>
    public static SyntaxNode Member(SyntaxNode node)
    {
        foreach (var ancestor in node.AncestorsAndSelf())
        {
            if (ancestor is MemberDeclarationSyntax and not BaseTypeDeclarationSyntax and not GlobalStatementSyntax and not BaseNamespaceDeclarationSyntax)
                return ancestor;
        }

        return node.SyntaxTree.GetRoot();
    }

    /// <summary>True where <paramref name="body"/> may contain <c>await</c>.</summary>
    public static bool IsAsync(SyntaxNode body) => body switch
    {
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.AsyncKeyword),
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        CompilationUnitSyntax => true,
        _ => false,
    };

    /// <summary>The symbol of <paramref name="body"/>; null where it has none or is half typed.</summary>
    public static IMethodSymbol? Symbol(SemanticModel model, SyntaxNode body) => body switch
    {
        AnonymousFunctionExpressionSyntax lambda => model.GetSymbolInfo(lambda).Symbol as IMethodSymbol,
        BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax => model.GetDeclaredSymbol(body) as IMethodSymbol,
        _ => null,
    };

    /// <summary>True where the value of an expression body is the result: not in an async method that returns a plain task.</summary>
    public static bool ReturnsValue(SemanticModel model, SyntaxNode body) =>
        Symbol(model, body) is { } method && (method.IsAsync ? method.ReturnType is INamedTypeSymbol { Arity: > 0 } : !method.ReturnsVoid);

    /// <summary>The nodes of <paramref name="body"/> that run as part of it: not those of lambdas and local functions in it.</summary>
    public static IEnumerable<SyntaxNode> OwnNodes(SyntaxNode body) => body.DescendantNodes(node => node == body || !IsBody(node));

    /// <summary>True where <paramref name="node"/> gives way to other executions.</summary>
    public static bool Suspends(SyntaxNode node) => node switch
    {
        AwaitExpressionSyntax or YieldStatementSyntax => true,
        CommonForEachStatementSyntax loop => loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
        UsingStatementSyntax usingStatement => usingStatement.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
        LocalDeclarationStatementSyntax declaration => declaration.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword),
        _ => false,
    };

    /// <summary>True where <paramref name="inner"/> may run several times, or at another time, while <paramref name="outer"/> runs once.</summary>
    public static bool RepeatsOrLeaves(SyntaxNode inner, SyntaxNode outer) =>
        inner.Ancestors().TakeWhile(node => node != outer).Any(node => IsBody(node)
            || node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax);
}
