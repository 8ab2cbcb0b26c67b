// truth: safe
// why: the transaction is made, used and disposed by one call
// checked: 0 of 35 schedules violate

namespace Case_761;

public sealed class Store(Func<string, Task> write)
{
    private int _committed;
    public int Committed => _committed;

    public async Task SaveAsync(params string[] rows)
    {
        await using var transaction = new Transaction(this);
        foreach (var row in rows)
            await transaction.AddAsync(row);
        transaction.Complete();
    }

    private sealed class Transaction(Store store) : IAsyncDisposable
    {
        private int _rows;
        private bool _complete;

        public async Task AddAsync(string row)
        {
            var number = _rows + 1;
            await store.WriteAsync($"{number}: {row}");
            _rows = number;
        }

        public void Complete() => _complete = true;

        public async ValueTask DisposeAsync()
        {
            if (!_complete) return;
            await store.WriteAsync("commit");
            store._committed += _rows;
        }
    }

    private Task WriteAsync(string line) => write(line);
}
