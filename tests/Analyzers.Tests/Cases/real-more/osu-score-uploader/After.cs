using System.Collections.Concurrent;

namespace Real.OsuScoreUploader;

public sealed record PendingReplay(long Token, byte[] Data, CancellationTokenSource Expiry);
public interface IReplayDatabase { Task<long?> FindScoreAsync(long token); Task MarkAsync(long score); }
public interface IReplayStorage { Task WriteAsync(long score, byte[] data); }

public sealed class ReplayUploader : IDisposable
{
    private readonly ConcurrentQueue<PendingReplay> _pending = new();
    private readonly IReplayDatabase _database;
    private readonly IReplayStorage _storage;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private int _remaining;

    public ReplayUploader(IReplayDatabase database, IReplayStorage storage)
    {
        _database = database;
        _storage = storage;
        _stopped = _stop.Token;
        _ = Task.Run(RunAsync);
    }

    public int Remaining => Volatile.Read(ref _remaining);

    public void Enqueue(long token, byte[] data)
    {
        Interlocked.Increment(ref _remaining);
        var expiry = new CancellationTokenSource();
        expiry.CancelAfter(30_000);
        _pending.Enqueue(new PendingReplay(token, data, expiry));
    }

    private async Task RunAsync()
    {
        while (!_stopped.IsCancellationRequested)
        {
            await FlushAsync();
            await Task.Delay(50, _stopped);
        }
    }

    private async Task FlushAsync()
    {
        var count = _pending.Count;
        for (var i = 0; i < count; i++)
        {
            if (!_pending.TryDequeue(out var item))
                continue;
            var score = await _database.FindScoreAsync(item.Token);
            if (score is null && !item.Expiry.IsCancellationRequested)
            {
                _pending.Enqueue(item);
                continue;
            }
            if (score is not null)
            {
                await _storage.WriteAsync(score.Value, item.Data);
                await _database.MarkAsync(score.Value);
            }
            item.Expiry.Dispose();
            Interlocked.Decrement(ref _remaining);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
