using System.Collections.Immutable;
using AsyncStateAnalyzers.CodeFixes.Signals;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>The fixes that mend how a signal is made and completed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SignalCodeFixProvider))]
public sealed class SignalCodeFixProvider : AsyncStateCodeFixProvider
{
    private static readonly StateFix[] All =
    {
        new SignalFix("ASA.TryToComplete", FixKinds.TryToComplete, "Complete it unless it is completed", TryToCompleteEditor.Edit),
        new SignalFix("ASA.GoOnElsewhere", FixKinds.GoOnElsewhere, "Let those who wait go on elsewhere", GoOnElsewhereEditor.Edit),
        new SignalFix("ASA.WaitForSignal", FixKinds.WaitForSignal, "Wait for a signal", WaitForSignalEditor.Edit),
        new SignalFix("ASA.Exchange", FixKinds.Interlocked, "Replace it in one step", ExchangeEditor.Edit),
        new SignalFix("ASA.RenewFirst", FixKinds.InOrder, "Renew it before the work", InOrderEditor.RenewFirst),
        new SignalFix("ASA.StartWhenAssigned", FixKinds.InOrder, "Start the timer when it is assigned", InOrderEditor.StartWhenAssigned),
    };

    internal override ImmutableArray<string> Rules { get; } = ImmutableArray.Create("ASA0501", "ASA0502", "ASA0503", "ASA0504");

    internal override IReadOnlyList<StateFix> Fixes => All;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(All);

    private sealed class SignalFix : StateFix
    {
        private readonly string _title;
        private readonly Func<FixSite, SyntaxNode?> _edit;

        public SignalFix(string equivalenceKey, FixKinds kind, string title, Func<FixSite, SyntaxNode?> edit)
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
