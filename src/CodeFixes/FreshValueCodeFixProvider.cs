using AsyncStateAnalyzers.CodeFixes.Editors;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>The fixes that do the same for a single caller: read it after the await, check again after the await.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FreshValueCodeFixProvider))]
public sealed class FreshValueCodeFixProvider : AsyncStateCodeFixProvider
{
    private static readonly StateFix[] Safe = { new ReadAfterAwait(), new CheckAgain() };

    internal override IReadOnlyList<StateFix> Fixes => Safe;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(Safe);

    internal sealed class ReadAfterAwait : StateFix
    {
        public override string EquivalenceKey => "ASA.ReadAfterAwait";

        protected override FixKinds Kind => FixKinds.ReadAfterAwait;

        protected override Edit? Compute(FixSite site) =>
            !PoolWork.Contains(site) && (HoistAwaitEditor.Edit(site) ?? MoveReadEditor.Edit(site)) is { } root ? new Edit(root, "Read it after the await") : null;
    }

    internal sealed class CheckAgain : StateFix
    {
        public override string EquivalenceKey => "ASA.CheckAgain";

        protected override FixKinds Kind => FixKinds.CheckAgain;

        protected override Edit? Compute(FixSite site) =>
            !PoolWork.Contains(site) && CheckAgainEditor.Edit(site) is { } root ? new Edit(root, "Check again after the await") : null;
    }
}
