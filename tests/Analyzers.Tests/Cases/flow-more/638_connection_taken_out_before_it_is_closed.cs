// truth: safe
// why: one of the callers gets the connection, and the others null
// checked: 0 of 4 schedules violate

namespace Case_638;

public sealed class Connection(Func<Task> close) { public Task CloseAsync() => close(); }

public sealed class Client(Connection connection) : IAsyncDisposable
{
    private Connection? _connection = connection;
    public int Closed { get; private set; }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is not { } open) return;
        try
        {
            await open.CloseAsync();
        }
        finally
        {
            Closed++;
        }
    }
}
