using System.Threading.Channels;

namespace Real.MagiconionInlineWriter;

public sealed record Payload(byte[] Body);
public interface IPayloadStream { Task SendAsync(Payload payload); }

internal sealed class HubClient
{
    private readonly Channel<Payload> _outgoing = Channel.CreateUnbounded<Payload>(new UnboundedChannelOptions
    {
        SingleReader = true,
        SingleWriter = false,
        AllowSynchronousContinuations = false,
    });
    private readonly Dictionary<int, TaskCompletionSource<byte[]>> _pending = [];
    private readonly IPayloadStream _stream;
    private readonly Task _writing;
    private int _sequence;

    public HubClient(IPayloadStream stream)
    {
        _stream = stream;
        _writing = RunWriterAsync();
    }

    public Task<byte[]> CallAsync(byte[] body)
    {
        lock (_pending)
        {
            var response = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            _pending.Add(++_sequence, response);
            _outgoing.Writer.TryWrite(new Payload(body));
            return response.Task;
        }
    }

    public void OnResponse(int id, byte[] body)
    {
        lock (_pending)
        {
            if (_pending.Remove(id, out var response))
                response.TrySetResult(body);
        }
    }

    public Task CloseAsync()
    {
        _outgoing.Writer.TryComplete();
        return _writing;
    }

    private async Task RunWriterAsync()
    {
        await foreach (var payload in _outgoing.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                await _stream.SendAsync(payload).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                Console.Error.WriteLine(e.Message);
            }
        }
    }
}
