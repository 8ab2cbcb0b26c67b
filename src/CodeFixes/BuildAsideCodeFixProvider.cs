using AsyncStateAnalyzers.CodeFixes.Editors;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>The fix that gathers first and publishes once. Where gathering fails the old content stays, which asks for a look at every place.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BuildAsideCodeFixProvider))]
public sealed class BuildAsideCodeFixProvider : AsyncStateCodeFixProvider
{
    private static readonly StateFix[] Review = { new BuildAside() };

    internal override IReadOnlyList<StateFix> Fixes => Review;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(Review);

    internal sealed class BuildAside : StateFix
    {
        public override string EquivalenceKey => "ASA.BuildAside";

        protected override FixKinds Kind => FixKinds.BuildAside;

        protected override Edit? Compute(FixSite site) => BuildAsideEditor.Edit(site) is { } root ? new Edit(root, "Gather first, then empty and fill it at once (where gathering fails, the old content stays)") : null;
    }
}
