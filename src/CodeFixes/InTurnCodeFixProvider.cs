using AsyncStateAnalyzers.CodeFixes.Editors;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>The fix that lets one operation end before the next one begins.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InTurnCodeFixProvider))]
public sealed class InTurnCodeFixProvider : AsyncStateCodeFixProvider
{
    private static readonly StateFix[] InTurn = { new AwaitInTurn() };

    internal override IReadOnlyList<StateFix> Fixes => InTurn;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(InTurn);

    internal sealed class AwaitInTurn : StateFix
    {
        public override string EquivalenceKey => "ASA.AwaitInTurn";

        protected override FixKinds Kind => FixKinds.AwaitInTurn;

        protected override Edit? Compute(FixSite site) => AwaitInTurnEditor.Edit(site) is { } root ? new Edit(root, "Await in turn") : null;
    }
}
