// truth: racy
// why: two rounds notify from equal copies, and the second removes people who have not been told
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_608;

public sealed class WaitingList(Func<string, Task> notify)
{
    public readonly List<string> People = [];

    public async Task NotifyFirstAsync(int seats)
    {
        foreach (var person in People.Take(seats).ToList())
        {
            await notify(person);
            People.RemoveAt(0); // RACE: who is first now need not be the one who was notified
        }
    }
}
