// truth: racy
// why: two callers fail on the first endpoint, and the second of them gives up the good one
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_607;

public sealed class Endpoints(string[] hosts, Func<string, Task<bool>> isAlive)
{
    private int _index;
    public string Current => hosts[_index];

    public async Task ReportFailureAsync(string host)
    {
        if (hosts[_index] != host) return;
        var next = (_index + 1) % hosts.Length;
        while (!await isAlive(hosts[next])) next = (next + 1) % hosts.Length;
        _index = (_index + 1) % hosts.Length; // RACE: another caller may have moved on during the look
    }
}
