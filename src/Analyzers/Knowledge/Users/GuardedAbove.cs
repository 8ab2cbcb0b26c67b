using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Users;

/// <summary>Overrides that their base calls while it holds a guard: the base is what keeps their runs apart.</summary>
internal static class GuardedAbove
{
    /// <summary>Why runs of the override come one after the other; null where its base does not see to it, or somebody else can call it.</summary>
    public static string? Because(IMethodSymbol method)
    {
        if (method is not { IsOverride: true, DeclaredAccessibility: Accessibility.Protected or Accessibility.ProtectedAndInternal })
            return null;
        string? because = null;
        for (INamedTypeSymbol? type = method.ContainingType; type is { DeclaringSyntaxReferences.IsEmpty: false }; type = type.BaseType)
        {
            foreach (var reference in type.DeclaringSyntaxReferences)
            {
                foreach (var name in reference.GetSyntax().DescendantNodes().OfType<IdentifierNameSyntax>())
                {
                    if (name.Identifier.ValueText != method.Name || name.Parent is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax })
                        continue;
                    if (CallShape.CallOf(name) is not { } call || !CallShape.IsWaitedForHere(call) || GuardAround(call, type) is not { } guard)
                        return null;
                    var now = $"'{CallShape.NameOfMember(call)}' holds '{guard}' when it calls it";
                    if (because is not null && because != now)
                        return null;
                    because = now;
                }
            }
        }

        return because;
    }

    /// <summary>A semaphore of the type for one at a time, inside whose stretch the call stands.</summary>
    private static string? GuardAround(InvocationExpressionSyntax call, INamedTypeSymbol type)
    {
        if (CallShape.MemberOf(call) is not { } member)
            return null;
        foreach (var region in GuardedRegions.Of(member))
        {
            if (region.Guard is { } guard && region.Span.Contains(call.Span) && type.GetMembers(guard).FirstOrDefault() is IFieldSymbol { IsReadOnly: true, Type.Name: Locks.Semaphore } field && field.DeclaringSyntaxReferences.Any(static r => SemaphoreShapes.IsForOne(r.GetSyntax())))
                return guard;
        }

        return null;
    }
}
