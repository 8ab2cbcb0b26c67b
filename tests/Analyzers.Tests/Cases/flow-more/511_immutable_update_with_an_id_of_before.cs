// truth: racy
// why: the list is updated atomically, but the id in the new entry was worked out before the wait
// checked: 4 of 6 schedules violate (wrong state)

using System.Collections.Immutable;

namespace Case_511;

public sealed record Ticket(int Id, string Text);

public sealed class Desk(Func<string, Task<string>> translate)
{
    private ImmutableList<Ticket> _tickets = [];
    public ImmutableList<Ticket> Tickets => _tickets;

    public async Task OpenAsync(string text)
    {
        var id = _tickets.Count + 1;
        var translated = await translate(text);
        ImmutableInterlocked.Update(ref _tickets, list => list.Add(new Ticket(id, translated))); // RACE: id of before the translation
    }
}
