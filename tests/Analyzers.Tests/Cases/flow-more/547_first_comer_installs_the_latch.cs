// truth: safe
// why: one caller installs the latch and loads; the others wait for it
// checked: 0 of 4 schedules violate

namespace Case_547;

public sealed class Catalog(Func<Task<int>> load)
{
    private TaskCompletionSource<int>? _latch;

    public async Task<int> GetAsync()
    {
        var mine = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = Interlocked.CompareExchange(ref _latch, mine, null);
        if (first is not null) return await first.Task;
        try { mine.SetResult(await load()); }
        catch (Exception e) { mine.SetException(e); }
        return await mine.Task;
    }
}
