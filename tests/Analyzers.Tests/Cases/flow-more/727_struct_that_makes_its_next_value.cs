// truth: racy
// why: the next value is made of a copy from before the measurement
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_727;

public readonly record struct Stats(int Count, int Sum)
{
    public Stats Plus(int value) => new(Count + 1, Sum + value);
}

public sealed class Probe(Func<Task<int>> measure)
{
    public Stats Stats { get; private set; }

    public async Task SampleAsync()
    {
        Stats = Stats.Plus(await measure()); // RACE: made of the value of before
    }
}
