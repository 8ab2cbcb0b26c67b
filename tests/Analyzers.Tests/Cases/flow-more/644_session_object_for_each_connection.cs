// truth: safe
// why: every connection has a session of its own, and the session one loop
// checked: 0 of 20 schedules violate

namespace Case_644;

public sealed class Server(Func<Task<Queue<string>?>> accept, Func<Task> idle)
{
    public int Lines;

    public async Task RunAsync()
    {
        var sessions = new List<Task>();
        while (await accept() is { } input)
            sessions.Add(new Session(this, input).RunAsync());
        await Task.WhenAll(sessions);
    }

    private sealed class Session(Server server, Queue<string> input)
    {
        private int _lines;

        public async Task RunAsync()
        {
            while (input.TryDequeue(out var line))
            {
                var lines = _lines;
                await server.Idle();
                _lines = line.Length > 0 ? lines + 1 : lines;
            }
            Interlocked.Add(ref server.Lines, _lines);
        }
    }

    private Task Idle() => idle();
}
