// truth: racy
// why: the state is handed to the derived class before its wait
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_627;

public abstract class Cursor
{
    public int Position { get; private set; }

    public async Task MoveAsync() => Position = await NextAsync(Position); // RACE: worked out from the position of before

    protected abstract Task<int> NextAsync(int position);
}

public sealed class PageCursor(Func<Task> load) : Cursor
{
    protected override async Task<int> NextAsync(int position)
    {
        await load();
        return position + 1;
    }
}
