namespace Real.WasabiLockOrder;

public sealed record Filter(uint Height, string Line);
public interface IIndexFile { Task<string[]> ReadAllLinesAsync(CancellationToken token); Task WriteAllLinesAsync(IEnumerable<string> lines, CancellationToken token); Task AppendAsync(string line, CancellationToken token); }

public class IndexStore
{
    private readonly IIndexFile _mature;
    private readonly IIndexFile _immature;
    private readonly List<Filter> _immatureFilters = new();

    public IndexStore(IIndexFile mature, IIndexFile immature)
    {
        _mature = mature;
        _immature = immature;
    }

    private SemaphoreSlim MatureLock { get; } = new(1, 1);
    private SemaphoreSlim ImmatureLock { get; } = new(1, 1);
    private SemaphoreSlim IndexLock { get; } = new(1, 1);

    public async Task AddAsync(Filter filter, CancellationToken token)
    {
        await IndexLock.WaitAsync(token);
        try
        {
            _immatureFilters.Add(filter);
        }
        finally
        {
            IndexLock.Release();
        }
    }

    public async Task ForeachAsync(Func<Filter, Task> todo, CancellationToken token)
    {
        await MatureLock.WaitAsync(token);
        try
        {
            foreach (var line in await _mature.ReadAllLinesAsync(token))
                await todo(new Filter(0, line));

            await IndexLock.WaitAsync(token); // BUG: IndexLock
            try
            {
                foreach (var filter in _immatureFilters)
                    await todo(filter);
            }
            finally
            {
                IndexLock.Release();
            }
        }
        finally
        {
            MatureLock.Release();
        }
    }

    public async Task CommitAsync(CancellationToken token)
    {
        await IndexLock.WaitAsync(token);
        try
        {
            await MatureLock.WaitAsync(token); // BUG: MatureLock
            try
            {
                await _mature.WriteAllLinesAsync(_immatureFilters.Select(f => f.Line), token);
            }
            finally
            {
                MatureLock.Release();
            }
        }
        finally
        {
            IndexLock.Release();
        }
    }
}
