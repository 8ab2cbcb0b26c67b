using System.Net.Sockets;

namespace Real.MailkitConnect;

internal static class SocketUtils
{
    public static async Task<Socket> ConnectAsync(string host, int port, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            var tcs = new TaskCompletionSource<bool>();
            using (var registration = token.Register(() => tcs.TrySetCanceled(), false))
            {
                var ar = socket.BeginConnect(host, port, e => tcs.TrySetResult(true), null);
                try
                {
                    await tcs.Task.ConfigureAwait(false);
                    socket.EndConnect(ar);
                }
                catch (OperationCanceledException)
                {
                    if (socket.Connected)
                        socket.Shutdown(SocketShutdown.Both);
                    throw;
                }
            }
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return socket;
    }
}
