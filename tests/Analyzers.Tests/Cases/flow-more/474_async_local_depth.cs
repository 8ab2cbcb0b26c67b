// truth: safe
// why: each flow of control has a value of its own
// checked: 0 of 6 schedules violate

namespace Case_474;

public sealed class Depth(Func<Task> work)
{
    private static readonly AsyncLocal<int> s_depth = new();
    public int Deepest;

    public async Task NestAsync()
    {
        var depth = s_depth.Value;
        s_depth.Value = depth + 1;
        Deepest = Math.Max(Deepest, s_depth.Value);
        await work();
        s_depth.Value = depth;
    }
}
