using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Objects that serve one operation at a time, kept by a type that many executions share.</summary>
internal static class SharedSingleUse
{
    /// <summary>The names of the fields, properties and constructor parameters that hold such an object; empty in nearly all types. Declarations are looked at first, registrations only where one is found.</summary>
    /// <param name="type">The type.</param>
    /// <param name="knowledge">What its declaration and registration say.</param>
    /// <param name="underGuard">Whether some member that takes a guard names it: then sharing is meant.</param>
    public static HashSet<string> Names(INamedTypeSymbol type, Func<TypeKnowledge> knowledge, Func<string, bool> underGuard)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        var ofAll = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in type.GetMembers())
        {
            switch (member)
            {
                case IFieldSymbol { IsConst: false } field when SingleUse.Of(field.Type) is not null:
                    (field.IsStatic ? ofAll : own).Add(field.AssociatedSymbol?.Name ?? field.Name);
                    break;
                case IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: false } constructor:
                    own.UnionWith(constructor.Parameters.Where(p => SingleUse.Of(p.Type) is not null).Select(p => p.Name));
                    break;
            }
        }

        ofAll.UnionWith(own.Where(underGuard));
        if (own.Count > ofAll.Count && knowledge() is { NotSharedBecause: null, Shared.Strength: EvidenceStrength.Proven })
            ofAll.UnionWith(own);
        return ofAll;
    }
}
