// truth: racy
// why: two senders peek the same message, and the second removes a message that nobody sent
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_400;

public sealed class Outbox(Func<string, Task> send)
{
    private readonly Queue<string> _messages = new();
    public void Put(string message) => _messages.Enqueue(message);

    public async Task SendAsync()
    {
        if (!_messages.TryPeek(out var message)) return;
        await send(message);
        _messages.Dequeue(); // RACE: what is first now need not be what was sent
    }
}
