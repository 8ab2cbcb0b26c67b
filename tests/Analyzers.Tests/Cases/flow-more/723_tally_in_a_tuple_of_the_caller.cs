// truth: racy
// why: each run takes the tally apart before its wait and stores it after it
// checked: 2 of 2 schedules violate (wrong state)

namespace Case_723;

public sealed class Checker(Func<string, Task<bool>> check)
{
    public async Task<(int Ok, int Bad)> RunAsync(string[] items)
    {
        (int Ok, int Bad) tally = (0, 0);
        await Task.WhenAll(items.Select(async item =>
        {
            var (ok, bad) = tally;
            if (await check(item)) ok++;
            else bad++;
            tally = (ok, bad); // RACE: the tally of before
        }));
        return tally;
    }
}
