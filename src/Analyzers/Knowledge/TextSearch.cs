using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Looks for a word in a text without making one string of it.</summary>
internal static class TextSearch
{
    private const int Chunk = 8192;

    /// <summary>True where the text contains the word, letter for letter.</summary>
    public static bool Contains(SourceText text, string word)
    {
        var buffer = new char[Math.Min(Chunk, text.Length)];
        for (var start = 0; start < text.Length; start += Chunk - word.Length + 1)
        {
            var length = Math.Min(buffer.Length, text.Length - start);
            text.CopyTo(start, buffer, 0, length);
            if (buffer.AsSpan(0, length).IndexOf(word.AsSpan()) >= 0)
                return true;
            if (start + length >= text.Length)
                break;
        }

        return false;
    }
}
