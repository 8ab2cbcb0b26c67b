// truth: racy
// why: a more urgent job arrives while the first one is waited for, and is taken out in its stead
// checked: 1 of 3 schedules violate (wrong state)

namespace Case_403;

public sealed class Timetable(Func<int, Task> until)
{
    private readonly PriorityQueue<string, int> _jobs = new();
    public readonly List<string> Done = [];
    public int Left => _jobs.Count;
    public void Add(string job, int at) => _jobs.Enqueue(job, at);
    public bool Has(string job) => _jobs.UnorderedItems.Any(x => x.Element == job);

    public async Task StepAsync()
    {
        if (!_jobs.TryPeek(out var job, out var at)) return;
        await until(at);
        _jobs.Dequeue(); // RACE: the head of the queue may be another job now
        Done.Add(job);
    }
}
