// truth: racy
// why: both failures count on from the same number
// checked: 12 of 20 schedules violate (wrong state)

namespace Case_416;

public sealed class Caller(Func<Task> call, Func<int, Task> backOff)
{
    private int _failures;
    public int Failures => _failures;

    public async Task TryAsync()
    {
        try
        {
            await call();
        }
        catch (IOException)
        {
            var failures = _failures;
            await backOff(failures);
            _failures = failures + 1; // RACE: number from before the back-off
        }
    }
}
