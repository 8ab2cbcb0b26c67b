using System.Collections.Concurrent;

namespace Real.LibplanetRequestRetry;

public sealed record PeerRequest(string Peer, byte[] Message, TaskCompletionSource<byte[]> Reply);
public interface IPeerSocket { Task<byte[]> ExchangeAsync(string peer, byte[] message, CancellationToken ct); }

public sealed class PeerTransport
{
    private readonly BlockingCollection<PeerRequest> _requests = [];
    private readonly IPeerSocket _socket;

    public PeerTransport(IPeerSocket socket) => _socket = socket;

    public Task<byte[]> SendAsync(string peer, byte[] message)
    {
        var reply = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests.Add(new PeerRequest(peer, message, reply));
        return reply.Task;
    }

    public async Task ProcessAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var request = _requests.Take(ct);
            await ProcessAsync(request, ct);
        }
    }

    private async Task ProcessAsync(PeerRequest request, CancellationToken ct)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                var reply = await _socket.ExchangeAsync(request.Peer, request.Message, ct);
                request.Reply.TrySetResult(reply);
                return;
            }
            catch (IOException e)
            {
                if (attempt == 2)
                    request.Reply.TrySetException(e);
                await Task.Delay(100, ct);
            }
        }
    }
}
