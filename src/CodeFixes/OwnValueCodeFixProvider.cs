using System.Collections.Immutable;
using AsyncStateAnalyzers.CodeFixes.Signals;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>The fix by which a method clears and ends what it has stored itself, and nothing that came after it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OwnValueCodeFixProvider))]
public sealed class OwnValueCodeFixProvider : AsyncStateCodeFixProvider
{
    private static readonly StateFix[] All = { new OwnOnly() };

    internal override ImmutableArray<string> Rules { get; } = ImmutableArray.Create("ASA0505");

    internal override IReadOnlyList<StateFix> Fixes => All;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(All);

    private sealed class OwnOnly : StateFix
    {
        public override string EquivalenceKey => "ASA.OwnOnly";

        protected override FixKinds Kind => FixKinds.OwnOnly;

        protected override Edit? Compute(FixSite site) => OwnOnlyEditor.Edit(site) is { } root ? new Edit(root, "Clear only what was stored here") : null;
    }
}
