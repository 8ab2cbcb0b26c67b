// truth: safe
// why: the ticket is taken before the wait and given back in a single step
// checked: 0 of 4 schedules violate

namespace Case_453;

public sealed class Tickets(Func<Task> charge)
{
    private int _free = 1;
    public int Free => _free;

    public async Task<bool> BuyAsync()
    {
        if (_free == 0) return false;
        _free--;
        try { await charge(); return true; }
        catch (IOException) { _free++; return false; }
    }
}
