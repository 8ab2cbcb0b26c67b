// truth: safe
// why: the rollback takes back one step and not a value of before
// checked: 0 of 6 schedules violate

namespace Case_481;

public sealed class Inflight(Func<Task> call)
{
    private int _inFlight, _failed;
    public int InFlight => _inFlight;
    public int Failed => _failed;

    public async Task CallAsync()
    {
        _inFlight++;
        try { await call(); }
        catch (IOException) { _failed++; }
        finally { _inFlight--; }
    }
}
