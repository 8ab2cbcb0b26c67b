namespace Real.WolverineZeroSemaphore;

public enum ListeningStatus { Accepting, TooBusy, Stopped }
public interface IListener : IAsyncDisposable { ValueTask StopAsync(); }

public class ListeningAgent
{
    private readonly SemaphoreSlim _semaphore = new SemaphoreSlim(0, 1); // BUG: _semaphore
    private readonly Func<IListener> _factory;

    public ListeningAgent(Func<IListener> factory) => _factory = factory;

    public IListener? Listener { get; private set; }
    public ListeningStatus Status { get; private set; } = ListeningStatus.Stopped;

    public ValueTask StartAsync()
    {
        Listener ??= _factory();
        Status = ListeningStatus.Accepting;
        return ValueTask.CompletedTask;
    }

    // the back pressure agent calls it when the local queue is too long
    public async ValueTask MarkAsTooBusyAsync()
    {
        if (Status != ListeningStatus.Accepting || Listener == null)
        {
            return;
        }

        await _semaphore.WaitAsync(); // BUG: _semaphore
        if (Status != ListeningStatus.Accepting || Listener == null)
        {
            _semaphore.Release();
            return;
        }

        try
        {
            await Listener.StopAsync();
            await Listener.DisposeAsync();
            Listener = null;
            Status = ListeningStatus.TooBusy;
        }
        finally
        {
            _semaphore.Release();
        }
    }
}
