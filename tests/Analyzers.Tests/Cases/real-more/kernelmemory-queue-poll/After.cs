using System.Collections.Concurrent;

namespace Real.KernelmemoryQueuePoll;

public interface IQueueFolder { Task<IReadOnlyList<string>> ListAsync(CancellationToken ct); Task<byte[]> ReadAsync(string file, CancellationToken ct); }

public sealed class FolderQueue : IDisposable
{
    private static readonly SemaphoreSlim s_reading = new(1, 1);
    private readonly ConcurrentQueue<byte[]> _ready = new();
    private readonly IQueueFolder _folder;
    private readonly CancellationTokenSource _stop = new();
    private readonly System.Timers.Timer _timer = new(500);

    public FolderQueue(IQueueFolder folder)
    {
        _folder = folder;
        _timer.Elapsed += Poll;
        _timer.Start();
    }

    public bool TryTake(out byte[]? message) => _ready.TryDequeue(out message);

    private void Poll(object? sender, System.Timers.ElapsedEventArgs e)
    {
        Task.Run(async () =>
        {
            var taken = false;
            try
            {
                if (_ready.Count >= 3)
                    return;
                await s_reading.WaitAsync(_stop.Token).ConfigureAwait(false);
                taken = true;
                foreach (var file in await _folder.ListAsync(_stop.Token).ConfigureAwait(false))
                    _ready.Enqueue(await _folder.ReadAsync(file, _stop.Token).ConfigureAwait(false));
            }
            catch (IOException error)
            {
                Console.Error.WriteLine(error.Message);
            }
            finally
            {
                if (taken)
                    s_reading.Release();
            }
        });
    }

    public void Dispose()
    {
        _stop.Cancel();
        _timer.Dispose();
    }
}
