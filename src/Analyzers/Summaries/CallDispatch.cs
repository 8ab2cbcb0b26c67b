using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>Whether a call runs the body it names.</summary>
internal static class CallDispatch
{
    /// <summary>What a call of the target runs on an object of the type: the last override.</summary>
    public static object RunBy(INamedTypeSymbol type, object target)
    {
        if (target is not IMethodSymbol { IsStatic: false } method || !(method.IsAbstract || method.IsVirtual || method.IsOverride))
            return target;
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            foreach (var member in t.GetMembers(method.Name))
            {
                for (var m = member as IMethodSymbol; m is not null; m = m.OverriddenMethod)
                {
                    if (SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, method))
                        return member.OriginalDefinition;
                }
            }
        }

        return target;
    }

    /// <summary>True where a derived type outside the view may put another body in its place.</summary>
    public static bool IsOpen(object target) =>
        target is IMethodSymbol { IsSealed: false } method
        && (method.IsAbstract || method.IsVirtual || method.IsOverride)
        && method.ContainingType is { IsSealed: false, TypeKind: not TypeKind.Struct } type
        && type.DeclaredAccessibility != Accessibility.Private;
}
