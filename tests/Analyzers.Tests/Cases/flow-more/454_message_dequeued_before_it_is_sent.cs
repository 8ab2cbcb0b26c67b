// truth: safe
// why: taking a message out is one step, and nobody else has it
// checked: 0 of 64 schedules violate

namespace Case_454;

public sealed class Outbox(Func<string, Task> send)
{
    private readonly Queue<string> _messages = new();
    public void Put(string message) => _messages.Enqueue(message);

    public async Task SendAllAsync()
    {
        while (_messages.Count > 0)
        {
            var message = _messages.Dequeue();
            await send(message);
        }
    }
}
