namespace Real.RabbitConfirmRelease;

public sealed class Confirmation { public ulong Number; public TaskCompletionSource<bool>? Source; }
public interface IFrames { ValueTask WriteAsync(ReadOnlyMemory<byte> body, ulong number, CancellationToken token); }

internal sealed class PublishChannel
{
    private readonly SemaphoreSlim _confirmGate = new(1, 1);
    private readonly IFrames _frames;
    private readonly bool _confirms;
    private ulong _next = 1;

    public PublishChannel(IFrames frames, bool confirms)
    {
        _frames = frames;
        _confirms = confirms;
    }

    public async ValueTask PublishAsync(ReadOnlyMemory<byte> body, CancellationToken token = default)
    {
        Confirmation? confirmation = null;
        try
        {
            confirmation = await StartTrackingAsync(token).ConfigureAwait(false);
            await _frames.WriteAsync(body, confirmation?.Number ?? 0, token).ConfigureAwait(false);
        }
        catch (Exception e) when (confirmation != null)
        {
            confirmation.Source?.TrySetException(e);
        }
        finally
        {
            EndTracking(confirmation);
        }

        if (confirmation?.Source != null)
            await confirmation.Source.Task.WaitAsync(token).ConfigureAwait(false);
    }

    private async Task<Confirmation?> StartTrackingAsync(CancellationToken token)
    {
        if (!_confirms)
            return null;

        await _confirmGate.WaitAsync(token).ConfigureAwait(false);
        return new Confirmation { Number = _next++, Source = new(TaskCreationOptions.RunContinuationsAsynchronously) };
    }

    private void EndTracking(Confirmation? confirmation)
    {
        if (confirmation is not null)
        {
            _confirmGate.Release();
        }
    }
}
