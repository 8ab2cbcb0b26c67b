using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Names of symbols without building display strings.</summary>
internal static class SymbolNames
{
    private static readonly string[] s_endings = { "", "s", "d", "ed", "er", "ers", "ing", "ly" };

    /// <summary>True where the symbol's namespace is exactly <paramref name="dotted"/> (<c>System.Threading</c>).</summary>
    public static bool IsIn(this ISymbol? symbol, string dotted) => symbol is not null && Matches(symbol.ContainingNamespace, dotted, exact: true);

    /// <summary>True where the symbol's namespace is <paramref name="dotted"/> or lies below it.</summary>
    [MethodImpl(Tiering.AtOnce)]
    public static bool IsBelow(this ISymbol? symbol, string dotted)
    {
        for (var space = symbol?.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (Matches(space, dotted, exact: true))
                return true;
        }

        return false;
    }

    /// <summary>True for the type of that name in that namespace, whatever its type arguments.</summary>
    public static bool Is(this ITypeSymbol? type, string dotted, string name) => type is not null && type.Name == name && type.IsIn(dotted);

    /// <summary>True where the name contains one of the words, as people write them in identifiers (<c>AsyncLock</c>, <c>_gate</c>).</summary>
    public static bool HasWord(this string name, IReadOnlyList<string> words)
    {
        foreach (var word in words)
        {
            if (StartsAWord(name, word))
                return true;
        }

        return false;
    }

    /// <summary>The type and its bases, itself first.</summary>
    public static IEnumerable<ITypeSymbol> SelfAndBases(this ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
            yield return current;
    }

    /// <summary>The type that stands in no other: the type itself, or the last one around it.</summary>
    public static INamedTypeSymbol Outermost(this INamedTypeSymbol type)
    {
        while (type.ContainingType is { } around)
            type = around;
        return type;
    }

    /// <summary>True where the name begins with the word, written as it stands, and the word ends there: <c>Add</c> begins AddStep, and not Address.</summary>
    public static bool BeginsWithWord(this string name, string word) =>
        name.StartsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || !char.IsLower(name[word.Length]));

    private static bool StartsAWord(string name, string word)
    {
        for (var at = name.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = name.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            // "Lock" is a word in AsyncLock, _lock and lockTaken, but not in Block, Clock or Unlock.
            // It ends there or in one of its forms: Gate is none in Gateway, nor Lock in Lockbox.
            if ((at == 0 || char.IsUpper(name[at]) || !char.IsLetter(name[at - 1])) && EndsAWord(name, at + word.Length))
                return true;
        }

        return false;
    }

    private static bool EndsAWord(string name, int at)
    {
        var end = at;
        while (end < name.Length && char.IsLower(name[end]))
            end++;
        return Array.IndexOf(s_endings, name.Substring(at, end - at)) >= 0;
    }

    [MethodImpl(Tiering.AtOnce)]
    private static bool Matches(INamespaceSymbol? space, string dotted, bool exact)
    {
        var end = dotted.Length;
        while (space is { IsGlobalNamespace: false })
        {
            var start = end - space.Name.Length;
            if (start < 0 || string.CompareOrdinal(dotted, start, space.Name, 0, space.Name.Length) != 0)
                return false;
            if (start == 0)
                return !exact || space.ContainingNamespace is null or { IsGlobalNamespace: true };
            if (dotted[start - 1] != '.')
                return false;
            end = start - 1;
            space = space.ContainingNamespace;
        }

        return false;
    }
}
