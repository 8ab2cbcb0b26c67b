// truth: safe
// why: the operator of the object adds after the wait, and nothing is read before it
// needs: a newer compiler
// checked: 0 of 6 schedules violate

namespace Case_748;

public sealed class Meter
{
    public int Value { get; private set; }
    public void operator +=(int amount) => Value += amount;
}

public sealed class Pump(Func<Task<int>> pour)
{
    private Meter _meter = new();
    public int Poured => _meter.Value;

    public async Task PourAsync() => _meter += await pour();
}
