using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Channels;

/// <summary>A place from which some code is set going beside the code that goes on.</summary>
/// <param name="Site">The call, or the member that somebody outside calls.</param>
/// <param name="Several">The loop or call that sets several going which stand beside each other; null for none.</param>
/// <param name="IsLoose">True where the code that starts it goes on at once.</param>
/// <param name="IsService">True where the host runs it as long as the program runs.</param>
internal sealed record Execution(SyntaxNode Site, SyntaxNode? Several, bool IsLoose, bool IsService = false);

/// <summary>From where code is started, as far as the syntax of its type shows it.</summary>
internal static class Executions
{
    private const int MaxDepth = 6;

    /// <summary>The starts of the function that the node stands in.</summary>
    /// <param name="node">The node.</param>
    /// <param name="model">The model of its file.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <param name="all">True to go on to the calls of members that others may call too.</param>
    /// <param name="carries">Which of the calls of a method matter; null for all.</param>
    public static IReadOnlyList<Execution> Of(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken, bool all = false, Func<ISymbol, SyntaxNode, bool>? carries = null)
    {
        var result = new List<Execution>();
        Find(node, model, 0, result, all, carries, cancellationToken);
        return result.GroupBy(e => e.Site).Select(g => g.FirstOrDefault(e => e.Several is not null) ?? g.First()).ToList();
    }

    /// <summary>What shows that two of them stand beside each other: the call that starts several, or the second of two that are started without a wait between; null where nothing does.</summary>
    public static SyntaxNode? Together(IEnumerable<Execution> executions)
    {
        var all = executions.GroupBy(e => e.Site).Select(g => g.First()).ToList();
        if (all.FirstOrDefault(e => e.Several is not null) is { } several)
            return several.Several;
        var loose = all.Where(e => e.IsLoose && !e.IsService).OrderBy(e => e.Site.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(e => e.Site.SpanStart).ToList();
        for (var i = 1; i < loose.Count; i++)
        {
            if (CallShape.FunctionOf(loose[i].Site) is { } body && CallShape.FunctionOf(loose[i - 1].Site) == body && StartSyntax.RunsOn(body, loose[i - 1].Site, loose[i].Site))
                return loose[i].Site;
        }

        var services = all.Where(e => e.IsService).OrderBy(e => e.Site.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(e => e.Site.SpanStart).ToList();
        return services.Count > 1 ? services[1].Site : null;
    }

    private static void Find(SyntaxNode node, SemanticModel model, int depth, List<Execution> result, bool all, Func<ISymbol, SyntaxNode, bool>? carries, CancellationToken cancellationToken)
    {
        var function = CallShape.FunctionOf(node);
        switch (function)
        {
            case AnonymousFunctionExpressionSyntax lambda:
                OfLambda(lambda, model, depth, result, all, carries, cancellationToken);
                return;
            case LocalFunctionStatementSyntax or MethodDeclarationSyntax when model.GetDeclaredSymbol(function, cancellationToken) is IMethodSymbol method && (all || method.MethodKind == MethodKind.LocalFunction || method.DeclaredAccessibility == Accessibility.Private):
                OfMethod(function, method, model, depth, result, all, carries, cancellationToken);
                return;
            default:
                result.Add(new Execution(function ?? node.SyntaxTree.GetRoot(cancellationToken), null, IsLoose: false));
                return;
        }
    }

    private static void OfLambda(AnonymousFunctionExpressionSyntax lambda, SemanticModel model, int depth, List<Execution> result, bool all, Func<ISymbol, SyntaxNode, bool>? carries, CancellationToken cancellationToken)
    {
        if (lambda.Parent is not ArgumentSyntax { Parent.Parent: { } call } || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol called)
        {
            result.Add(new Execution(lambda, null, IsLoose: false));
            return;
        }

        var via = called.MethodKind == MethodKind.Constructor ? "new " + called.ContainingType.Name : called.ContainingType.Name + "." + called.Name;
        var givesTask = model.GetSymbolInfo(lambda, cancellationToken).Symbol is IMethodSymbol { ReturnType: { } gives } && TypeFacts.IsTask(gives);
        switch (FanOuts.Of(via, givesTask))
        {
            case FanOut.Threads:
                result.Add(new Execution(call, StartSyntax.IsOneAtATime(lambda, FanOuts.IsSequentialByDefault(via)) ? null : call, IsLoose: true));
                return;
            case FanOut.Tasks:
                result.Add(new Execution(call, StartSyntax.IsCombined(lambda) ? call : null, IsLoose: true));
                return;
            case FanOut.Thread or FanOut.Branches:
                AddStart(call, model, depth, result, all, carries, cancellationToken);
                return;
            case FanOut.PerElement:
                Find(call, model, depth + 1, result, all, carries, cancellationToken);
                return;
            default:
                result.Add(new Execution(lambda, null, IsLoose: false));
                return;
        }
    }

    private static void OfMethod(SyntaxNode function, IMethodSymbol method, SemanticModel model, int depth, List<Execution> result, bool all, Func<ISymbol, SyntaxNode, bool>? carries, CancellationToken cancellationToken)
    {
        if (depth > MaxDepth)
            return;
        SyntaxNode scope = method.MethodKind == MethodKind.LocalFunction
            ? function.Ancestors().First(n => n is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax)
            : function.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault() ?? function.SyntaxTree.GetRoot(cancellationToken);
        var found = false;
        foreach (var name in NamesIn(scope, method.Name))
        {
            if (function.Span.Contains(name.Span) || !SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, method.OriginalDefinition))
                continue;
            found = true;
            if (CallShape.CallOf(name) is { } call)
            {
                if (carries is not null && !carries(method.OriginalDefinition, call))
                    continue;
                var chain = CallShape.Chain(call);
                if (chain.Parent is AwaitExpressionSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax || !TypeFacts.IsTask(method.ReturnType))
                    Find(chain, model, depth + 1, result, all, carries, cancellationToken);
                else
                    AddStart(call, model, depth, result, all, carries, cancellationToken);
            }
            else if ((name.Parent is MemberAccessExpressionSyntax ? name.Parent.Parent : name.Parent) is ArgumentSyntax { Parent.Parent: { } passed })
            {
                AddStart(passed, model, depth, result, all, carries, cancellationToken);
            }
        }

        if (!found)
            result.Add(new Execution(function, null, IsLoose: false));
    }

    private static void AddStart(SyntaxNode call, SemanticModel model, int depth, List<Execution> result, bool all, Func<ISymbol, SyntaxNode, bool>? carries, CancellationToken cancellationToken)
    {
        var chain = call is ExpressionSyntax expression ? CallShape.Chain(expression) : call;
        var loop = StartSyntax.LoopAround(call);
        var isLoose = chain.Parent is not AwaitExpressionSyntax;
        if (loop is null && chain.Parent is LambdaExpressionSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax && depth < MaxDepth)
        {
            Find(chain, model, depth + 1, result, all, carries, cancellationToken);
            return;
        }

        result.Add(new Execution(call, loop, isLoose));
    }

    private static IEnumerable<IdentifierNameSyntax> NamesIn(SyntaxNode scope, string name) => NameIndex.In(scope, name);
}
