// truth: safe
// why: what is changed after the wait is a copy in a local
// checked: 0 of 12 schedules violate

namespace Case_551;

public struct Gauge
{
    public int Value;
    public void Add(int value) => Value += value;
}

public sealed class Boiler(Func<Task<int>> forecast)
{
    private Gauge _gauge;
    public void Heat(int value) => _gauge.Add(value);
    public int Value => _gauge.Value;

    public async Task<int> PreviewAsync()
    {
        var gauge = _gauge;
        gauge.Add(await forecast());
        gauge.Value++;
        return gauge.Value;
    }
}
