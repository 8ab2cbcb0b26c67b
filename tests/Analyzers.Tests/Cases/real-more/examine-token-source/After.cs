namespace Real.ExamineTokenSource;

public interface IWriter { void Write(string document); void Commit(); }

// one index of the search service, used by every request; the host disposes it on shutdown
public class TextIndex : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationToken _token;
    private readonly object _writing = new();
    private readonly IWriter _writer;
    private Task? _queue;
    private bool _disposed;

    public TextIndex(IWriter writer)
    {
        _writer = writer;
        _token = _source.Token;
    }

    public async Task IndexAsync(IEnumerable<string> documents)
    {
        foreach (var document in documents)
        {
            await Task.Delay(1).ConfigureAwait(false);
            if (_token.IsCancellationRequested)
                return;
            lock (_writing)
            {
                _writer.Write(document);
            }
        }

        _queue = Task.Run(CommitAsync, _token);
    }

    private async Task CommitAsync()
    {
        await Task.Delay(1000, _token).ConfigureAwait(false);
        if (!_token.IsCancellationRequested)
        {
            lock (_writing)
            {
                _writer.Commit();
            }
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _source.Cancel();
        _source.Dispose();
    }
}
