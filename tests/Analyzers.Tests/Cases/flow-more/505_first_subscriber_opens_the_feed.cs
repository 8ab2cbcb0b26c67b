// truth: racy
// why: two who come first both open the feed
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_505;

public sealed class Feed(Func<Task> open)
{
    private event Action<int>? Ticked;
    public void Raise(int value) => Ticked?.Invoke(value);

    public async Task SubscribeAsync(Action<int> handler)
    {
        if (Ticked is null) await open();
        Ticked += handler; // RACE: nobody had subscribed before the feed was opened
    }
}
