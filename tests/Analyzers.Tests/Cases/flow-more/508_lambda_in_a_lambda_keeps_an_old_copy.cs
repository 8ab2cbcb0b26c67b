// truth: racy
// why: the inner lambda stores a number that was read before the outer one waited
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_508;

public sealed class Journal(Func<Task> write)
{
    private int _entries;
    public int Entries => _entries;

    public async Task AppendAsync()
    {
        var number = _entries;
        Func<Task> commit = async () =>
        {
            await write();
            Action store = () => _entries = number + 1; // RACE: number of before the write
            store();
        };
        await commit();
    }
}
