namespace Real.NetdaemonMonitorSend;

public abstract class Command { public int Id { get; set; } }
public interface IPipeline { Task SendAsync(Command command, CancellationToken token); }

// the connection is used by all apps at the same time; ids must rise in the order of sending
internal class HubConnection
{
    private readonly SemaphoreSlim _idGate = new(1, 1);
    private readonly IPipeline _pipeline;
    private int _messageId = 1;

    public HubConnection(IPipeline pipeline) => _pipeline = pipeline;

    public async Task<int> SendCommandAsync(Command command, CancellationToken token)
    {
        await _idGate.WaitAsync(token).ConfigureAwait(false);
        try
        {
            command.Id = ++_messageId;
            await _pipeline.SendAsync(command, token).ConfigureAwait(false);
        }
        finally
        {
            _idGate.Release();
        }

        return command.Id;
    }
}
