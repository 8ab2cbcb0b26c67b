using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>Whether a call runs the body it names.</summary>
internal static class CallDispatch
{
    /// <summary>True where a derived type outside the view may put another body in its place.</summary>
    public static bool IsOpen(object target) =>
        target is IMethodSymbol { IsSealed: false } method
        && (method.IsAbstract || method.IsVirtual || method.IsOverride)
        && method.ContainingType is { IsSealed: false, TypeKind: not TypeKind.Struct } type
        && type.DeclaredAccessibility != Accessibility.Private;
}
