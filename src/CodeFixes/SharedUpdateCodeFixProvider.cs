using AsyncStateAnalyzers.CodeFixes.Editors;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>The fixes for what several threads change at once: return and add up, one atomic step, a collection made for it, a lock around the steps.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SharedUpdateCodeFixProvider))]
public sealed class SharedUpdateCodeFixProvider : AsyncStateCodeFixProvider
{
    private static readonly StateFix[] Safe = { new Reduce(), new AtomicStep(), new ConcurrentCollection(), new Lock() };

    internal override IReadOnlyList<StateFix> Fixes => Safe;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(Safe);

    internal sealed class Reduce : StateFix
    {
        public override string EquivalenceKey => "ASA.Reduce";

        protected override FixKinds Kind => FixKinds.Reduce;

        protected override Edit? Compute(FixSite site) => ReduceEditor.Edit(site) is { } root ? new Edit(root, "Return it from each run and gather when all have ended") : null;
    }

    internal sealed class AtomicStep : StateFix
    {
        public override string EquivalenceKey => "ASA.Interlocked";

        protected override FixKinds Kind => FixKinds.Interlocked;

        protected override bool IsAllowed(FixSite site) => IsStep(site) && base.IsAllowed(site);

        protected override Edit? Compute(FixSite site) => InterlockedEditor.Edit(site) is { } edit ? new Edit(edit.Root, $"Use '{edit.Call}'") : null;
    }

    internal sealed class ConcurrentCollection : StateFix
    {
        public override string EquivalenceKey => "ASA.ConcurrentCollection";

        protected override FixKinds Kind => FixKinds.ConcurrentCollection;

        protected override Edit? Compute(FixSite site) => ConcurrentCollectionEditor.Edit(site) is { } edit ? new Edit(edit.Root, $"Use '{edit.Type}'") : null;
    }

    internal sealed class Lock : StateFix
    {
        public override string EquivalenceKey => "ASA.Lock";

        protected override FixKinds Kind => FixKinds.Lock;

        protected override bool IsAllowed(FixSite site) => IsStep(site) && base.IsAllowed(site);

        protected override Edit? Compute(FixSite site) => LockEditor.Edit(site) is { } edit ? new Edit(edit.Root, $"Hold a lock on '{edit.Lock}' around it") : null;
    }

    /// <summary>True where nothing is awaited between the steps; where something is, <see cref="FreshValueCodeFixProvider"/> has the fix.</summary>
    private static bool IsStep(FixSite site) => (site.Hint.Kinds & FixKinds.ReadAfterAwait) == 0;
}
