// truth: safe
// why: the answer does not depend on the one before; the count is raised after the wait
// checked: 0 of 6 schedules violate

namespace Case_650;

public sealed class Probe(Func<Task<int>> ping)
{
    private int _last = -1, _count;
    public (int Last, int Count) State => (_last, _count);

    public async Task PingAsync()
    {
        var shown = _last < 0 ? "first" : "again";
        _last = await Timed(async () => shown.Length > 0 ? await ping() : 0);
        _count++;
    }

    private static async Task<T> Timed<T>(Func<Task<T>> work)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        try { return await work(); }
        finally { watch.Stop(); }
    }
}
