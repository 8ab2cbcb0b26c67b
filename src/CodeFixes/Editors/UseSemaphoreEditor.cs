using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// Makes a lock that belongs to its thread (an object that is locked, <c>Lock</c>, <c>Mutex</c>, <c>SpinLock</c>, the write side of
/// <c>ReaderWriterLockSlim</c>) a <c>SemaphoreSlim</c>: asynchronous code awaits it, other code waits for it.
/// </summary>
internal static class UseSemaphoreEditor
{
    /// <summary>The root with every use of the lock turned, and its name; null where one of them cannot be, or could ask for it again while it is held.</summary>
    public static (SyntaxNode Root, string Name)? Edit(FixSite site)
    {
        if (site.Read.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } acquire || GuardCalls.Guard(acquire) is not IdentifierNameSyntax guard || site.Model.GetSymbolInfo(guard).Symbol is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field)
            return null;
        if (field.ContainingType is not { TypeKind: TypeKind.Class, IsRecord: false } type || type.DeclaringSyntaxReferences.Select(r => r.GetSyntax()).ToList() is not { } parts || parts.Any(p => p.SyntaxTree != site.Model.SyntaxTree))
            return null;
        if (Declarator(field) is not { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax declaration } variables } || !IsTurnable(field.Type) || Statements.HasDirectives(declaration) || declaration.Modifiers.Any(SyntaxKind.VolatileKeyword))
            return null;
        var isMade = false;
        if (variables.Variables[0].Initializer is { } initializer && !(isMade = IsPlain(initializer.Value, field, site.Model)))
            return null;

        var uses = new ThreadLockUses(site, field);
        foreach (var name in parts.SelectMany(p => Accesses.Of(field, p, site.Model)))
        {
            if (name.FirstAncestorOrSelf<TypeDeclarationSyntax>() is null || !uses.Add(name))
                return null;
        }

        // What nobody makes is no lock; a SpinLock is there by itself.
        if ((!isMade && !uses.IsMade && field.Type.Name != "SpinLock") || !uses.AreSafe())
            return null;
        return (uses.Turn(declaration, isMade || field.Type.Name == "SpinLock"), field.Name);
    }

    /// <summary>True for <c>new object()</c>, <c>new Mutex()</c>, <c>new()</c>: what has a name or may be taken again by its holder is more than a lock.</summary>
    public static bool IsPlain(ExpressionSyntax value, IFieldSymbol field, SemanticModel model)
    {
        if (value is not BaseObjectCreationExpressionSyntax { Initializer: null } creation || !SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(creation).Type, field.Type))
            return false;
        return creation.ArgumentList is null or { Arguments.Count: 0 }
            || (field.Type.Name is "Mutex" or "SpinLock" && creation.ArgumentList.Arguments.Count == 1 && creation.ArgumentList.Arguments[0].Expression.IsKind(SyntaxKind.FalseLiteralExpression));
    }

    private static bool IsTurnable(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Object || (type.Name is "Lock" or "Mutex" or "SpinLock" or "ReaderWriterLockSlim" && type.ContainingNamespace?.ToDisplayString() == "System.Threading");

    private static VariableDeclaratorSyntax? Declarator(IFieldSymbol field) => field.DeclaringSyntaxReferences.Length == 1 ? field.DeclaringSyntaxReferences[0].GetSyntax() as VariableDeclaratorSyntax : null;
}
