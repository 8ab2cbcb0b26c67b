// truth: racy
// why: the override works out the number from what the last one left, and two ask at once
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_504;

public class Numbering
{
    protected int Last;
    protected virtual int Next() => Last + 1;
}

public sealed class EvenNumbering(Func<int, Task> print) : Numbering
{
    protected override int Next()
    {
        var next = base.Next();
        return next + next % 2;
    }

    public async Task<int> NewAsync()
    {
        var number = Next();
        await print(number);
        Last = number; // RACE: worked out before the print
        return number;
    }
}
