namespace Real.SilverbackLazyStream;

public sealed class MessageStream { public List<object> Messages { get; } = new(); }

internal sealed class LazyStream
{
    private readonly TaskCompletionSource<MessageStream> _created = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MessageStream? _stream;

    public Task WaitUntilCreatedAsync() => _created.Task;

    public MessageStream GetOrCreate()
    {
        if (_stream == null)
        {
            _stream = new MessageStream();
            _created.TrySetResult(_stream);
        }
        return _stream;
    }

    public void Cancel() => _created.TrySetCanceled();
}

// pushes to the streams under its lock; the subscribers wait for the stream and call back into the provider
internal sealed class StreamProvider
{
    private readonly object _lock = new();
    private readonly List<LazyStream> _streams = new();

    public LazyStream CreateLazy()
    {
        lock (_lock)
        {
            var lazy = new LazyStream();
            _streams.Add(lazy);
            return lazy;
        }
    }

    public void Push(object message)
    {
        lock (_lock)
        {
            foreach (var lazy in _streams)
                lazy.GetOrCreate().Messages.Add(message);
        }
    }
}
