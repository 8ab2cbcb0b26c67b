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
        new EditorFix("ASA.TryToComplete", FixKinds.TryToComplete, "Complete it unless it is completed", TryToCompleteEditor.Edit),
        new EditorFix("ASA.GoOnElsewhere", FixKinds.GoOnElsewhere, "Let those who wait go on elsewhere", GoOnElsewhereEditor.Edit),
        new EditorFix("ASA.WaitForSignal", FixKinds.WaitForSignal, "Wait for a signal", WaitForSignalEditor.Edit),
        new EditorFix("ASA.Exchange", FixKinds.Interlocked, "Replace it in one step", ExchangeEditor.Edit),
        new EditorFix("ASA.RenewFirst", FixKinds.InOrder, "Renew it before the work", InOrderEditor.RenewFirst),
        new EditorFix("ASA.StartWhenAssigned", FixKinds.InOrder, "Start the timer when it is assigned", InOrderEditor.StartWhenAssigned),
    };

    internal override ImmutableArray<string> Rules { get; } = ImmutableArray.Create("ASA0501", "ASA0502", "ASA0503", "ASA0504");

    internal override IReadOnlyList<StateFix> Fixes => All;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(All);
}
