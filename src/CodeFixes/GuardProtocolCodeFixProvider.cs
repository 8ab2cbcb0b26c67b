using System.Collections.Immutable;
using AsyncStateAnalyzers.CodeFixes.Editors;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>The fixes for guards that are taken or given back in the wrong place.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GuardProtocolCodeFixProvider))]
public sealed class GuardProtocolCodeFixProvider : AsyncStateCodeFixProvider
{
    private static readonly StateFix[] Places = { new TryFinally(), new BeforeTry(), new TestAnswer(), new AddAwait(), new UseSemaphore() };

    internal override IReadOnlyList<StateFix> Fixes => Places;

    internal override ImmutableArray<string> Rules { get; } = ImmutableArray.Create("ASA0201", "ASA0202", "ASA0204", "ASA0207");

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(Places);

    internal sealed class TryFinally : StateFix
    {
        public override string EquivalenceKey => "ASA.TryFinally";

        protected override FixKinds Kind => FixKinds.TryFinally;

        protected override Edit? Compute(FixSite site) => TryFinallyEditor.Edit(site) is { } root ? new Edit(root, $"Give '{site.Hint.Guard}' back in a finally block") : null;
    }

    internal sealed class BeforeTry : StateFix
    {
        public override string EquivalenceKey => "ASA.BeforeTry";

        protected override FixKinds Kind => FixKinds.BeforeTry;

        protected override Edit? Compute(FixSite site)
        {
            if (BeforeTryEditor.Move(site) is { } moved)
                return new Edit(moved, $"Take '{site.Hint.Guard}' before the try");
            return BeforeTryEditor.Flag(site) is { } flagged ? new Edit(flagged, $"Give '{site.Hint.Guard}' back only if it was taken") : null;
        }
    }

    internal sealed class TestAnswer : StateFix
    {
        public override string EquivalenceKey => "ASA.TestAnswer";

        protected override FixKinds Kind => FixKinds.TestAnswer;

        protected override Edit? Compute(FixSite site) => TestAnswerEditor.Edit(site) is { } root ? new Edit(root, $"Go on only if '{site.Hint.Guard}' was taken in time") : null;
    }

    internal sealed class AddAwait : StateFix
    {
        public override string EquivalenceKey => "ASA.AddAwait";

        protected override FixKinds Kind => FixKinds.AddAwait;

        protected override Edit? Compute(FixSite site) => AddAwaitEditor.Guard(site) is { } root ? new Edit(root, $"Await '{site.Hint.Guard}'") : null;
    }

    internal sealed class UseSemaphore : StateFix
    {
        public override string EquivalenceKey => "ASA.UseSemaphore";

        protected override FixKinds Kind => FixKinds.UseSemaphore;

        protected override Edit? Compute(FixSite site) => UseSemaphoreEditor.Edit(site) is { } edit && EditCheck.CompilesEverywhere(site, edit.Root) ? new Edit(edit.Root, $"Make '{edit.Name}' a SemaphoreSlim") : null;
    }
}
