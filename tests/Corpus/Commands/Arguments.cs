namespace AsyncStateAnalyzers.Corpus.Commands;

/// <summary>The command line cannot be understood; the message says what was expected.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>A command line: plain values, and options that each take values.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, List<string>> _options = new(StringComparer.Ordinal);
    private readonly List<string> _values = [];

    /// <summary>Reads the arguments behind the command's name.</summary>
    /// <param name="args">As typed.</param>
    /// <param name="known">Each option with the number of values that it takes.</param>
    /// <exception cref="UsageException">An option is unknown or lacks its values.</exception>
    public Arguments(IReadOnlyList<string> args, params (string Name, int Values)[] known)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                _values.Add(args[i]);
                continue;
            }

            var option = Array.Find(known, entry => entry.Name == args[i]);
            if (option.Name is null || i + option.Values >= args.Count)
                throw new UsageException(option.Name is null ? $"unknown option {args[i]}" : $"{args[i]} takes {option.Values} values");
            if (!_options.TryGetValue(option.Name, out var given))
                _options.Add(option.Name, given = []);
            given.AddRange(args.Skip(i + 1).Take(option.Values));
            i += option.Values;
        }
    }

    /// <summary>What is no option.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>All values of an option; none where it was not given.</summary>
    public IReadOnlyList<string> All(string name) => _options.GetValueOrDefault(name) ?? [];

    /// <summary>The last value of an option; null where it was not given.</summary>
    public string? Last(string name) => All(name).LastOrDefault();

    /// <summary>The last value of an option that must be there.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public string Required(string name) => Last(name) ?? throw new UsageException($"{name} is missing");
}
