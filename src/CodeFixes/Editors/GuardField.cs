using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>Finds the guard that the type already has for a piece of state.</summary>
internal static class GuardField
{
    /// <summary>The semaphore that already guards <paramref name="state"/> somewhere, or the one that the analyzer named; null where there is none.</summary>
    /// <param name="site">The finding.</param>
    /// <param name="state">The state to guard.</param>
    /// <param name="type">The type that would declare the guard.</param>
    /// <param name="unusable">True where the state has a guard of a kind that this fix cannot take.</param>
    public static ISymbol? Existing(FixSite site, ISymbol state, INamedTypeSymbol type, out bool unusable)
    {
        unusable = false;
        if (site.Hint.Guard.Length > 0)
        {
            var named = site.Model.LookupSymbols(site.Write.SpanStart, name: site.Hint.Guard).FirstOrDefault();
            if (named is not null && IsExclusive(named))
                return named.IsStatic || !state.IsStatic ? named : null;
            var other = (named as IFieldSymbol)?.Type ?? (named as IPropertySymbol)?.Type;
            unusable = other is not null && other.SpecialType != SpecialType.System_Object && other.Name != "Lock";
            if (unusable)
                return null;
        }

        return site.Model.LookupSymbols(site.Write.SpanStart)
            .Where(symbol => symbol is ILocalSymbol or IFieldSymbol && IsExclusive(symbol) && (symbol.IsStatic || !state.IsStatic))
            .FirstOrDefault(symbol => Guards(symbol, state, type, site.Model));
    }

    /// <summary>What is locked around another use of <paramref name="state"/>; null where nothing is, or nothing that all who share the state have.</summary>
    public static ExpressionSyntax? ExistingLock(FixSite site, ISymbol state, INamedTypeSymbol type)
    {
        foreach (var scope in GuardSafety.Scopes(state, type))
        {
            var model = scope.SyntaxTree == site.Model.SyntaxTree ? site.Model : site.Model.Compilation.GetSemanticModel(scope.SyntaxTree);
            foreach (var held in scope.DescendantNodes().OfType<LockStatementSyntax>())
            {
                if (!Accesses.Of(state, held.Statement, model).Any())
                    continue;
                var usable = held.Expression is ThisExpressionSyntax ? !state.IsStatic : model.GetSymbolInfo(held.Expression).Symbol switch
                {
                    IFieldSymbol field => field.IsStatic || !state.IsStatic,
                    ILocalSymbol or IParameterSymbol => state is ILocalSymbol or IParameterSymbol,
                    _ => false,
                };
                if (usable)
                    return held.Expression;
            }
        }

        return null;
    }

    /// <summary>The <c>try</c> statements among <paramref name="nodes"/> whose <c>finally</c> gives <paramref name="gate"/> back.</summary>
    public static IEnumerable<TryStatementSyntax> Regions(ISymbol gate, SemanticModel model, IEnumerable<SyntaxNode> nodes) =>
        nodes.OfType<TryStatementSyntax>().Where(t => t.Finally is { } end && Accesses.Of(gate, end, model)
            .Any(name => name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Release" } }));

    private static bool Guards(ISymbol gate, ISymbol state, INamedTypeSymbol type, SemanticModel model)
    {
        var scopes = gate is ILocalSymbol ? gate.DeclaringSyntaxReferences.Select(r => Bodies.Member(r.GetSyntax())) : type.DeclaringSyntaxReferences.Select(r => r.GetSyntax());
        foreach (var scope in scopes)
        {
            var own = scope.SyntaxTree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(scope.SyntaxTree);
            if (Regions(gate, own, scope.DescendantNodes()).Any(region => Accesses.Writes(state, region.Block, own).Any()))
                return true;
        }

        return false;
    }

    /// <summary>True for a semaphore that is created with one permit and never replaced.</summary>
    public static bool IsExclusive(ISymbol symbol)
    {
        var type = symbol switch { IFieldSymbol { IsReadOnly: true } field => field.Type, ILocalSymbol local => local.Type, _ => null };
        if (type?.ToDisplayString() is not ("System.Threading.SemaphoreSlim" or "System.Threading.SemaphoreSlim?"))
            return false;
        return symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: var permits } }
            && permits.Count is 1 or 2 && permits.All(p => p.Expression is LiteralExpressionSyntax { Token.Value: 1 });
    }
}
