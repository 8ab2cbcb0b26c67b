// truth: safe
// why: the place is taken from the stack before the ticket is printed, and put back when that fails
// checked: 0 of 4 schedules violate

namespace Case_733;

public sealed class Garage(int places, Func<int, Task<string>> print)
{
    private readonly Stack<int> _free = new(Enumerable.Range(1, places));
    public int Free => _free.Count;

    public async Task<string?> EnterAsync()
    {
        if (!_free.TryPop(out var place)) return null;
        try
        {
            return await print(place);
        }
        catch (IOException)
        {
            _free.Push(place);
            throw;
        }
    }

    public void Leave(int place) => _free.Push(place);
}
