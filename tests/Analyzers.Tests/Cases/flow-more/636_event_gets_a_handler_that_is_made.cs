// truth: safe
// why: the addition to an event of the type is one step after the handler is there
// checked: 0 of 6 schedules violate

namespace Case_636;

public sealed class Sensor(Func<Task<Action<int>>> makeHandler)
{
    public event Action<int>? Measured;

    public async Task AttachAsync()
    {
        Measured += await makeHandler();
    }

    public void Publish(int value) => Measured?.Invoke(value);
}
