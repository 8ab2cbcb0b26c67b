using System.Collections.Immutable;
using AsyncStateAnalyzers.CodeFixes.Messages;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>The fixes that give the receiver an object of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MessageCodeFixProvider))]
public sealed class MessageCodeFixProvider : AsyncStateCodeFixProvider
{
    private static readonly StateFix[] All =
    {
        new EditorFix("ASA.StartAnew", FixKinds.StartAnew, "Go on with a new one", StartAnewEditor.Edit),
        new EditorFix("ASA.CreateInLoop", FixKinds.CreateInLoop, "Make it in each turn of the loop", CreateInLoopEditor.Edit),
        new EditorFix("ASA.SendCopy", FixKinds.SendCopy, "Send a copy", SendCopyEditor.Edit),
    };

    internal override ImmutableArray<string> Rules { get; } = ImmutableArray.Create("ASA0301", "ASA0303");

    internal override IReadOnlyList<StateFix> Fixes => All;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(All);
}
