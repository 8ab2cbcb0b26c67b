using System.Composition;
using AsyncStateAnalyzers.CodeFixes.Editors;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>The fix that makes callers wait for each other. It asks for a look at every place, so there is no fix-all.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GuardCodeFixProvider)), Shared]
public sealed class GuardCodeFixProvider : AsyncStateCodeFixProvider
{
    private static readonly StateFix[] Review = { new Guard() };

    internal override IReadOnlyList<StateFix> Fixes => Review;

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    internal sealed class Guard : StateFix
    {
        public override string EquivalenceKey => "ASA.Guard";

        protected override FixKinds Kind => FixKinds.Guard;

        protected override Edit? Compute(FixSite site) =>
            SemaphoreGuardEditor.Edit(site) is { } edit
                ? new Edit(edit.Root, $"Guard with SemaphoreSlim '{edit.Guard}' (review: callers wait for each other)")
                : null;
    }
}
