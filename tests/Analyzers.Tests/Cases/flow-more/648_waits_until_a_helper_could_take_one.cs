// truth: safe
// needs: a newer compiler
// why: the helper looks and takes in one step, each time after the wait
// checked: 0 of 4000 schedules violate

namespace Case_648;

public sealed class Pool(Func<Task> returned, params IEnumerable<int> ids)
{
    private readonly Stack<int> _free = new(ids);
    public void Return(int id) => _free.Push(id);
    public int Free => _free.Count;

    public async Task<int> TakeAsync()
    {
        int id;
        while (!TryTake(out id)) await returned();
        return id;
    }

    private bool TryTake(out int id) => HasFree && _free.TryPop(out id) || Nothing(out id);
    private bool HasFree => _free.Count > 0;
    private static bool Nothing(out int id) { id = 0; return false; }
}
