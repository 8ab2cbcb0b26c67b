// truth: racy
// why: both visits see the same number and store the same next one
// needs: a newer compiler
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_500;

public sealed class Page { public int Hits; }

public sealed class Tracker(Func<Task> log)
{
    private Page? _page = new();
    public int Hits => _page?.Hits ?? 0;
    public void Close() => _page = null;

    public async Task VisitAsync()
    {
        var seen = _page?.Hits ?? 0;
        await log();
        _page?.Hits = seen + 1; // RACE: number of before the log
    }
}
