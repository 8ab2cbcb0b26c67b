namespace Real.WcfCloseTcs;

public interface IPendingRequest { void Abort(); }

public sealed class RequestPipe
{
    private readonly object _sync = new();
    private readonly List<IPendingRequest> _outstanding = [];
    private TaskCompletionSource<bool>? _drained;
    private bool _closed;

    public void Track(IPendingRequest request)
    {
        lock (_sync)
            _outstanding.Add(request);
    }

    public void Release(IPendingRequest request)
    {
        lock (_sync)
        {
            _outstanding.Remove(request);
            if (_outstanding.Count == 0 && !_closed && _drained != null)
            {
                _drained.TrySetResult(true);
                _drained = null;
            }
        }
    }

    public async Task CloseAsync(TimeSpan timeout)
    {
        lock (_sync)
        {
            if (_outstanding.Count == 0)
            {
                _closed = true;
                return;
            }
            _drained = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        await Task.WhenAny(_drained.Task, Task.Delay(timeout)).ConfigureAwait(false);
        if (!_drained.Task.IsCompleted) // BUG: _drained
            AbortAll();
        lock (_sync)
        {
            _drained = null;
            _closed = true;
        }
    }

    private void AbortAll()
    {
        IPendingRequest[] left;
        lock (_sync)
            left = _outstanding.ToArray();
        foreach (var request in left)
            request.Abort();
    }
}
