namespace Real.GrpcpipesPayloadQueue;

public sealed class PayloadReader
{
    private readonly Queue<byte[]> _queue = new();
    private TaskCompletionSource<bool>? _waiting;
    private CancellationTokenRegistration _registration;
    private bool _completed;

    public byte[]? Current { get; private set; }

    public void Append(byte[] payload)
    {
        lock (_queue)
        {
            _queue.Enqueue(payload);
            if (_waiting != null)
            {
                Current = _queue.Dequeue();
                _waiting.SetResult(true);
                Reset();
            }
        }
    }

    public void Complete()
    {
        lock (_queue)
        {
            _completed = true;
            if (_waiting != null)
            {
                _waiting.SetResult(false);
                Reset();
            }
        }
    }

    private void Cancel()
    {
        lock (_queue)
        {
            if (_waiting != null)
            {
                _waiting.SetCanceled();
                Reset();
            }
        }
    }

    public Task<bool> MoveNextAsync(CancellationToken ct)
    {
        lock (_queue)
        {
            if (_waiting != null)
                throw new InvalidOperationException("The last call has not ended.");
            if (ct.IsCancellationRequested)
                return Task.FromCanceled<bool>(ct);
            if (_queue.Count > 0)
            {
                Current = _queue.Dequeue();
                return Task.FromResult(true);
            }
            if (_completed)
                return Task.FromResult(false);
            _waiting = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            var task = _waiting.Task;
            _registration = ct.Register(Cancel);
            return task;
        }
    }

    private void Reset()
    {
        _registration.Dispose();
        _waiting = null;
    }
}
