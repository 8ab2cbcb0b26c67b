using System.Net;
using System.Net.Sockets;

namespace Real.OpcuaTwoAddresses;

public sealed class DualConnect
{
    private readonly TaskCompletionSource<SocketError> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _sync = new();
    private int _open;
    private Socket? _connected;

    public Task<SocketError> ConnectAsync(IPAddress? v4, IPAddress? v6, int port)
    {
        var addresses = new[] { v6, v4 }.OfType<IPAddress>().ToArray();
        _open = addresses.Length;
        foreach (var address in addresses)
            Begin(address, port);
        return _done.Task;
    }

    private void Begin(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        var args = new SocketAsyncEventArgs { UserToken = socket, RemoteEndPoint = new IPEndPoint(address, port) };
        args.Completed += OnConnected;
        if (!socket.ConnectAsync(args))
            OnConnected(socket, args);
    }

    private void OnConnected(object? sender, SocketAsyncEventArgs args)
    {
        lock (_sync)
        {
            _open--;
            if (_connected != null)
            {
                (args.UserToken as Socket)?.Dispose();
                return;
            }
            if (args.SocketError == SocketError.Success)
            {
                _connected = (Socket?)args.UserToken;
                _done.SetResult(SocketError.Success);
            }
            else if (_open == 0)
            {
                _done.SetResult(args.SocketError);
            }
        }
    }
}
