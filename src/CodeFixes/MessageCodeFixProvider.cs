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
        new MessageFix("ASA.StartAnew", FixKinds.StartAnew, "Go on with a new one", StartAnewEditor.Edit),
        new MessageFix("ASA.CreateInLoop", FixKinds.CreateInLoop, "Make it in each turn of the loop", CreateInLoopEditor.Edit),
        new MessageFix("ASA.SendCopy", FixKinds.SendCopy, "Send a copy", SendCopyEditor.Edit),
    };

    internal override ImmutableArray<string> Rules { get; } = ImmutableArray.Create("ASA0301", "ASA0303");

    internal override IReadOnlyList<StateFix> Fixes => All;

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new FixAll(All);

    private sealed class MessageFix : StateFix
    {
        private readonly string _title;
        private readonly Func<FixSite, SyntaxNode?> _edit;

        public MessageFix(string equivalenceKey, FixKinds kind, string title, Func<FixSite, SyntaxNode?> edit)
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
