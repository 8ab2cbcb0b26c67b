// truth: safe
// why: comparing and storing are one stretch
// checked: 0 of 6 schedules violate

namespace Case_497;

public sealed class Peak(Func<Task<int>> measure)
{
    private int _peak;
    public int Value => _peak;

    public async Task MeasureAsync()
    {
        var before = _peak;
        var value = await measure();
        if (value > before && value > _peak) _peak = value;
    }
}
