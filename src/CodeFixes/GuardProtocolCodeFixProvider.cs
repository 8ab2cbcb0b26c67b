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
    private static readonly StateFix[] Places = { new TryFinally(), new BeforeTry(), new TestAnswer(), new AddAwait(), new UseSemaphore(), new MakeAsync(), new AddMaximum(), new OnePermit(), new LiftToField(), new MakeStatic() };

    internal override IReadOnlyList<StateFix> Fixes => Places;

    internal override ImmutableArray<string> Rules { get; } = ImmutableArray.Create("ASA0201", "ASA0202", "ASA0204", "ASA0205", "ASA0207", "ASA0208", "ASA0209");

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
            return (BeforeTryEditor.Flag(site) ?? AnswerFlagEditor.Edit(site)) is { } flagged ? new Edit(flagged, $"Give '{site.Hint.Guard}' back only if it was taken") : null;
        }
    }

    internal sealed class TestAnswer : StateFix
    {
        public override string EquivalenceKey => "ASA.TestAnswer";

        protected override FixKinds Kind => FixKinds.TestAnswer;

        protected override Edit? Compute(FixSite site)
        {
            if (TestAnswerEditor.Edit(site) is { } root)
                return new Edit(root, $"Go on only if '{site.Hint.Guard}' was taken in time");
            return AnswerFlagEditor.Edit(site) is { } flagged ? new Edit(flagged, $"Give '{site.Hint.Guard}' back only if it was taken") : null;
        }
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

    internal sealed class MakeAsync : ByCause
    {
        public override string EquivalenceKey => "ASA.MakeAsync";

        protected override string Cause => "ASA0209";

        protected override Edit? Compute(FixSite site) => AddAwaitEditor.Task(site) is { } root ? new Edit(root, "Make it async and await the task") : null;
    }

    internal sealed class AddMaximum : ByCause
    {
        public override string EquivalenceKey => "ASA.AddMaximum";

        protected override string Cause => "ASA0208";

        protected override Edit? Compute(FixSite site) => SemaphoreMakingEditor.AddMaximum(site) is { } root ? new Edit(root, "Add the maximum") : null;
    }

    internal sealed class OnePermit : ByCause
    {
        public override string EquivalenceKey => "ASA.OnePermit";

        protected override string Cause => "SeveralPermits";

        protected override Edit? Compute(FixSite site) => SemaphoreMakingEditor.OnePermit(site) is { } root ? new Edit(root, "Admit one at a time (review: callers wait for each other)") : null;
    }

    internal sealed class LiftToField : ByCause
    {
        public override string EquivalenceKey => "ASA.LiftToField";

        protected override string Cause => "PerCall";

        protected override Edit? Compute(FixSite site) => SemaphoreMakingEditor.LiftToField(site) is { } edit ? new Edit(edit.Root, $"Make it a field '{edit.Name}' (review: callers wait for each other)") : null;
    }

    internal sealed class MakeStatic : ByCause
    {
        public override string EquivalenceKey => "ASA.MakeStatic";

        protected override string Cause => "OfOneObject";

        protected override Edit? Compute(FixSite site) => SemaphoreMakingEditor.MakeStatic(site) is { } root && EditCheck.CompilesEverywhere(site, root) ? new Edit(root, "Make it static (review: all objects wait for each other)") : null;
    }

    /// <summary>A fix for what a rule says of one place, without a flow.</summary>
    internal abstract class ByCause : StateFix
    {
        protected sealed override FixKinds Kind => FixKinds.None;

        protected abstract string Cause { get; }

        protected sealed override bool IsAllowed(FixSite site) => site.Cause == Cause;
    }
}
