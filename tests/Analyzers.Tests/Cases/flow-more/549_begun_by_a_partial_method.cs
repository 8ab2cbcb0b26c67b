// truth: safe
// why: the partial method claims the flag before the first wait
// checked: 0 of 4 schedules violate

namespace Case_549;

public sealed partial class Import(Func<int, Task<int>> read)
{
    private bool _busy;
    private int _row;
    public int Row => _row;
    public int Runs;
    private partial bool TryBegin();

    public async Task RunAsync()
    {
        if (!TryBegin()) return;
        try
        {
            Runs++;
            var row = _row;
            _row = row + await read(row);
        }
        finally { _busy = false; }
    }
}

public sealed partial class Import
{
    private partial bool TryBegin()
    {
        if (_busy) return false;
        _busy = true;
        return true;
    }
}
