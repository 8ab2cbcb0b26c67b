using AsyncStateAnalyzers.CodeFixes.Editors;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>One atomic step beside a change in two steps is lost as before: it mends where every other change of the state is, or can be made, one step.</summary>
internal static class AtomicWrites
{
    /// <summary>True where all other writes of the state of <paramref name="site"/> leave an atomic step as it is.</summary>
    public static bool AreAll(FixSite site)
    {
        if (Accesses.Location(site) is not { } state || site.Type is not { } type)
            return false;
        var home = state is ILocalSymbol or IParameterSymbol ? state.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().Ancestors().FirstOrDefault(Bodies.IsBody) : null;
        foreach (var scope in GuardSafety.Scopes(state, type))
        {
            var model = scope.SyntaxTree == site.Model.SyntaxTree ? site.Model : site.Model.Compilation.GetSemanticModel(scope.SyntaxTree);
            foreach (var write in Accesses.Writes(state, scope, model))
            {
                if (write != site.Write && !GuardSafety.IsUnshared(write) && Bodies.Enclosing(write) != home && !IsAtomic(write, model) && !IsBlind(write, state, model) && !CanBeAtomic(site, write))
                    return false;
            }
        }

        return true;
    }

    private static bool IsAtomic(SyntaxNode write, SemanticModel model) =>
        write is InvocationExpressionSyntax call && model.GetSymbolInfo(call).Symbol is IMethodSymbol { ContainingType.Name: "Interlocked" or "ImmutableInterlocked" or "Volatile" };

    /// <summary>A body that never looks at the state puts there what it wants, whatever was there.</summary>
    private static bool IsBlind(SyntaxNode write, ISymbol state, SemanticModel model) =>
        write is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } && Accesses.Of(state, Bodies.Enclosing(write), model).All(Accesses.IsBlindTarget);

    private static bool CanBeAtomic(FixSite site, SyntaxNode write) => write.SyntaxTree == site.Model.SyntaxTree && InterlockedEditor.Edit(site.At(write)) is not null;
}
