// truth: racy
// why: a tick that comes while a job runs finds it due still
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_613;

public sealed class Job { public required Func<Task> Run; public int Due; }

public sealed class Scheduler : IDisposable
{
    private readonly List<Job> _jobs = [];
    private readonly Timer _timer;
    private int _time;

    public Scheduler() => _timer = new Timer(async _ => await TickAsync(), null, Timeout.Infinite, Timeout.Infinite);

    public void Add(Job job) => _jobs.Add(job);

    public async Task TickAsync()
    {
        var time = ++_time;
        foreach (var job in _jobs.ToArray())
        {
            if (job.Due > time) continue;
            await job.Run();
            job.Due = time + 60; // RACE: due before it ran
        }
    }

    public void Dispose() => _timer.Dispose();
}
