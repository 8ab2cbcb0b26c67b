using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Ambient;

/// <summary>Whether a method of the program changes a plain collection of its own object, in a way that two threads must not at once.</summary>
internal static class OwnMutation
{
    /// <summary>True where the body itself does, and neither the method nor its type shows that several threads are known of.</summary>
    public static bool In(IMethodSymbol method, SemanticModel near, CancellationToken cancellationToken)
    {
        if (method.IsStatic || method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type } body || type.DescendantNodes().Any(IsGuarded))
            return false;
        SemanticModel? model = null;
        foreach (var node in Completions.Replacement.OfFunction<ExpressionSyntax>(body))
        {
            var (collection, call) = node switch
            {
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } invoked when Mutators.Contains(access.Name.Identifier.ValueText) => (Completions.Replacement.Own(access.Expression), invoked),
                AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax element } => (Completions.Replacement.Own(element.Expression), null),
                _ => (null, null),
            };
            if (collection is null)
                continue;
            model ??= AmbientCalls.ModelOf(body, near);
            if (model.GetSymbolInfo(collection, cancellationToken).Symbol is IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false }
                && model.GetTypeInfo(collection, cancellationToken).Type is { } held && Collections.KindOf(held) == CollectionKind.Plain
                && (call is null || model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol called && Collections.EffectOf(called, held) is not (CollectionEffect.None or CollectionEffect.Test or CollectionEffect.TestAndGet or CollectionEffect.Content or CollectionEffect.Get)))
                return true;
        }

        return false;
    }

    private static bool IsGuarded(SyntaxNode node) =>
        node is LockStatementSyntax || node is IdentifierNameSyntax { Identifier.ValueText: var name } && (Locks.ShowsThreads(name) || Locks.IsTakingName(name));
}
