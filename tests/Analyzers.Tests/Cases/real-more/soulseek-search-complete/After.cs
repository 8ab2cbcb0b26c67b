namespace Real.SoulseekSearchComplete;

[Flags]
public enum SearchStates { None = 0, InProgress = 1, Completed = 2, TimedOut = 4, Cancelled = 8, LimitReached = 16 }

internal sealed class Search : IDisposable
{
    private readonly System.Timers.Timer _timeout;
    private readonly TaskCompletionSource<int> _completion = new();
    private int _responses;

    public Search(int timeout, int limit)
    {
        Limit = limit;
        _timeout = new System.Timers.Timer(timeout) { AutoReset = false };
        _timeout.Elapsed += (_, _) => Complete(SearchStates.TimedOut);
        _timeout.Start();
    }

    public int Limit { get; }
    public SearchStates State { get; private set; } = SearchStates.InProgress;

    // a response arrives on the connection of another peer
    public void OnResponse(string user)
    {
        if (State.HasFlag(SearchStates.InProgress))
        {
            _timeout.Stop();
            _timeout.Start();
            if (Interlocked.Increment(ref _responses) >= Limit)
                Complete(SearchStates.LimitReached);
        }
    }

    public void Complete(SearchStates state)
    {
        _timeout.Stop();
        State = SearchStates.Completed | state;
        _completion.TrySetResult(0);
    }

    public async Task WaitAsync(CancellationToken token)
    {
        using var registration = token.Register(() => Complete(SearchStates.Cancelled));
        await _completion.Task.ConfigureAwait(false);
    }

    public void Dispose() => _timeout.Dispose();
}
