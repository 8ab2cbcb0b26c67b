using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AsyncStateAnalyzers.Corpus.Findings;

/// <summary>Rows as lines of JSON, always in the same order.</summary>
internal static class FindingFile
{
    /// <summary>How all data files of the corpus are written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Sorted by place, each row once, keys numbered.</summary>
    public static IReadOnlyList<Finding> Sort(IEnumerable<Finding> rows) =>
    [
        .. FindingKey.Number(rows
            .DistinctBy(row => (row.State, row.Repo, row.File, row.Line, row.Id, row.Location, row.Message))
            .OrderBy(row => row.Repo, StringComparer.Ordinal)
            .ThenBy(row => row.File, StringComparer.Ordinal)
            .ThenBy(row => row.Line)
            .ThenBy(row => row.Id, StringComparer.Ordinal)
            .ThenBy(row => row.Message, StringComparer.Ordinal)),
    ];

    /// <summary>One row per line.</summary>
    public static void Write(string path, IEnumerable<Finding> rows) =>
        File.WriteAllText(path, string.Concat(rows.Select(row => JsonSerializer.Serialize(row, Json) + "\n")));

    /// <summary>The rows of one or more files.</summary>
    public static IReadOnlyList<Finding> Read(params IEnumerable<string> paths) =>
        [.. paths.SelectMany(File.ReadLines).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<Finding>(line, Json)!)];
}
