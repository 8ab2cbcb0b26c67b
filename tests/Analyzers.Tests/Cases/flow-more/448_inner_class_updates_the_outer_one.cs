// truth: racy
// why: two workers count on from the same number
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_448;

public sealed class Farm(Func<Task> work)
{
    private int _harvest;
    public int Harvest => _harvest;
    public Worker Hire() => new(this);

    public sealed class Worker(Farm farm)
    {
        public async Task WorkAsync()
        {
            var before = farm._harvest;
            await farm.Work();
            farm._harvest = before + 1; // RACE: harvest of before
        }
    }

    private Task Work() => work();
}
