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
        new EditorFix("ASA.AsyncLocal", FixKinds.AsyncLocal, "Make the field an AsyncLocal", AsyncLocalEditor.Edit),
        new EditorFix("ASA.NewValue", FixKinds.NewValue, "Put a new value there, for this flow and what it starts", NewValueEditor.Edit),
        new EditorFix("ASA.ReturnValue", FixKinds.ReturnValue, "Return the value, and set it in the caller", ReturnValueEditor.Edit),
    };

    internal override ImmutableArray<string> Rules { get; } = ImmutableArray.Create("ASA0401", "ASA0402", "ASA0403", "ASA0404");

    internal override IReadOnlyList<StateFix> Fixes => All;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(All);
}
