namespace Real.MonotorrentHandshake;

internal class PeerHandshake
{
    private readonly Stream _stream;
    private readonly byte[] _key = new byte[96];

    public PeerHandshake(Stream stream) => _stream = stream;

    public async Task HandshakeAsync()
    {
        // the answer to the key of the other side is sent by the second step: no two sends at once
        try
        {
            await SendKeyAsync().ConfigureAwait(false);
            await ReceiveKeyAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            _stream.Dispose();
            throw;
        }
    }

    private async Task SendKeyAsync()
    {
        var padded = new byte[96 + Random.Shared.Next(512)];
        _key.CopyTo(padded, 0);
        await _stream.WriteAsync(padded).ConfigureAwait(false);
    }

    private async Task ReceiveKeyAsync()
    {
        var other = new byte[96];
        await _stream.ReadExactlyAsync(other).ConfigureAwait(false);
        await AnswerAsync(other).ConfigureAwait(false);
    }

    private async Task AnswerAsync(byte[] other)
    {
        var secret = new byte[20];
        for (var i = 0; i < secret.Length; i++)
            secret[i] = (byte)(other[i] ^ _key[i]);
        await _stream.WriteAsync(secret).ConfigureAwait(false);
    }
}
