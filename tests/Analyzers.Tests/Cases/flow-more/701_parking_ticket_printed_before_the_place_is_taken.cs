// truth: racy
// why: the last place is free for both until the ticket is printed
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_701;

public sealed class Garage(Func<Task<string>> print)
{
    public int Free { get; private set; } = 1;

    public async Task<string?> EnterAsync()
    {
        if (Free == 0) return null;
        var ticket = await print();
        Free--; // RACE: there was a place before the ticket was printed
        return ticket;
    }
}
