// truth: racy
// why: the version is read in each attempt, and another one can be stored before it is
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_729;

public sealed class Replica(Func<int, Task> push)
{
    private int _version;
    public int Version => _version;

    public async Task PublishAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var version = _version;
                await push(version + 1);
                _version = version + 1; // RACE: the version of before the push
                return;
            }
            catch (IOException) when (attempt < 3)
            {
                continue;
            }
        }
    }
}
