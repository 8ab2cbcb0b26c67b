// truth: racy
// why: the second list for the topic replaces the first, whose subscriber is lost
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_427;

public sealed class Topics(Func<string, Task> announce)
{
    private readonly Dictionary<string, List<string>> _topics = new();
    public int Count(string topic) => _topics[topic].Count;

    public async Task SubscribeAsync(string topic, string who)
    {
        if (!_topics.TryGetValue(topic, out var list))
        {
            list = [];
            await announce(topic);
            _topics[topic] = list; // RACE: another list may be there by now
        }
        list.Add(who);
    }
}
