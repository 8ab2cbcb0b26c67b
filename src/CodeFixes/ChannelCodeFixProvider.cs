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
        new ChannelFix("ASA.CompleteInFinally", FixKinds.CompleteInFinally, "Complete the channel in 'finally'", CompleteInFinallyEditor.Edit),
        new ChannelFix("ASA.EndByCompletion", FixKinds.EndByCompletion, "Complete the channel instead", EndByCompletionEditor.Edit),
        new ChannelFix("ASA.DropPromise", FixKinds.DropPromise, "Take the promise out of the options", DropPromiseEditor.Edit),
        new ChannelFix("ASA.AwaitWrite", FixKinds.AwaitWrite, "Await the write", AwaitWriteEditor.Edit),
        new ChannelFix("ASA.TestWrite", FixKinds.TestWrite, "Look at the answer", TestWriteEditor.Edit),
    };

    internal override ImmutableArray<string> Rules { get; } = ImmutableArray.Create("ASA0304", "ASA0305", "ASA0306", "ASA0307");

    internal override IReadOnlyList<StateFix> Fixes => All;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(All);

    private sealed class ChannelFix : StateFix
    {
        private readonly string _title;
        private readonly Func<FixSite, SyntaxNode?> _edit;

        public ChannelFix(string equivalenceKey, FixKinds kind, string title, Func<FixSite, SyntaxNode?> edit)
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
