using AsyncStateAnalyzers.CodeFixes.Editors;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>The fix that takes the guard which all others take. Where several places get it, each is looked at with the guards that the ones before have got.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TakeGuardCodeFixProvider))]
public sealed class TakeGuardCodeFixProvider : AsyncStateCodeFixProvider
{
    private static readonly StateFix[] Guards = { new TakeGuard() };

    internal override IReadOnlyList<StateFix> Fixes => Guards;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(Guards);

    internal sealed class TakeGuard : StateFix
    {
        public override string EquivalenceKey => "ASA.TakeGuard";

        protected override FixKinds Kind => FixKinds.TakeGuard;

        protected override Edit? Compute(FixSite site) => TakeGuardEditor.Edit(site) is { } root ? new Edit(root, $"Take '{site.Hint.Guard}' here as well") : null;
    }
}
