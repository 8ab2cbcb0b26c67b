using System.Collections.Immutable;
using AsyncStateAnalyzers.CodeFixes.Channels;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>The fixes that mend the life of a channel.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChannelCodeFixProvider))]
public sealed class ChannelCodeFixProvider : AsyncStateCodeFixProvider
{
    private static readonly StateFix[] All =
    {
        new EditorFix("ASA.CompleteInFinally", FixKinds.CompleteInFinally, "Complete the channel in 'finally'", CompleteInFinallyEditor.Edit),
        new EditorFix("ASA.EndByCompletion", FixKinds.EndByCompletion, "Complete the channel instead", EndByCompletionEditor.Edit),
        new EditorFix("ASA.DropPromise", FixKinds.DropPromise, "Take the promise out of the options", DropPromiseEditor.Edit),
        new EditorFix("ASA.AwaitWrite", FixKinds.AwaitWrite, "Await the write", AwaitWriteEditor.Edit),
        new EditorFix("ASA.TestWrite", FixKinds.TestWrite, "Look at the answer", TestWriteEditor.Edit),
    };

    internal override ImmutableArray<string> Rules { get; } = ImmutableArray.Create("ASA0304", "ASA0305", "ASA0306", "ASA0307");

    internal override IReadOnlyList<StateFix> Fixes => All;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(All);
}
