// truth: safe
// why: the loop goes through the array of before; the others put a new array in its place by one step
// checked: 0 of 29 schedules violate

using System.Collections.Immutable;

namespace Case_663;

public sealed class Bus
{
    private ImmutableArray<Func<string, Task>> _subscribers = [];

    public void Subscribe(Func<string, Task> subscriber) =>
        ImmutableInterlocked.Update(ref _subscribers, (all, one) => all.Add(one), subscriber);

    public void Unsubscribe(Func<string, Task> subscriber) =>
        ImmutableInterlocked.Update(ref _subscribers, static (all, one) => all.Remove(one), subscriber);

    public async Task PublishAsync(string text)
    {
        foreach (var subscriber in _subscribers)
        {
            await subscriber(text);
            if (text.Length == 0) Unsubscribe(subscriber);
        }
    }
}
