using AsyncStateAnalyzers.Knowledge.Channels;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>A function completes the signal that it is given, and several runs of it are given the same one.</summary>
internal static class SameForSeveral
{
    /// <summary>The start of the one more; null where none is in sight.</summary>
    /// <param name="completion">Where the function completes it.</param>
    /// <param name="signal">The parameter that holds it; anything else has no answer.</param>
    public static SyntaxNode? Of(Completion completion, ISymbol signal)
    {
        if (signal is not IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method } parameter || parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not ParameterSyntax { Parent.Parent: { } function } || CallShape.FunctionOf(completion.Node) != function)
            return null;
        SyntaxNode? scope = function is LocalFunctionStatementSyntax ? CallShape.MemberOf(function) : function.FirstAncestorOrSelf<TypeDeclarationSyntax>(t => t != function);
        var given = scope is null ? Enumerable.Empty<ILocalSymbol>() : NameIndex.In(scope, method.Name).Select(CallShape.CallOf).OfType<InvocationExpressionSyntax>().Select(c => Given(c, parameter, completion.Model)).OfType<ILocalSymbol>().Distinct<ILocalSymbol>(SymbolEqualityComparer.Default);
        foreach (var local in given)
        {
            if (local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not { } declared || CallShape.FunctionOf(declared) is not { } maker)
                continue;
            var starts = Executions.Of(completion.Node, completion.Model, CancellationToken.None, all: true, carries: (called, call) => !SymbolEqualityComparer.Default.Equals(called, method) || SymbolEqualityComparer.Default.Equals(Given((InvocationExpressionSyntax)call, parameter, completion.Model), local))
                .Where(e => e.Site != maker && maker.Span.Contains(e.Site.Span)).Select(e => e.Several?.Span.Contains(declared.Span) == true ? e with { Several = null } : e).ToList();
            if (Executions.Together(starts) is { } together)
                return together;
        }

        return null;
    }

    private static ILocalSymbol? Given(InvocationExpressionSyntax call, IParameterSymbol parameter, SemanticModel model)
    {
        var arguments = call.ArgumentList.Arguments;
        var argument = arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == parameter.Name) ?? (parameter.Ordinal < arguments.Count && arguments[parameter.Ordinal].NameColon is null ? arguments[parameter.Ordinal] : null);
        return argument?.Expression is IdentifierNameSyntax name ? model.GetSymbolInfo(name).Symbol as ILocalSymbol : null;
    }
}
