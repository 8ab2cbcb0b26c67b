using AsyncStateAnalyzers.CodeFixes.Editors;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>The fix that lets a loop go through a copy. What is added meanwhile is not visited in this turn, what is taken out still is.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SnapshotCodeFixProvider))]
public sealed class SnapshotCodeFixProvider : AsyncStateCodeFixProvider
{
    private static readonly StateFix[] Copies = { new Snapshot() };

    internal override IReadOnlyList<StateFix> Fixes => Copies;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(Copies);

    internal sealed class Snapshot : StateFix
    {
        public override string EquivalenceKey => "ASA.Snapshot";

        protected override FixKinds Kind => FixKinds.Snapshot;

        protected override Edit? Compute(FixSite site) => SnapshotEditor.Edit(site) is { } root ? new Edit(root, "Go through a copy") : null;
    }
}
