// truth: racy
// why: the array that is stored was copied before the wait
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_447;

public sealed class Samples2(Func<Task<int>> sample)
{
    private int[] _samples = [];
    public int Count => _samples.Length;

    public async Task TakeAsync()
    {
        var grown = new int[_samples.Length + 1];
        _samples.AsSpan().CopyTo(grown);
        grown[^1] = await sample();
        _samples = grown; // RACE: copied before the wait
    }
}
