// truth: racy
// why: two find the same desk free and both probe and take it
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_516;

public sealed class Spot(int id) { public int Id => id; public string? Owner; }

public sealed class Floor(Func<int, Task<bool>> works)
{
    private readonly Spot[] _spots = [new(1), new(2)];

    public async Task<Spot?> TakeAsync(string owner)
    {
        foreach (var spot in _spots)
        {
            if (spot.Owner is not null) continue;
            if (!await works(spot.Id)) continue;
            spot.Owner = owner; // RACE: free before the probe
            return spot;
        }
        return null;
    }
}
