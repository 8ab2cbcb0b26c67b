using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Lets only those types through that can hold a mistake at all: something in them suspends, or is handed to other threads. Looks first at
/// whether such a word occurs in the file; that is kept for each syntax tree.
/// </summary>
internal static class TypeGate
{
    private static readonly ConditionalWeakTable<SyntaxTree, object> s_waits = new();
    private static readonly (string Word, string Text)[] s_words =
    {
        ("await", "await"), ("Parallel", "Parallel"), ("AsParallel", "AsParallel"), ("Run", "Task.Run"), ("StartNew", ".StartNew"), ("QueueUserWorkItem", "QueueUserWorkItem"), ("Thread", "new Thread("), ("WaitAsync", ".WaitAsync("), ("SemaphoreSlim", "SemaphoreSlim"), ("TryEnter", ".TryEnter("), ("ErrorDataReceived", "ErrorDataReceived"),
    };

    private static readonly ConditionalWeakTable<SyntaxTree, object> s_returns = new();
    private static readonly object s_yes = new();
    private static readonly object s_no = new();

    /// <summary>The outline of a type that is worth a closer look; null where nothing in it waits or starts threads.</summary>
    public static TypeOutline? Open(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (ReferenceEquals(s_waits.GetValue(reference.SyntaxTree, static t => Waits(t) ? s_yes : s_no), s_yes))
                return TypeOutline.Of(type, cancellationToken);
        }

        return null;
    }

    /// <summary>The outline of a type in which nothing waits, but that may change what it has sent; null for nearly all types.</summary>
    public static TypeOutline? OpenForSends(INamedTypeSymbol type, Options options, CancellationToken cancellationToken)
    {
        if (!type.DeclaringSyntaxReferences.Any(r => SendOutline.MayBeIn(r.SyntaxTree, options.In(r.SyntaxTree).Senders)))
            return null;
        var outline = TypeOutline.Of(type, cancellationToken);
        outline.FindSending(options.Of(type).Senders, only: true);
        return outline.Sending.Count == 0 ? null : outline;
    }

    /// <summary>The words of a file are read once, into its index; only where one is likely there, it is looked for.</summary>
    private static bool Waits(SyntaxTree tree)
    {
        var index = NameIndex.Of(tree);
        foreach (var (word, text) in s_words)
        {
            if (index.MayContain(word) && TextSearch.Contains(tree.GetText(), text))
                return true;
        }

        return false;
    }

    /// <summary>
    /// True where a type in a file that waits for nothing may still return tasks from inside what they need. The text is searched once for each
    /// file, and the syntax only where all the words are there.
    /// </summary>
    public static bool LetsTasksOutlive(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (ReferenceEquals(s_returns.GetValue(reference.SyntaxTree, static t => MayReturn(t) ? s_yes : s_no), s_yes)
                && reference.GetSyntax(cancellationToken).DescendantNodes(static n => n is not (ExpressionStatementSyntax or AttributeListSyntax)).Any(static n => (n is ReturnStatementSyntax returned && OutlivingTasks.MayBe(returned)) || (n is ExpressionStatementSyntax thrown && OutlivingTasks.MayBe(thrown))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayReturn(SyntaxTree tree)
    {
        var index = NameIndex.Of(tree);
        if (!index.MayContain("Task") && !index.MayContain("ValueTask"))
            return false;
        var text = tree.GetText();
        return TextSearch.Contains(text, "finally") || TextSearch.Contains(text, "lock (") || TextSearch.Contains(text, "using (") || TextSearch.Contains(text, "using var ");
    }
}
