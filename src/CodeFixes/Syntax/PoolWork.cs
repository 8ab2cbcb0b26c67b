using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>
/// Whether a body runs on several threads at once because the type itself starts it there. Between threads a read directly before
/// the write is still two steps, so that only a guard mends it.
/// </summary>
internal static class PoolWork
{
    /// <summary>True where the body of <paramref name="site"/> is, or is called from, work that is given to the thread pool.</summary>
    public static bool Contains(FixSite site)
    {
        if (site.Type is not { } type)
            return false;
        var calls = new Calls(site.Model.Compilation, type);
        foreach (var scope in type.DeclaringSyntaxReferences.Select(r => r.GetSyntax()))
        {
            var model = scope.SyntaxTree == site.Model.SyntaxTree ? site.Model : site.Model.Compilation.GetSemanticModel(scope.SyntaxTree);
            foreach (var start in scope.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => StartsOnPool(call, model)))
            {
                var work = start.ArgumentList;
                if ((work.SyntaxTree == site.Model.SyntaxTree && work.Span.Contains(site.Write.Span)) || calls.Reachable(new[] { work }).Contains(site.Body))
                    return true;
            }
        }

        return false;
    }

    /// <summary>
    /// True where an async lambda on a variable of the method around it is handed to something that runs it and does not wait:
    /// <c>items.ForEach(async i => sum += await …)</c>. However it adds up, nobody can know when the sum is complete.
    /// </summary>
    public static bool NobodyWaits(FixSite site) =>
        site.Body is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax } }
        && Bodies.Symbol(site.Model, site.Body) is { IsAsync: true, ReturnsVoid: true }
        && Accesses.Location(site) is ILocalSymbol or IParameterSymbol;

    /// <summary>A scheduler of its own may run one piece at a time; the default one does not.</summary>
    private static bool StartsOnPool(InvocationExpressionSyntax call, SemanticModel model)
    {
        if (call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Run" or "StartNew" or "ForEachAsync" or "ForAsync" or "ForEach" or "For" or "Invoke" or "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" }
            || model.GetSymbolInfo(call).Symbol is not IMethodSymbol { ContainingType: { } type } method)
            return false;
        return type.ToDisplayString() switch
        {
            "System.Threading.Tasks.Parallel" or "System.Threading.ThreadPool" => true,
            "System.Threading.Tasks.Task" => method.Name == "Run",
            "System.Threading.Tasks.TaskFactory" => !method.Parameters.Any(p => p.Type.Name == "TaskScheduler"),
            _ => false,
        };
    }
}
