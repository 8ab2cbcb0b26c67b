namespace Real.StreamjsonrpcFlush;

public abstract class MessageHandler : IDisposable
{
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _disposal = new();
    private readonly Stream _stream;

    protected MessageHandler(Stream stream) => _stream = stream;

    protected abstract ValueTask WriteCoreAsync(Stream stream, object content, CancellationToken token);

    public async ValueTask WriteAsync(object content, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(_disposal.Token, token);

        await _sending.WaitAsync(linked.Token).ConfigureAwait(false);
        try
        {
            linked.Token.ThrowIfCancellationRequested();
            await WriteCoreAsync(_stream, content, linked.Token).ConfigureAwait(false);
            await _stream.FlushAsync(linked.Token).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Dispose()
    {
        _disposal.Cancel();
        _stream.Dispose();
    }
}
