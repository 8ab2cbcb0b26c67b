// truth: safe
// why: the booking is in the list before the wait and taken out when nobody confirms it
// checked: 0 of 4 schedules violate

namespace Case_738;

public sealed record Slot(int From, int To);

public sealed class Room(Func<Slot, Task<bool>> confirm)
{
    private readonly List<Slot> _booked = [];
    public int Count => _booked.Count;

    public async Task<bool> BookAsync(Slot wanted)
    {
        if (_booked.Exists(slot => slot.From < wanted.To && wanted.From < slot.To)) return false;
        _booked.Add(wanted);
        var confirmed = false;
        try
        {
            confirmed = await confirm(wanted);
        }
        finally
        {
            if (!confirmed) _booked.Remove(wanted);
        }
        return confirmed;
    }
}
