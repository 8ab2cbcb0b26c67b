// truth: racy
// why: the extension counts on from a number of before
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_445;

public sealed class Visitor { public int Hits; }

public static class VisitorExtensions
{
    public static async Task TouchAsync(this Visitor visitor, Func<Task> log)
    {
        var hits = visitor.Hits;
        await log();
        visitor.Hits = hits + 1; // RACE: number of before the log
    }
}

public sealed class Site(Func<Task> log)
{
    private readonly Visitor _visitor = new();
    public int Hits => _visitor.Hits;
    public Task VisitAsync() => _visitor.TouchAsync(log);
}
