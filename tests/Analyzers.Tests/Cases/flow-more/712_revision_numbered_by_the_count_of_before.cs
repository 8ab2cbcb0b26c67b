// truth: racy
// why: two revisions get one number
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_712;

public sealed record Revision(int Number, string Text);

public sealed class Page(Func<int, string, Task> store)
{
    private readonly List<Revision> _revisions = [];
    public IReadOnlyList<Revision> Revisions => _revisions;

    public async Task EditAsync(string text)
    {
        var number = _revisions.Count + 1;
        await store(number, text);
        _revisions.Add(new Revision(number, text)); // RACE: counted before it was stored
    }
}
