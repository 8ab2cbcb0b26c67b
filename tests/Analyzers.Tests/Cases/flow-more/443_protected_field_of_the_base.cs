// truth: racy
// why: a derived class counts on from a number of before
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_443;

public abstract class Node { protected int Weight; public int Total => Weight; }

public sealed class Leaf(Func<Task<int>> weigh) : Node
{
    public async Task GrowAsync()
    {
        var old = base.Weight;
        var more = await weigh();
        Weight = old + more; // RACE: weight of before the wait
    }
}
