// truth: safe
// why: a queue of waiters hands the place over; the place is never free in between
// checked: 0 of 36 schedules violate

namespace Case_499;

public sealed class Mutex2
{
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _taken;

    public async Task EnterAsync()
    {
        if (!_taken) { _taken = true; return; }
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(turn);
        await turn.Task;
    }

    public void Leave()
    {
        if (_waiting.TryDequeue(out var next)) next.SetResult();
        else _taken = false;
    }
}
