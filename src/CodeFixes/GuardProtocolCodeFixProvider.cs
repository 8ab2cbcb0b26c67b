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
    private static readonly StateFix[] Places = { new TryFinally() };

    internal override IReadOnlyList<StateFix> Fixes => Places;

    internal override ImmutableArray<string> Rules { get; } = ImmutableArray.Create("ASA0201");

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(Places);

    internal sealed class TryFinally : StateFix
    {
        public override string EquivalenceKey => "ASA.TryFinally";

        protected override FixKinds Kind => FixKinds.TryFinally;

        protected override Edit? Compute(FixSite site) => TryFinallyEditor.Edit(site) is { } root ? new Edit(root, $"Give '{site.Hint.Guard}' back in a finally block") : null;
    }
}
