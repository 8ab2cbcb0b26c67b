using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Users;

/// <summary>
/// Which words the text of a syntax tree may contain: a Bloom filter, made in one pass over the characters when first asked for and kept
/// with the tree, so that typing in one file reads that file again and no other. What it denies is not there; what it affirms must be looked for.
/// </summary>
internal sealed class NameIndex
{
    private static readonly ConditionalWeakTable<SyntaxTree, NameIndex> s_trees = new();
    private readonly ulong[] _bits;

    private NameIndex(int words) => _bits = new ulong[words];

    /// <summary>The index of a tree.</summary>
    public static NameIndex Of(SyntaxTree tree) => s_trees.GetValue(tree, static t => Read(t));

    /// <summary>False where the word does not stand in the text.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public bool MayContain(string word)
    {
        var hash = Seed;
        foreach (var c in word)
            hash = Next(hash, c);
        return Has(hash) && Has(Second(hash));
    }

    /// <summary>The simple names of the tree that are this word.</summary>
    public static IEnumerable<SimpleNameSyntax> Find(SyntaxTree tree, string word, CancellationToken cancellationToken) =>
        // A type whose name is not typed yet stands nowhere.
        word.Length == 0 || !Of(tree).MayContain(word) ? Array.Empty<SimpleNameSyntax>() : Named(tree, word, cancellationToken);

    private static IEnumerable<SimpleNameSyntax> Named(SyntaxTree tree, string word, CancellationToken cancellationToken)
    {
        SyntaxNode? root = null;
        foreach (var position in Positions(tree, word))
        {
            cancellationToken.ThrowIfCancellationRequested();
            root ??= tree.GetRoot(cancellationToken);
            var token = root.FindToken(position);
            if (token.SpanStart == position && token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is SimpleNameSyntax name)
                yield return name;
        }
    }

    /// <summary>The names in a piece of the tree that are this word, in order. The text is searched: of what it does not stand in, no nodes are made.</summary>
    public static IEnumerable<IdentifierNameSyntax> In(SyntaxNode scope, string word) => TokensIn(scope, word).Select(static t => t.Parent).OfType<IdentifierNameSyntax>();

    /// <summary>The identifiers in a piece of the tree that are this word, declarations too, in order.</summary>
    public static IEnumerable<SyntaxToken> TokensIn(SyntaxNode scope, string word) =>
        word.Length == 0 || !Of(scope.SyntaxTree).MayContain(word) ? Array.Empty<SyntaxToken>() : Tokens(scope, word);

    private static IEnumerable<SyntaxToken> Tokens(SyntaxNode scope, string word)
    {
        foreach (var position in Positions(scope.SyntaxTree, word, scope.SpanStart, scope.Span.End))
        {
            var token = scope.FindToken(position);
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == word && token.Span.End == position + word.Length)
                yield return token;
        }
    }

    /// <summary>The declarations in the tree that have this word as their own name.</summary>
    public static IEnumerable<SyntaxNode> Declared(SyntaxTree tree, string word, CancellationToken cancellationToken) =>
        Of(tree).MayContain(word) ? TokensIn(tree.GetRoot(cancellationToken), word).Select(static t => t.Parent).OfType<MemberDeclarationSyntax>() : Enumerable.Empty<SyntaxNode>();

    private const uint Seed = 2166136261;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Next(uint hash, char c) => (hash ^ c) * 16777619;

    private static uint Second(uint hash) => (hash >> 15) | (hash << 17);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWordCharacter(char c) => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_' or > '\x7f';

    [MethodImpl(Tiering.AtOnce)]
    private static NameIndex Read(SyntaxTree tree)
    {
        var text = tree.GetText();
        var words = 16;
        while (words < 4096 && words * 128 < text.Length)
            words *= 2;
        var result = new NameIndex(words);
        var buffer = TextSearch.Rent();
        var hash = Seed;
        for (var start = 0; start < text.Length; start += TextSearch.Chunk)
        {
            var length = Math.Min(TextSearch.Chunk, text.Length - start);
            text.CopyTo(start, buffer, 0, length);
            for (var i = 0; i < length; i++)
            {
                var c = buffer[i];
                if (IsWordCharacter(c))
                {
                    hash = Next(hash, c);
                }
                else if (hash != Seed)
                {
                    result.Set(hash);
                    result.Set(Second(hash));
                    hash = Seed;
                }
            }
        }

        if (hash != Seed)
        {
            result.Set(hash);
            result.Set(Second(hash));
        }

        TextSearch.Return(buffer);
        return result;
    }

    private static IEnumerable<int> Positions(SyntaxTree tree, string word, int from = 0, int to = int.MaxValue)
    {
        var text = tree.GetText();
        to = Math.Min(to, text.Length);
        var buffer = TextSearch.Rent();
        for (var start = from; start < to; start += TextSearch.Chunk - word.Length + 1)
        {
            var length = Math.Min(TextSearch.Chunk, to - start);
            text.CopyTo(start, buffer, 0, length);
            for (var at = IndexOf(buffer, 0, length, word); at >= 0; at = IndexOf(buffer, at + 1, length, word))
            {
                var position = start + at;
                if ((position == 0 || !IsWordCharacter(text[position - 1])) && (position + word.Length >= text.Length || !IsWordCharacter(text[position + word.Length])))
                    yield return position;
            }

            if (start + length >= to)
                break;
        }

        TextSearch.Return(buffer);
    }

    private static int IndexOf(char[] buffer, int from, int to, string word)
    {
        var at = buffer.AsSpan(from, to - from).IndexOf(word.AsSpan());
        return at < 0 ? -1 : at + from;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Has(uint hash)
    {
        var bit = hash & (uint)((_bits.Length * 64) - 1);
        return (_bits[bit >> 6] & (1UL << (int)(bit & 63))) != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Set(uint hash)
    {
        var bit = hash & (uint)((_bits.Length * 64) - 1);
        _bits[bit >> 6] |= 1UL << (int)(bit & 63);
    }
}
