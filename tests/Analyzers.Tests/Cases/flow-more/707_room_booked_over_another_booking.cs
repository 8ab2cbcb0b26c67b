// truth: racy
// why: neither of the two sees the booking of the other
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_707;

public sealed record Slot(int From, int To);

public sealed class Room(Func<Slot, Task> confirm)
{
    private readonly List<Slot> _booked = [];
    public int Count => _booked.Count;

    public async Task<bool> BookAsync(Slot wanted)
    {
        foreach (var slot in _booked)
        {
            if (slot.From < wanted.To && wanted.From < slot.To) return false;
        }
        await confirm(wanted);
        _booked.Add(wanted); // RACE: free before the confirmation
        return true;
    }
}
