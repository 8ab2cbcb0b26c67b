using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>What an option takes.</summary>
internal enum OptionKind
{
    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>Names of types, with or without their namespace.</summary>
    Types,

    /// <summary>Names of methods, each as <c>Type.Method</c> or <c>Type.*</c>.</summary>
    Methods,
}

/// <summary>A line that a user can write into an <c>.editorconfig</c> or <c>.globalconfig</c>; declared once, here.</summary>
/// <param name="Key">The name in front of the equals sign.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Default">What holds where it is not set.</param>
/// <param name="Meaning">What it does, in a sentence; the documentation says the same.</param>
internal sealed record Option(string Key, OptionKind Kind, string Default, string Meaning)
{
    /// <summary>How the names of all options begin.</summary>
    public const string Prefix = "async_state.";

    /// <summary>The weakest evidence that is reported.</summary>
    public static Option Overlap { get; } = new(
        Prefix + "overlap", OptionKind.Word, "possible", "The weakest evidence for two executions meeting that is reported at all.")
    {
        Words = ImmutableArray.Create(("proven", EvidenceStrength.Proven), ("likely", EvidenceStrength.Likely), ("possible", EvidenceStrength.Possible)),
    };

    /// <summary>Types that are guards.</summary>
    public static Option GuardTypes { get; } = new(
        Prefix + "guard_types", OptionKind.Types, "", "Types whose objects let one execution in at a time: what gives a releaser takes the guard, and so do methods that begin with Lock, Enter, Acquire, Wait or Take.");

    /// <summary>Types of which one object serves many.</summary>
    public static Option SharedTypes { get; } = new(
        Prefix + "shared_types", OptionKind.Types, "", "Types, with what derives from them or implements them, of which one object serves many executions at a time.");

    /// <summary>Types of which an object serves one at a time.</summary>
    public static Option ConfinedTypes { get; } = new(
        Prefix + "confined_types", OptionKind.Types, "", "Types, with what derives from them or implements them, whose objects are used by one execution at a time.");

    /// <summary>Methods that run what they are given before they return.</summary>
    public static Option ImmediateDelegates { get; } = new(
        Prefix + "immediate_delegates", OptionKind.Methods, "", "Methods that run the delegate they are given before they return, or before the task they return completes.");

    /// <summary>Methods that run what they are given later.</summary>
    public static Option DeferredDelegates { get; } = new(
        Prefix + "deferred_delegates", OptionKind.Methods, "", "Methods that keep the delegate they are given and run it at another time; called in a loop, several at once.");

    /// <summary>Types that are sent.</summary>
    public static Option MessageTypes { get; } = new(
        Prefix + "message_types", OptionKind.Types, "", "Types, with what derives from them or implements them, whose objects are sent from one execution to another.");

    /// <summary>Methods that send.</summary>
    public static Option Senders { get; } = new(
        Prefix + "senders", OptionKind.Methods, "", "Methods that hand their first argument to another execution.");

    /// <summary>Every option once.</summary>
    public static ImmutableArray<Option> All { get; } = ImmutableArray.Create(Overlap, GuardTypes, SharedTypes, ConfinedTypes, ImmediateDelegates, DeferredDelegates, MessageTypes, Senders);

    /// <summary>The words it takes, and what they stand for; empty where it takes names.</summary>
    public ImmutableArray<(string Word, EvidenceStrength Means)> Words { get; init; } = ImmutableArray<(string, EvidenceStrength)>.Empty;

    /// <summary>What is wrong with a value, as the end of a sentence that begins with the key; empty where nothing is.</summary>
    public IEnumerable<string> WrongIn(string value)
    {
        if (Kind == OptionKind.Word)
        {
            if (!Words.Any(w => Is(w.Word, value)))
                yield return $"has no value '{value.Trim()}', only {Quoted(Words.Select(w => w.Word).ToArray())}";
            yield break;
        }

        foreach (var name in NameList.Split(value))
        {
            if (!NameList.IsName(name, Kind))
                yield return Kind == OptionKind.Types ? $"takes names of types, and '{name}' is none" : $"takes names of methods as 'Type.Method' or 'Type.*', and '{name}' is none";
        }
    }

    /// <summary>What a value stands for; the default's meaning where it is no value.</summary>
    public EvidenceStrength Means(string? value)
    {
        foreach (var (word, means) in Words)
        {
            if (value is not null && Is(word, value))
                return means;
        }

        return Words.First(w => w.Word == Default).Means;
    }

    private static bool Is(string word, string value) => string.Equals(word, value.Trim(), StringComparison.OrdinalIgnoreCase);

    private static string Quoted(string[] words) => $"'{string.Join("', '", words.Take(words.Length - 1))}' and '{words[words.Length - 1]}'";
}
