using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Testing;

/// <summary>
/// Bodies written as text, so that a test of the engine shows what the engine sees. A line at the margin begins a body: traits,
/// name, parameters. Each indented line is a block:
/// <code>
/// private async Helper(p) returns r
///     start: r = _n; if r -> done | more   catch handler
///     more:  await; _n = r                 -> start
///     done:  release _gate
/// </code>
/// Without an arrow a block goes on to the next line, the last one to the exit; <c>-> throw</c> leads nowhere; a condition with one
/// target falls through where it does not hold. Events are described at <see cref="EventParser"/>.
/// </summary>
internal sealed partial class BodyText
{
    private static readonly Dictionary<string, BodyTraits> s_traits = new()
    {
        ["async"] = BodyTraits.Async,
        ["private"] = BodyTraits.Private,
        ["constructor"] = BodyTraits.Constructor,
        ["initializer"] = BodyTraits.StaticConstructor,
        ["disposal"] = BodyTraits.Disposal,
        ["struct"] = BodyTraits.OwnsThis,
        ["lambda"] = BodyTraits.Nested | BodyTraits.Private,
        ["void"] = BodyTraits.AsyncVoid,
        ["main"] = BodyTraits.EntryPoint,
        ["iterator"] = BodyTraits.Iterator,
    };

    private readonly Dictionary<string, (string[] Traits, string[] Parameters, string? Returns, List<string> Blocks)> _headers = new();
    private readonly Dictionary<string, LoweredBody> _bodies = new();
    private readonly Dictionary<string, object> _keys;

    private BodyText(string text, Dictionary<string, object>? keys)
    {
        _keys = keys ?? new Dictionary<string, object>();
        var blocks = new List<string>();
        foreach (var line in text.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0))
        {
            if (char.IsWhiteSpace(line[0]))
            {
                blocks.Add(line.Trim());
                continue;
            }

            var match = Header().Match(line);
            if (!match.Success)
                throw new FormatException(line);
            blocks = new List<string>();
            _headers.Add(
                match.Groups["name"].Value,
                (Words(match.Groups["traits"].Value, ' '), Words(match.Groups["parameters"].Value, ','), match.Groups["returns"].Success ? match.Groups["returns"].Value : null, blocks));
        }
    }

    /// <summary>All bodies of a text that are no lambdas, in the order of the text.</summary>
    /// <param name="text">The bodies.</param>
    /// <param name="keys">Keys for bodies and captured locals by name, where the name itself will not do (symbols).</param>
    public static IReadOnlyList<LoweredBody> Members(string text, Dictionary<string, object>? keys = null)
    {
        var all = new BodyText(text, keys);
        return all._headers.Keys.Select(all.Body).Where(b => (b.Traits & BodyTraits.Nested) == 0).ToList();
    }

    /// <summary>One async body; the text has blocks only, each at the margin.</summary>
    public static LoweredBody One(string blocks) =>
        Members("async M\n" + string.Join("\n", blocks.Split('\n').Select(l => "    " + l)))[0];

    /// <summary>The body of a name.</summary>
    internal LoweredBody Body(string name)
    {
        if (_bodies.TryGetValue(name, out var known))
            return known;
        var (traits, parameters, returns, lines) = _headers[name];
        var events = new EventParser(this, name, parameters);
        var blocks = lines.Select(l => Block().Match(l)).ToList();
        var labels = new Dictionary<string, int> { ["exit"] = blocks.Count, ["throw"] = -1 };
        for (var b = 0; b < blocks.Count; b++)
        {
            if (blocks[b].Groups["label"] is { Success: true, Value: var label })
                labels.Add(label, b);
        }

        int[] Targets(Match block, string group) => Words(block.Groups[group].Value, ' ').Where(w => w != "|").Select(w => labels[w]).ToArray();

        var slots = parameters.Select(p => ((object)Key(name, p), events.Slot(p))).ToImmutableArray();
        var lowered = ImmutableArray.CreateBuilder<LoweredBlock>();
        for (var b = 0; b < blocks.Count; b++)
        {
            var (list, condition) = events.Parse(blocks[b].Groups["events"].Value);
            var targets = Targets(blocks[b], "targets");
            lowered.Add(new LoweredBlock
            {
                Events = list,
                Condition = condition,
                WhenTrue = targets.Length > 0 ? targets[0] : b + 1,
                WhenFalse = condition is null ? -1 : targets.Length > 1 ? targets[1] : b + 1,
                Handlers = Targets(blocks[b], "handlers").ToImmutableArray(),
                Rethrows = Targets(blocks[b], "rethrows").ToImmutableArray(),
            });
        }

        lowered.Add(new LoweredBlock { Events = ImmutableArray<AccessEvent>.Empty });
        return _bodies[name] = new LoweredBody
        {
            Key = Key(name),
            Name = name,
            Blocks = lowered.ToImmutable(),
            Exit = blocks.Count,
            ReturnSlot = returns is null ? -1 : events.Slot(returns),
            Parameters = slots,
            Traits = traits.Aggregate(BodyTraits.None, (all, word) => all | s_traits[word]),
            Nested = events.Nested.ToImmutableArray(),
            Site = new Site(name),
            Suspends = lowered.Any(b => b.Events.Any(e => e is Suspend)),
            SlotCount = events.SlotCount,
        };
    }

    /// <summary>What calls name the body by.</summary>
    internal object Key(string name) => _keys.TryGetValue(name, out var key) ? key : name;

    /// <summary>The key of a parameter or local of a body.</summary>
    internal static string Key(string body, string variable) => body + "." + variable;

    /// <summary>True for the name of a body.</summary>
    internal bool IsBody(string name) => _headers.ContainsKey(name);

    /// <summary>The parameters of a body.</summary>
    internal string[] ParametersOf(string name) => _headers.TryGetValue(name, out var header) ? header.Parameters : [];

    internal static string[] Words(string text, char separator) => text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"^(?<traits>([a-z]+ )*)(?<name>\w+)(\((?<parameters>[^)]*)\))?( returns (?<returns>\w+))?$")]
    private static partial Regex Header();

    [GeneratedRegex(@"^((?<label>\w+):\s)?(?<events>.*?)\s*(->\s*(?<targets>[\w |]+?))?\s*(\bcatch (?<handlers>[\w ]+?))?\s*(\brethrow (?<rethrows>[\w ]+))?$")]
    private static partial Regex Block();
}
