// truth: racy
// why: the steps run at once and count from the number of before
// checked: 1 of 2 schedules violate (wrong state)

namespace Case_722;

public sealed class Pipeline
{
    private readonly Dictionary<string, Func<Task>> _steps = new();
    private int _done;
    public int Done => _done;

    public Pipeline(Func<Task> io)
    {
        _steps["load"] = async () =>
        {
            var done = _done;
            await io();
            _done = done + 1; // RACE: the number of before
        };
        _steps["save"] = async () =>
        {
            await io();
            _done++;
        };
    }

    public Task RunAsync() => Task.WhenAll(_steps.Values.Select(step => step()));
}
