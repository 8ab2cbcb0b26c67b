using System.Collections.Concurrent;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// What <c>.editorconfig</c> and <c>.globalconfig</c> say of a compilation. An option holds for the files that its section names: the
/// code in them, and the types declared in them. Read when first asked for, once for each file.
/// </summary>
internal sealed class Options
{
    private readonly ConcurrentDictionary<SyntaxTree, FileSettings> _files = new();

    private Options(AnalyzerConfigOptionsProvider? provider) => Provider = provider;

    /// <summary>Nothing is set.</summary>
    public static Options None { get; } = new(null);

    /// <summary>Where the values come from; null where nothing is set.</summary>
    public AnalyzerConfigOptionsProvider? Provider { get; }

    /// <summary>Reads from a provider.</summary>
    public static Options Of(AnalyzerConfigOptionsProvider? provider) => provider is null ? None : new Options(provider);

    /// <summary>What holds in a file.</summary>
    public FileSettings In(SyntaxTree? tree) =>
        tree is null || Provider is null ? FileSettings.Default : _files.GetOrAdd(tree, t => FileSettings.Of(Provider.GetOptions(t)));

    /// <summary>What holds for a type: what the first file says that declares it.</summary>
    public FileSettings Of(ISymbol symbol) => Provider is null || symbol.DeclaringSyntaxReferences.IsEmpty ? FileSettings.Default : In(symbol.DeclaringSyntaxReferences[0].SyntaxTree);
}

/// <summary>What is set for one file.</summary>
internal sealed class FileSettings
{
    private FileSettings()
    {
    }

    /// <summary>Nothing is set.</summary>
    public static FileSettings Default { get; } = new();

    /// <summary>The weakest evidence that is reported.</summary>
    public EvidenceStrength Overlap { get; private set; } = Option.Overlap.Means(null);

    /// <summary>See <see cref="Option.GuardTypes"/>.</summary>
    public NameList GuardTypes { get; private set; } = NameList.Empty;

    /// <summary>See <see cref="Option.SharedTypes"/>.</summary>
    public NameList SharedTypes { get; private set; } = NameList.Empty;

    /// <summary>See <see cref="Option.ConfinedTypes"/>.</summary>
    public NameList ConfinedTypes { get; private set; } = NameList.Empty;

    /// <summary>See <see cref="Option.ImmediateDelegates"/>.</summary>
    public NameList ImmediateDelegates { get; private set; } = NameList.Empty;

    /// <summary>See <see cref="Option.DeferredDelegates"/>.</summary>
    public NameList DeferredDelegates { get; private set; } = NameList.Empty;

    /// <summary>See <see cref="Option.MessageTypes"/>.</summary>
    public NameList MessageTypes { get; private set; } = NameList.Empty;

    /// <summary>See <see cref="Option.Senders"/>.</summary>
    public NameList Senders { get; private set; } = NameList.Empty;

    /// <summary>Reads the options; values that are none leave the default in place, and names that are none are left out.</summary>
    public static FileSettings Of(AnalyzerConfigOptions values)
    {
        if (!Option.All.Any(o => values.TryGetValue(o.Key, out _)))
            return Default;
        return new FileSettings
        {
            Overlap = Option.Overlap.Means(ValueOf(Option.Overlap)),
            GuardTypes = Names(Option.GuardTypes),
            SharedTypes = Names(Option.SharedTypes),
            ConfinedTypes = Names(Option.ConfinedTypes),
            ImmediateDelegates = Names(Option.ImmediateDelegates),
            DeferredDelegates = Names(Option.DeferredDelegates),
            MessageTypes = Names(Option.MessageTypes),
            Senders = Names(Option.Senders),
        };

        string? ValueOf(Option option) => values.TryGetValue(option.Key, out var value) ? value : null;

        NameList Names(Option option) => NameList.Of(ValueOf(option), option.Kind);
    }

    /// <summary>What is set and not understood: a key with what is wrong of it.</summary>
    public static IEnumerable<OptionMistake> MistakesIn(AnalyzerConfigOptions values)
    {
        foreach (var key in KeysOf(values))
        {
            if (!key.StartsWith(Option.Prefix, StringComparison.OrdinalIgnoreCase))
                continue;
            if (Option.All.FirstOrDefault(o => string.Equals(o.Key, key, StringComparison.OrdinalIgnoreCase)) is not { } option)
                yield return new OptionMistake(key.ToLowerInvariant(), "is no option" + Guess(key.ToLowerInvariant()));
            else if (values.TryGetValue(key, out var value))
            {
                foreach (var wrong in option.WrongIn(value))
                    yield return new OptionMistake(option.Key, wrong);
            }
        }
    }

    /// <summary>All keys; where the host does not tell them, those that exist.</summary>
    private static IEnumerable<string> KeysOf(AnalyzerConfigOptions values)
    {
        try
        {
            return values.Keys;
        }
        catch (NotImplementedException)
        {
            return Option.All.Select(o => o.Key);
        }
    }

    private static string Guess(string key)
    {
        var nearest = Option.All.Select(o => (o.Key, Distance: Distance(o.Key, key))).OrderBy(o => o.Distance).First();
        return nearest.Distance <= 3 ? $"; did you mean '{nearest.Key}'" : $"; there are '{string.Join("', '", Option.All.Select(o => o.Key))}'";
    }

    /// <summary>How many letters must be put in, left out or replaced to make the one of the other.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}

/// <summary>A line of an <c>.editorconfig</c> that is not understood.</summary>
/// <param name="Key">The option.</param>
/// <param name="Wrong">What is wrong, as the end of a sentence that begins with the key.</param>
internal sealed record OptionMistake(string Key, string Wrong);
