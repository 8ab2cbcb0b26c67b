using AsyncStateAnalyzers.CodeFixes.Editors;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>
/// The fix that makes callers wait for each other; every place asks for a look. Several are guarded one after the other: a place finds the
/// guard that the ones before have made for its state, and one that stands inside or around a guard by then is left.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GuardCodeFixProvider))]
public sealed class GuardCodeFixProvider : AsyncStateCodeFixProvider
{
    private static readonly StateFix[] Review = { new Guard() };

    internal override IReadOnlyList<StateFix> Fixes => Review;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(Review);

    internal sealed class Guard : StateFix
    {
        public override string EquivalenceKey => "ASA.Guard";

        protected override FixKinds Kind => FixKinds.Guard;

        protected override Edit? Compute(FixSite site) =>
            !IsNeedless(site) && !TakesLock(site) && SemaphoreGuardEditor.Edit(site) is { } edit
                ? new Edit(edit.Root, $"Guard with SemaphoreSlim '{edit.Guard}' (review: callers wait for each other)")
                : null;

        /// <summary>Where nothing is awaited between the steps, a lock is enough.</summary>
        private static bool TakesLock(FixSite site) => (site.Hint.Kinds & (FixKinds.Lock | FixKinds.ReadAfterAwait)) == FixKinds.Lock && LockEditor.Edit(site) is not null;

        /// <summary>Where reading it after the await mends it, and no other body writes it, callers would wait for nothing.</summary>
        private static bool IsNeedless(FixSite site) =>
            (site.Hint.Kinds & FixKinds.ReadAfterAwait) != 0
            && !PoolWork.Contains(site)
            && (HoistAwaitEditor.Edit(site) ?? MoveReadEditor.Edit(site)) is not null
            && Accesses.Location(site) is { } state
            && Accesses.Writes(state, site.Write.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? site.Root, site.Model).All(write => Bodies.Enclosing(write) == site.Body || Bodies.Enclosing(write) is ConstructorDeclarationSyntax);
    }
}
