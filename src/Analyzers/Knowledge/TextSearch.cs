using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Looks for a word in a text without making one string of it.</summary>
internal static class TextSearch
{
    /// <summary>How many characters are looked at together: few, because each of thousands of files is copied through room of its own.</summary>
    public const int Chunk = 1024;

    /// <summary>True where the text contains the word, letter for letter.</summary>
    public static bool Contains(SourceText text, string word) => ContainsAny(text, new[] { word });

    /// <summary>True where the text contains one of the words, letter for letter.</summary>
    public static bool ContainsAny(SourceText text, string[] words)
    {
        var longest = words.Max(w => w.Length);
        var buffer = new char[Math.Min(Chunk, text.Length)];
        for (var start = 0; start < text.Length; start += Chunk - longest + 1)
        {
            var length = Math.Min(buffer.Length, text.Length - start);
            text.CopyTo(start, buffer, 0, length);
            foreach (var word in words)
            {
                if (buffer.AsSpan(0, length).IndexOf(word.AsSpan()) >= 0)
                    return true;
            }

            if (start + length >= text.Length)
                break;
        }

        return false;
    }

    /// <summary>True where the text contains the beginning followed by one of the ends.</summary>
    public static bool Contains(SourceText text, string beginning, string[] ends)
    {
        var longest = beginning.Length + ends.Max(e => e.Length);
        var buffer = new char[Math.Min(Chunk, text.Length)];
        for (var start = 0; start < text.Length; start += Chunk - longest + 1)
        {
            var length = Math.Min(buffer.Length, text.Length - start);
            text.CopyTo(start, buffer, 0, length);
            var rest = buffer.AsSpan(0, length);
            for (var at = rest.IndexOf(beginning.AsSpan()); at >= 0; at = rest.IndexOf(beginning.AsSpan()))
            {
                rest = rest.Slice(at + beginning.Length);
                foreach (var end in ends)
                {
                    if (rest.StartsWith(end.AsSpan()))
                        return true;
                }
            }

            if (start + length >= text.Length)
                break;
        }

        return false;
    }
}
