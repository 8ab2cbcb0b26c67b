// truth: racy
// why: both elections take the same term and count one on
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_439;

public sealed record Leader(int Term);

public sealed class Cluster(Func<int, Task> replicate)
{
    private Leader? _leader = new(1);
    public int Term => _leader?.Term ?? 0;

    public async Task ElectAsync()
    {
        if (_leader is { Term: var term })
        {
            await replicate(term);
            _leader = new Leader(term + 1); // RACE: term of before the wait
        }
    }
}
