// truth: safe
// why: the loop goes over a copy
// checked: 0 of 4 schedules violate

namespace Case_490;

public sealed class Hub
{
    private readonly List<Func<Task>> _subscribers = [];
    public void Subscribe(Func<Task> s) => _subscribers.Add(s);
    public void Unsubscribe(Func<Task> s) => _subscribers.Remove(s);

    public async Task PublishAsync()
    {
        foreach (var subscriber in _subscribers.ToArray())
            await subscriber();
    }
}
