// truth: racy
// why: both print the same head, and one removes a page that nobody printed
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_524;

public sealed class Printer(Func<string, Task> print)
{
    private readonly List<string> _pages = ["a", "b"];

    public async Task PrintAsync()
    {
        if (_pages is [var head, ..])
        {
            await print(head);
            _pages.RemoveAt(0); // RACE: what is first now need not be what was printed
        }
    }
}
