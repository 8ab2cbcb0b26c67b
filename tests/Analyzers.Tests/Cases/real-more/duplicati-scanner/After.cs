namespace Real.DuplicatiScanner;

public interface ISource : IDisposable { IAsyncEnumerable<string> EnumerateAsync(CancellationToken token); }
public interface ISourceFactory { Task<ISource> OpenAsync(string[] paths); }

internal sealed class BackupOperation
{
    private readonly ISourceFactory _sources;
    private long _count;

    public BackupOperation(ISourceFactory sources) => _sources = sources;

    public async Task RunAsync(string[] paths, CancellationToken token)
    {
        using var source = await _sources.OpenAsync(paths).ConfigureAwait(false);
        using var counter = CancellationTokenSource.CreateLinkedTokenSource(token);
        var scanner = CountAsync(source, counter.Token);
        try
        {
            await foreach (var path in source.EnumerateAsync(token).ConfigureAwait(false))
            {
                await StoreAsync(path).ConfigureAwait(false);
            }
        }
        finally
        {
            // the scanner is of no use any more
            counter.Cancel();
        }

        try
        {
            await scanner.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task CountAsync(ISource source, CancellationToken token)
    {
        await foreach (var path in source.EnumerateAsync(token).ConfigureAwait(false))
        {
            Interlocked.Increment(ref _count);
        }
    }

    private static Task StoreAsync(string path) => File.WriteAllTextAsync(path + ".stored", path);
}
