namespace Real.NetdaemonMonitorSend;

public abstract class Command { public int Id { get; set; } }
public interface IPipeline { Task SendAsync(Command command, CancellationToken token); }

// the connection is used by all apps at the same time; ids must rise in the order of sending
internal class HubConnection
{
    private readonly object _idLock = new();
    private readonly IPipeline _pipeline;
    private int _messageId = 1;

    public HubConnection(IPipeline pipeline) => _pipeline = pipeline;

    public async Task<int> SendCommandAsync(Command command, CancellationToken token)
    {
        try
        {
            Monitor.Enter(_idLock); // BUG: _idLock
            command.Id = ++_messageId;
            await _pipeline.SendAsync(command, token).ConfigureAwait(false); // BUG: _idLock
        }
        finally
        {
            Monitor.Exit(_idLock);
        }

        return command.Id;
    }
}
