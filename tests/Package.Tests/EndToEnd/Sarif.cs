using System.Text.Json;

namespace AsyncStateAnalyzers.Package.Tests.EndToEnd;

/// <summary>One result of a SARIF log.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Level">error, warning or note.</param>
/// <param name="File">The file's name, without folder; empty where it is about no file.</param>
/// <param name="Line">The line it starts on; 0 where it is about no file.</param>
/// <param name="Message">The text.</param>
/// <param name="RelatedLines">The lines of the related locations, in order.</param>
internal sealed record SarifResult(string Rule, string Level, string File, int Line, string Message, IReadOnlyList<int> RelatedLines);

/// <summary>A SARIF 2.1 log that the compiler wrote.</summary>
internal sealed class Sarif
{
    private readonly JsonElement _root;

    private Sarif(JsonElement root) => _root = root;

    /// <summary>The format's version.</summary>
    public string Version => _root.GetProperty("version").GetString()!;

    /// <summary>The help link of each rule.</summary>
    public IReadOnlyDictionary<string, string> HelpLinks =>
        Run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()
            .Where(rule => rule.TryGetProperty("helpUri", out _))
            .ToDictionary(rule => rule.GetProperty("id").GetString()!, rule => rule.GetProperty("helpUri").GetString()!);

    /// <summary>The results of this project's rules, in the order of the source.</summary>
    public IReadOnlyList<SarifResult> Results =>
        [.. Run.GetProperty("results").EnumerateArray()
            .Where(result => result.GetProperty("ruleId").GetString()!.StartsWith("ASA", StringComparison.Ordinal))
            .Select(Read)
            .OrderBy(result => result.File, StringComparer.Ordinal).ThenBy(result => result.Line)];

    /// <summary>What the results come to: "ASA0101 warning Till.cs(9)".</summary>
    public string Summary => string.Join("\n", Results.Select(result => $"{result.Rule} {result.Level} {result.File}({result.Line})"));

    private JsonElement Run => _root.GetProperty("runs")[0];

    /// <summary>Reads a log.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static Sarif Load(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return new Sarif(document.RootElement.Clone());
    }

    private static SarifResult Read(JsonElement result)
    {
        JsonElement? place = result.TryGetProperty("locations", out var places) && places.GetArrayLength() > 0 ? Physical(places[0]) : null;
        var related = result.TryGetProperty("relatedLocations", out var locations)
            ? locations.EnumerateArray().Select(location => Line(Physical(location))).ToList()
            : [];
        return new SarifResult(
            result.GetProperty("ruleId").GetString()!,
            result.TryGetProperty("level", out var level) ? level.GetString()! : "warning",
            place is { } file ? Path.GetFileName(file.GetProperty("artifactLocation").GetProperty("uri").GetString()!) : "",
            place is { } line ? Line(line) : 0,
            result.GetProperty("message").GetProperty("text").GetString()!,
            related);
    }

    private static JsonElement Physical(JsonElement location) => location.GetProperty("physicalLocation");

    private static int Line(JsonElement place) => place.GetProperty("region").GetProperty("startLine").GetInt32();
}
