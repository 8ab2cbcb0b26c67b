// truth: racy
// why: the update is compared with the score of now, and what it stores is counted from the one of before
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_624;

public sealed class Scores(Func<string, Task<int>> bonus)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> _scores = new();
    public int this[string player] => _scores.GetValueOrDefault(player);

    public void Enter(string player) => _scores[player] = 0;

    public async Task RewardAsync(string player)
    {
        if (!_scores.TryGetValue(player, out var score)) return;
        score += await bonus(player);
        _scores.TryUpdate(player, score, _scores[player]); // RACE: the score of before the wait
    }
}
