using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Looks for a word in a text without making one string of it.</summary>
internal static class TextSearch
{
    /// <summary>How many characters are looked at together: few, because the text is copied through room that is lent.</summary>
    public const int Chunk = 1024;

    private static readonly Room s_room = new();

    /// <summary>Room for <see cref="Chunk"/> characters, to be given back; what is not given back is only garbage.</summary>
    public static char[] Rent() => s_room.Take() ?? new char[Chunk];

    /// <summary>Gives the room back.</summary>
    public static void Return(char[] room) => s_room.Keep(room);

    /// <summary>True where the text contains the word, letter for letter.</summary>
    public static bool Contains(SourceText text, string word) => ContainsAny(text, new[] { word });

    /// <summary>True where the text contains one of the words, letter for letter.</summary>
    public static bool ContainsAny(SourceText text, string[] words)
    {
        var longest = words.Max(w => w.Length);
        var buffer = Rent();
        for (var start = 0; start < text.Length; start += Chunk - longest + 1)
        {
            var length = Math.Min(Chunk, text.Length - start);
            text.CopyTo(start, buffer, 0, length);
            foreach (var word in words)
            {
                if (buffer.AsSpan(0, length).IndexOf(word.AsSpan()) >= 0)
                    return Found(buffer);
            }

            if (start + length >= text.Length)
                break;
        }

        Return(buffer);
        return false;
    }

    private static bool Found(char[] buffer)
    {
        Return(buffer);
        return true;
    }

    /// <summary>True where the text contains the beginning followed by one of the ends.</summary>
    public static bool Contains(SourceText text, string beginning, string[] ends)
    {
        var longest = beginning.Length + ends.Max(e => e.Length);
        var buffer = Rent();
        for (var start = 0; start < text.Length; start += Chunk - longest + 1)
        {
            var length = Math.Min(Chunk, text.Length - start);
            text.CopyTo(start, buffer, 0, length);
            var rest = buffer.AsSpan(0, length);
            for (var at = rest.IndexOf(beginning.AsSpan()); at >= 0; at = rest.IndexOf(beginning.AsSpan()))
            {
                rest = rest.Slice(at + beginning.Length);
                foreach (var end in ends)
                {
                    if (rest.StartsWith(end.AsSpan()))
                        return Found(buffer);
                }
            }

            if (start + length >= text.Length)
                break;
        }

        Return(buffer);
        return false;
    }

    /// <summary>Keeps one array for whoever asks next; two threads that ask at once do not get the same.</summary>
    private sealed class Room
    {
        private char[]? _kept;

        public char[]? Take() => Interlocked.Exchange(ref _kept, null);

        public void Keep(char[] room) => Volatile.Write(ref _kept, room);
    }
}
