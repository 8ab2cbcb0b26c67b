using System.Collections.Immutable;
using AsyncStateAnalyzers.CodeFixes.Ambient;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>The fixes for values that flow with the execution.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AmbientCodeFixProvider))]
public sealed class AmbientCodeFixProvider : AsyncStateCodeFixProvider
{
    private static readonly StateFix[] All =
    {
        new AmbientFix("ASA.AsyncLocal", FixKinds.AsyncLocal, "Make the field an AsyncLocal", AsyncLocalEditor.Edit),
        new AmbientFix("ASA.NewValue", FixKinds.NewValue, "Put a new value there, for this flow and what it starts", NewValueEditor.Edit),
        new AmbientFix("ASA.ReturnValue", FixKinds.ReturnValue, "Return the value, and set it in the caller", ReturnValueEditor.Edit),
    };

    internal override ImmutableArray<string> Rules { get; } = ImmutableArray.Create("ASA0401", "ASA0402", "ASA0403", "ASA0404");

    internal override IReadOnlyList<StateFix> Fixes => All;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(All);

    private sealed class AmbientFix : StateFix
    {
        private readonly string _title;
        private readonly Func<FixSite, SyntaxNode?> _edit;

        public AmbientFix(string equivalenceKey, FixKinds kind, string title, Func<FixSite, SyntaxNode?> edit)
        {
            EquivalenceKey = equivalenceKey;
            Kind = kind;
            _title = title;
            _edit = edit;
        }

        public override string EquivalenceKey { get; }

        protected override FixKinds Kind { get; }

        protected override Edit? Compute(FixSite site) => _edit(site) is { } root ? new Edit(root, _title) : null;
    }
}
