// truth: safe
// why: the flag is set before the first wait and taken back after the write; a second caller leaves
// checked: 0 of 4 schedules violate

namespace Case_458;

public sealed class Indexer(Func<int, Task<int>> scan)
{
    private bool _running;
    private int _position;
    public int Position => _position;

    public async Task RunAsync()
    {
        if (_running) return;
        _running = true;
        try
        {
            var from = _position;
            var n = await scan(from);
            _position = from + n;
        }
        finally { _running = false; }
    }
}
