using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Methods of the project that run the code they are given under a guard, by themselves or by handing it on: <c>RunLockedAsync(async () => …)</c>.</summary>
internal static class GuardedRunners
{
    private const int MaxDepth = 3;
    private static readonly ConditionalWeakTable<IMethodSymbol, Runner> s_known = new();

    /// <summary>True for such a method.</summary>
    public static bool IsOne(IMethodSymbol method) => Of(method, 0).Runs;

    /// <summary>The semaphore or lock of its type under which it runs them; null where that is no field, or the method is none of these.</summary>
    public static IFieldSymbol? GuardOf(IMethodSymbol method) => Of(method, 0).Guard;

    private static Runner Of(IMethodSymbol method, int depth)
    {
        if (method.DeclaringSyntaxReferences.IsEmpty || depth > MaxDepth || !method.Parameters.Any(static p => p.Type.TypeKind == TypeKind.Delegate))
            return Runner.None;
        if (s_known.TryGetValue(method, out var known))
            return known;
        var found = Find(method, depth);
        return depth == 0 ? s_known.GetValue(method, _ => found) : found;
    }

    private static Runner Find(IMethodSymbol method, int depth)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            ExpressionSyntax? taken = null;
            var (runs, gives) = (false, false);
            foreach (var call in reference.GetSyntax().DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (IsCodeOf(method, call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke", Expression: var code } ? code : call.Expression))
                {
                    runs |= taken is not null;
                }
                else if (call.Expression is MemberAccessExpressionSyntax access)
                {
                    if (Locks.MayTake(access.Name.Identifier.ValueText))
                    {
                        taken ??= access.Expression;
                        gives |= IsResource(call);
                    }
                    else
                    {
                        gives |= Locks.MayGiveBack(access.Name.Identifier.ValueText);
                    }
                }

                if (HandedOnTo(call, method) is { } next && Of(next, depth + 1) is { Runs: true } runner)
                    return runner;
            }

            if (runs && gives)
                return new Runner(true, TypeSyntaxFacts.LastName(taken!) is { } name ? method.ContainingType.GetMembers(name).FirstOrDefault() as IFieldSymbol : null);
        }

        return Runner.None;
    }

    private static bool IsCodeOf(IMethodSymbol method, ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax { Identifier.ValueText: var name } && method.Parameters.Any(p => p.Name == name && p.Type.TypeKind == TypeKind.Delegate);

    /// <summary>What is taken by a <c>using</c> is given back by it.</summary>
    private static bool IsResource(SyntaxNode call) =>
        call.Ancestors().TakeWhile(static n => n is not (BlockSyntax or AnonymousFunctionExpressionSyntax)).Any(n => n is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } || (n is UsingStatementSyntax use && !use.Statement.Span.Contains(call.Span)));

    /// <summary>The method of the same object that is given the code, as it is or in a function that runs it; null for another call.</summary>
    private static IMethodSymbol? HandedOnTo(InvocationExpressionSyntax call, IMethodSymbol method)
    {
        var called = call.Expression switch
        {
            SimpleNameSyntax own => own.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax, Name: var own } => own.Identifier.ValueText,
            _ => null,
        };
        if (called is null || !call.ArgumentList.Arguments.Any(a => IsCodeOf(method, a.Expression) || (a.Expression is AnonymousFunctionExpressionSyntax function && function.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => IsCodeOf(method, n)))))
            return null;
        var count = call.ArgumentList.Arguments.Count;
        return method.ContainingType.SelfAndBases().SelectMany(t => t.GetMembers(called)).OfType<IMethodSymbol>()
            .FirstOrDefault(m => !SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, method.OriginalDefinition) && m.Parameters.Length >= count && m.Parameters.Count(static p => !p.IsOptional) <= count)?.OriginalDefinition;
    }

    /// <summary>What is known of a method.</summary>
    private sealed record Runner(bool Runs, IFieldSymbol? Guard)
    {
        public static Runner None { get; } = new(false, null);
    }
}
