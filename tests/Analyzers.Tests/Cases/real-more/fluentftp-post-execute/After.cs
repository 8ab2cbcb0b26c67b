namespace Real.FluentftpPostExecute;

public sealed record Reply(int Code, string Text) { public bool Success => Code < 400; }
public interface IControlStream { Task WriteLineAsync(string line, CancellationToken token); Task<Reply> ReadReplyAsync(CancellationToken token); }

public class FtpSession
{
    private readonly SemaphoreSlim _sema = new(1, 1);
    private readonly IControlStream _stream;
    private bool _checkCapabilities = true;
    private string? _workingDirectory;

    public FtpSession(IControlStream stream) => _stream = stream;

    public DateTime LastCommand { get; private set; }

    public async Task<Reply> ExecuteAsync(string command, CancellationToken token = default)
    {
        Reply reply;
        await _sema.WaitAsync(token);
        try
        {
            await _stream.WriteLineAsync(command, token);
            LastCommand = DateTime.UtcNow;
            reply = await _stream.ReadReplyAsync(token);
        }
        finally
        {
            _sema.Release();
        }

        if (reply.Success)
        {
            await OnPostExecuteAsync(command, token);
        }

        return reply;
    }

    private async Task OnPostExecuteAsync(string command, CancellationToken token)
    {
        if (command.StartsWith("CWD", StringComparison.Ordinal))
        {
            await ReadCurrentDirectoryAsync(token);
        }
        else if (command.StartsWith("TYPE", StringComparison.Ordinal))
        {
            _checkCapabilities = false;
        }
    }

    private async Task ReadCurrentDirectoryAsync(CancellationToken token)
    {
        var reply = await ExecuteAsync("PWD", token);
        if (reply.Success && _checkCapabilities)
            _workingDirectory = reply.Text;
    }

    public string? WorkingDirectory => _workingDirectory;
}
