// truth: safe
// why: the points are waited for first; the score is read and written in one go
// needs: a newer compiler
// checked: 0 of 6 schedules violate

namespace Case_530;

public sealed class Round { public int Score; }

public sealed class Player(Func<Task<int>> points)
{
    private Round? _round = new();
    public int Score => _round?.Score ?? 0;
    public void Leave() => _round = null;

    public async Task PlayAsync()
    {
        var n = await points();
        _round?.Score += n;
    }
}
