// truth: safe
// why: the same helper looks again after the preparation, and the claim follows at once
// checked: 0 of 6 schedules violate

namespace Case_532;

public sealed class Motor(Func<Task> prepare)
{
    private bool _running;
    public int Starts;
    private bool IsBusy() => _running;
    private bool CanStart() => !IsBusy();

    public async Task StartAsync()
    {
        if (!CanStart()) return;
        await prepare();
        if (!CanStart()) return;
        _running = true;
        Starts++;
    }
}
