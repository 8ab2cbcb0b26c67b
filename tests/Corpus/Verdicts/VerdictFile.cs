using System.Text.Json;
using AsyncStateAnalyzers.Corpus.Findings;

namespace AsyncStateAnalyzers.Corpus.Verdicts;

/// <summary>Verdicts as lines of JSON, one per place, sorted.</summary>
internal static class VerdictFile
{
    /// <summary>The verdicts of a file, in its order.</summary>
    public static IReadOnlyList<Verdict> Read(string path) =>
        File.Exists(path) ? [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<Verdict>(line, FindingFile.Json)!)] : [];

    /// <summary>Adds a verdict, or replaces the one on the same key.</summary>
    public static void Record(string path, Verdict verdict) =>
        File.WriteAllText(path, string.Concat(
            Read(path).Where(known => (known.Repo, known.Key) != (verdict.Repo, verdict.Key))
                .Append(verdict)
                .OrderBy(known => known.Repo, StringComparer.Ordinal)
                .ThenBy(known => known.Key, StringComparer.Ordinal)
                .Select(known => JsonSerializer.Serialize(known, FindingFile.Json) + "\n")));
}
