namespace Real.WolverineEarlyReturn;

public interface IModel : IAsyncDisposable { bool IsOpen { get; } }
public interface IBroker { Task<IModel> CreateModelAsync(); }

internal abstract class ChannelAgent : IAsyncDisposable
{
    private readonly IBroker _broker;
    protected readonly SemaphoreSlim Locker = new(1, 1);

    protected ChannelAgent(IBroker broker) => _broker = broker;

    internal IModel? Channel { get; set; }
    internal bool Connected { get; private set; }

    internal async Task EnsureInitiated()
    {
        if (Channel is not null)
        {
            return;
        }

        await Locker.WaitAsync(); // BUG: Locker

        if (Channel is not null)
        {
            return; // BUG: Locker
        }

        try
        {
            Channel = await _broker.CreateModelAsync();
            Connected = true;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
        }
        finally
        {
            Locker.Release();
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (Channel != null)
            await Channel.DisposeAsync();
        Connected = false;
    }
}
