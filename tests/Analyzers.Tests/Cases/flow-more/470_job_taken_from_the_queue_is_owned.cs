// truth: safe
// why: who has taken the job out is the only one who has it
// checked: 0 of 6 schedules violate

namespace Case_470;

public sealed class Job { public int Tries; }

public sealed class Runner(Func<Job, Task<bool>> run)
{
    private readonly Queue<Job> _jobs = new();
    public void Add(Job job) => _jobs.Enqueue(job);

    public async Task WorkAsync()
    {
        while (_jobs.TryDequeue(out var job))
        {
            var tries = job.Tries;
            var done = await run(job);
            job.Tries = tries + 1;
            if (!done && job.Tries < 2) _jobs.Enqueue(job);
        }
    }
}
