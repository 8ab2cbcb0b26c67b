// truth: safe
// why: exactly one sees the count fall to nought, and sums up
// checked: 0 of 2 schedules violate

namespace Case_563;

public sealed class Survey(int people, Func<int, Task<int>> rate)
{
    private int _left = people;
    private int _sum;
    public int Ratings;
    public int Average;

    public async Task AnswerAsync(int stars)
    {
        Interlocked.Add(ref _sum, stars);
        if (Interlocked.Decrement(ref _left) != 0) return;
        Ratings++;
        Average = await rate(_sum / people);
    }
}
