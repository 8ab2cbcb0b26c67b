using AsyncStateAnalyzers.CodeFixes.Editors;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>
/// The fixes that do the same for a single caller: read it after the await, claim it before the await, check again after the await. Where threads meet, a read
/// directly before the write is still two steps: there both are made one, and reading late alone is offered only where that does not work out.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FreshValueCodeFixProvider))]
public sealed class FreshValueCodeFixProvider : AsyncStateCodeFixProvider
{
    private static readonly StateFix[] Safe = { new OneStep(), new LockedStep(), new ReadAfterAwait(), new ClaimFirst(), new CheckAgain() };

    internal override IReadOnlyList<StateFix> Fixes => Safe;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(Safe);

    internal sealed class OneStep : StateFix
    {
        public override string EquivalenceKey => "ASA.Interlocked";

        protected override FixKinds Kind => FixKinds.Interlocked;

        protected override bool IsAllowed(FixSite site) => Meets(site) && base.IsAllowed(site);

        protected override Edit? Compute(FixSite site) => !PoolWork.NobodyWaits(site) && AtomicWrites.AreAll(site) && InterlockedEditor.Edit(site) is { } edit ? new Edit(edit.Root, $"Use '{edit.Call}'") : null;
    }

    internal sealed class LockedStep : StateFix
    {
        private static readonly OneStep s_better = new();

        public override string EquivalenceKey => "ASA.Lock";

        protected override FixKinds Kind => FixKinds.Lock;

        protected override bool IsAllowed(FixSite site) => Meets(site) && base.IsAllowed(site);

        protected override Edit? Compute(FixSite site) =>
            !PoolWork.NobodyWaits(site) && s_better.TryEdit(site, default) is null && LockEditor.Edit(site) is { } edit ? new Edit(edit.Root, $"Read it after the await, and hold a lock on '{edit.Lock}' around that") : null;
    }

    internal sealed class ReadAfterAwait : StateFix
    {
        private static readonly StateFix[] s_better = { new OneStep(), new LockedStep() };

        public override string EquivalenceKey => "ASA.ReadAfterAwait";

        protected override FixKinds Kind => FixKinds.ReadAfterAwait;

        protected override Edit? Compute(FixSite site) =>
            !PoolWork.Contains(site) && !PoolWork.NobodyWaits(site) && s_better.All(fix => fix.TryEdit(site, default) is null) && (HoistAwaitEditor.Edit(site) ?? MoveReadEditor.Edit(site)) is { } root ? new Edit(root, "Read it after the await") : null;
    }

    internal sealed class ClaimFirst : StateFix
    {
        public override string EquivalenceKey => "ASA.ClaimFirst";

        protected override FixKinds Kind => FixKinds.ClaimFirst;

        protected override Edit? Compute(FixSite site) =>
            !PoolWork.Contains(site) && !PoolWork.NobodyWaits(site) && ClaimFirstEditor.Edit(site) is { } root ? new Edit(root, "Claim it before the await") : null;
    }

    internal sealed class CheckAgain : StateFix
    {
        public override string EquivalenceKey => "ASA.CheckAgain";

        protected override FixKinds Kind => FixKinds.CheckAgain;

        protected override Edit? Compute(FixSite site) =>
            !PoolWork.Contains(site) && !PoolWork.NobodyWaits(site) && CheckAgainEditor.Edit(site) is { } root ? new Edit(root, "Check again after the await") : null;
    }

    /// <summary>True where a value that is read too early meets other threads.</summary>
    private static bool Meets(FixSite site) => (site.Hint.Kinds & FixKinds.ReadAfterAwait) != 0;
}
