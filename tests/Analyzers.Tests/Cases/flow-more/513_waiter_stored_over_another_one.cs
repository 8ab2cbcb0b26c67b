// truth: racy
// why: two find nobody waiting, and the first waiter is overwritten and never woken
// checked: 32 of 34 schedules violate (stuck)

namespace Case_513;

public sealed class Inbox(Func<Task> announce)
{
    private TaskCompletionSource<string>? _waiter;

    public async Task<string?> ReceiveAsync()
    {
        if (_waiter is not null) return null;
        await announce();
        var mine = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiter = mine; // RACE: nobody waited before the announcement
        return await mine.Task;
    }

    public void Deliver(string text) => Interlocked.Exchange(ref _waiter, null)?.TrySetResult(text);
}
