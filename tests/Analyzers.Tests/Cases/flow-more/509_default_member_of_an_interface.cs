// truth: racy
// why: the default member reads the number, waits and stores the next one
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_509;

public interface ICounted
{
    int Number { get; set; }

    async Task CountAsync(Func<Task> log)
    {
        var number = Number;
        await log();
        Number = number + 1; // RACE: number of before the log
    }
}

public sealed class Door : ICounted { public int Number { get; set; } }

public sealed class House(Func<Task> log)
{
    private readonly ICounted _door = new Door();
    public int Entered => _door.Number;
    public Task EnterAsync() => _door.CountAsync(log);
}
