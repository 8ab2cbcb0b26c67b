// truth: racy
// why: the value of the meter is read before the wait and set after it, by methods of a struct
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_517;

public struct Meter
{
    private int _value;
    public readonly int Value => _value;
    public void Set(int value) => _value = value;
}

public sealed class Pump(Func<Task<int>> flow)
{
    private Meter _meter;
    public int Litres => _meter.Value;

    public async Task RunAsync()
    {
        var litres = _meter.Value;
        litres += await flow();
        _meter.Set(litres); // RACE: litres of before the flow
    }
}
