// truth: safe
// why: each reading replaces the one before; nothing of the old one is kept
// checked: 0 of 6 schedules violate

namespace Case_477;

public sealed class Thermometer(Func<ValueTask<double>> read)
{
    public double Last { get; private set; }
    public DateTime At { get; private set; }

    public async ValueTask ReadAsync()
    {
        var value = await read();
        (Last, At) = (value, DateTime.UtcNow);
    }
}
