// truth: racy
// why: both find the latch shut, and the second one throws
// checked: 4 of 6 schedules violate (threw InvalidOperationException)

namespace Case_731;

public sealed class Warmup(Func<Task> load)
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public Task Ready => _ready.Task;

    public async Task WarmAsync()
    {
        if (_ready.Task.IsCompleted) return;
        await load();
        _ready.SetResult(); // RACE: shut before the load
    }
}
