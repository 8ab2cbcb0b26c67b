using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>Takes the guard that the type takes for the same state elsewhere, in the way it is taken there.</summary>
internal static class TakeGuardEditor
{
    /// <summary>The root with the guard; null where it cannot be taken here, or might be held already.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (!site.IsOneBody || Accesses.Location(site) is not { } state || site.Write.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration)
            return null;
        if (site.Model.GetDeclaredSymbol(declaration) is not INamedTypeSymbol type || GuardRange.TryCreate(site, state) is not { } range)
            return null;
        var gate = site.Hint.Guard == "this" ? null : site.Model.LookupSymbols(site.Write.SpanStart, name: site.Hint.Guard).FirstOrDefault(s => s is IFieldSymbol or IPropertySymbol);
        if ((gate is null) != (site.Hint.Guard == "this") || GuardForm.Of(site, range, gate, type) is not { } form)
            return null;
        return new GuardSafety(site, state, range, gate, type).AllowsTaking(form.IsReentrant) ? SemaphoreGuardEditor.Wrap(site, site.Root, range, form.Hold, null) : null;
    }
}
