namespace Real.ExamineTokenSource;

public interface IWriter { void Write(string document); void Commit(); }

// one index of the search service, used by every request; the host disposes it on shutdown
public class TextIndex : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly object _writing = new();
    private readonly IWriter _writer;
    private Task? _queue;
    private bool _disposed;

    public TextIndex(IWriter writer) => _writer = writer;

    public async Task IndexAsync(IEnumerable<string> documents)
    {
        foreach (var document in documents)
        {
            await Task.Delay(1).ConfigureAwait(false);
            if (_source.Token.IsCancellationRequested) // BUG: _source
                return;
            lock (_writing)
            {
                _writer.Write(document);
            }
        }

        _queue = Task.Run(CommitAsync, _source.Token); // BUG: _source
    }

    private async Task CommitAsync()
    {
        await Task.Delay(1000, _source.Token).ConfigureAwait(false);
        if (!_source.Token.IsCancellationRequested) // BUG: _source
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
        _source.Dispose(); // BUG: _source
    }
}
