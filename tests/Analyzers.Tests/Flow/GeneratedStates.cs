using AsyncStateAnalyzers.Flow;

namespace AsyncStateAnalyzers.Tests.Flow;

/// <summary>
/// Values of the lattices, the same in every run. Half of them are structured: what one event, one suspension or one released guard
/// makes of another value; laws break there first.
/// </summary>
internal static class GeneratedStates
{
    /// <summary>The slots that values stem from: the reads of the graph that transfer is tested on.</summary>
    public const int Slots = 8;

    /// <summary>The branches that decisions are taken at.</summary>
    public const int Nodes = 3;

    /// <summary>The guards.</summary>
    public const int Guards = 4;

    private static readonly Dictionary<Type, Func<Random, object>> s_generators = new()
    {
        [typeof(ulong)] = random => Bits(random),
        [typeof(FactSet)] = random => Facts(random, Token),
        [typeof(Origins)] = random => OriginsOf(random, Token),
        [typeof(MethodState)] = random => State(random, Token),
    };

    /// <summary>Values of a type, as a list of that type.</summary>
    /// <exception cref="KeyNotFoundException">Nothing generates values of the type.</exception>
    public static object Of(Type type, int count)
    {
        var random = new Random(20_480);
        var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        for (var i = 0; i < count; i++)
            list.Add(i % 2 == 1 ? Changed(list[i - 1]!, random) : s_generators[type](random));
        return list;
    }

    /// <summary>Some hundred triples of values.</summary>
    public static IEnumerable<(T A, T B, T C)> Triples<T>(IReadOnlyList<T> values)
    {
        var random = new Random(4_711);
        return Enumerable.Range(0, 400).Select(i => (values[i % values.Count], values[random.Next(values.Count)], values[random.Next(values.Count)])).ToList();
    }

    /// <summary>A state whose facts are made by <paramref name="token"/>.</summary>
    public static MethodState State(Random random, Func<Random, long> token) => new(OriginsOf(random, token), Decisions(random), Bits(random));

    /// <summary>Any token.</summary>
    public static long Token(Random random) => random.Next(3) == 0 ? GuardToken(random) : ReadToken(random);

    /// <summary>The token of a value that stems from a read.</summary>
    public static long ReadToken(Random random) => Tokens.Make((TokenKind)random.Next((int)TokenKind.PassedOn + 1), random.Next(Slots));

    private static long GuardToken(Random random) =>
        Tokens.Make((TokenKind)random.Next((int)TokenKind.PendingAcquire, (int)TokenKind.TryResult + 1), random.Next(Guards));

    private static object Changed(object value, Random random) => value switch
    {
        ulong bits => bits & ~(1UL << random.Next(Guards)),
        FactSet facts => random.Next(2) == 0 ? MethodState.AgeAll(facts, Bits(random)) : MethodState.Unprotect(facts, 1),
        Origins origins => With(origins.Clone(), o => o.Age(Bits(random))),
        MethodState state => With(state.Clone(), s => s.Suspend(Bits(random))),
        _ => value,
    };

    private static T With<T>(T value, Action<T> change)
    {
        change(value);
        return value;
    }

    private static ulong Bits(Random random) => random.Next(8) == 0 ? ulong.MaxValue : (ulong)random.Next(1 << Guards);

    private static FactSet Facts(Random random, Func<Random, long> token) =>
        FactSet.From(Enumerable.Range(0, random.Next(5)).Select(_ => new Fact(token(random), Bits(random))).ToList());

    private static FactSet Decisions(Random random) => FactSet.From(Enumerable.Range(0, random.Next(5)).Select(_ => Decision(random)).ToList());

    private static Fact Decision(Random random) => new(
        random.Next(4) == 0
            ? Tokens.Make(random.Next(2) == 0 ? TokenKind.Consumed : TokenKind.ConsumedStale, random.Next(Slots))
            : Tokens.Decide(ReadToken(random), random.Next(Nodes)),
        Bits(random));

    private static Origins OriginsOf(Random random, Func<Random, long> token) => With(new Origins(), o =>
    {
        for (var i = random.Next(6); i > 0; i--)
            o.Set(random.Next(Slots + Slots), Facts(random, token));
    });
}
