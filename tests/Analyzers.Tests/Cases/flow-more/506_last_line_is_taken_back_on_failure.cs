// truth: racy
// why: what is last when the save fails need not be the line that was added here
// checked: 2 of 6 schedules violate (wrong state)

namespace Case_506;

public sealed class Cart(Func<string, Task> save)
{
    public readonly List<string> Lines = [];

    public async Task AddAsync(string line)
    {
        Lines.Add(line);
        try { await save(line); }
        catch (IOException)
        {
            Lines.RemoveAt(Lines.Count - 1); // RACE: another line may have been added during the save
        }
    }
}
