using System.Threading.Channels;

namespace Real.SilverbackMqttStop;

public sealed record Received(string Topic, byte[] Body);

internal sealed class ConsumerChannelManager : IDisposable
{
    private readonly Func<Received, Task> _handle;
    private Channel<Received> _channel = Channel.CreateBounded<Received>(10);
    private CancellationTokenSource _readSource = new();
    private TaskCompletionSource<bool> _readDone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConsumerChannelManager(Func<Received, Task> handle) => _handle = handle;

    public bool IsReading { get; private set; }
    public Task Stopping => _readDone.Task;

    public void StartReading()
    {
        if (_readSource.IsCancellationRequested)
            _readSource = new CancellationTokenSource();
        if (_readDone.Task.IsCompleted)
            _readDone = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_channel.Reader.Completion.IsCompleted)
            _channel = Channel.CreateBounded<Received>(10);

        _ = Task.Run(ReadChannelAsync);
    }

    public void StopReading()
    {
        _readSource.Cancel();
        _channel.Writer.TryComplete();
        if (!IsReading)
            _readDone.TrySetResult(true);
    }

    // callback of the client
    public async Task OnMessageAsync(Received message)
    {
        await _channel.Writer.WriteAsync(message).ConfigureAwait(false);
    }

    private async Task ReadChannelAsync()
    {
        IsReading = true;
        try
        {
            while (!_readSource.IsCancellationRequested)
            {
                var message = await _channel.Reader.ReadAsync(_readSource.Token).ConfigureAwait(false);
                await _handle(message).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (ChannelClosedException)
        {
        }
        finally
        {
            IsReading = false;
            _readDone.TrySetResult(true);
        }
    }

    public void Dispose() => StopReading();
}
