// truth: racy
// why: each try pushes and stores a sum of before its wait
// checked: 8 of 12 schedules violate (wrong state)

namespace Case_515;

public sealed class Piggy(Func<int, Task> push)
{
    private int _coins;
    public int Coins => _coins;

    public async Task<bool> DropAsync(int coins)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var sum = _coins + coins;
            try { await push(sum); }
            catch (IOException) when (attempt < 2) { continue; }
            _coins = sum; // RACE: sum of before the push
            return true;
        }
        return false;
    }
}
