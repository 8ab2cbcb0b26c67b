// truth: safe
// why: the sum is a local of the one loop, and what is stored at the end does not depend on what was there
// checked: 0 of 166 schedules violate

namespace Case_657;

public sealed class Survey(Func<int, Task<int>> ask)
{
    public int Latest { get; private set; }

    public async Task RunAsync(params int[] people)
    {
        var sum = 0;
        var asked = people.Select(p => ask(p)).ToList();
        await foreach (var answer in Task.WhenEach(asked))
        {
            if (answer.IsFaulted) continue;
            sum += await answer;
        }
        Latest = sum;
    }
}
