// truth: safe
// why: the method of a struct in a field is called on the field itself, after the wait
// checked: 0 of 6 schedules violate

namespace Case_755;

public record struct Stats(int Count, int Sum)
{
    public Stats Plus(int value) => new(Count + 1, Sum + value);
}

public sealed class Probe(Func<Task<int>> measure)
{
    private Stats _stats;
    public Stats Stats => _stats;

    public async Task SampleAsync()
    {
        _stats = _stats.Plus(await measure());
    }
}
