// truth: racy
// why: the function gets a value of before, and its result replaces what others stored
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_442;

public sealed class Cell<T>(T value)
{
    public T Value => value;
    public async Task UpdateAsync(Func<T, Task<T>> change)
    {
        value = await change(value); // RACE: changed from the value of before
    }
}
