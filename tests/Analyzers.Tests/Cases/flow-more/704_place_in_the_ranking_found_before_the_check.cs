// truth: racy
// why: the place was found before another score came in, and the ranking is out of order
// checked: 2 of 6 schedules violate (wrong state)

namespace Case_704;

public sealed record Score(string Player, int Points);

public sealed class Ranking(Func<Score, Task> verify)
{
    private readonly List<Score> _scores = [];
    public IReadOnlyList<Score> Scores => _scores;

    public async Task EnterAsync(Score score)
    {
        var place = _scores.FindIndex(s => s.Points < score.Points);
        await verify(score);
        _scores.Insert(place < 0 ? _scores.Count : place, score); // RACE: the place of before the check
    }
}
