using System.Threading.Channels;

namespace Real.TelegramQueuedUpdates;

public interface IUpdateSource { Task<IReadOnlyList<string>> PollAsync(int offset, CancellationToken ct); }

public sealed class QueuedUpdates
{
    private readonly Channel<string> _updates = Channel.CreateUnbounded<string>(new() { SingleReader = true, SingleWriter = true });
    private readonly SemaphoreSlim _errorLock = new(1, 1);
    private readonly IUpdateSource _source;
    private Exception? _error;

    public QueuedUpdates(IUpdateSource source, CancellationToken ct)
    {
        _source = source;
        _ = Task.Run(() => ReceiveAsync(ct), ct);
    }

    public ValueTask<string> NextAsync(CancellationToken ct)
    {
        _errorLock.Wait(ct);

        if (_error is not null)
            throw _error; // BUG: _errorLock

        _errorLock.Release();
        return _updates.Reader.TryRead(out var update) ? new(update) : _updates.Reader.ReadAsync(ct);
    }

    private async Task ReceiveAsync(CancellationToken ct)
    {
        var offset = 0;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                foreach (var update in await _source.PollAsync(offset, ct).ConfigureAwait(false))
                {
                    offset++;
                    await _updates.Writer.WriteAsync(update, ct).ConfigureAwait(false);
                }
            }
            _updates.Writer.TryComplete();
        }
        catch (Exception e)
        {
            await _errorLock.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            _error = e;
            _errorLock.Release();
            _updates.Writer.TryComplete(e);
        }
    }
}
