using System.Collections.Concurrent;

namespace Real.TunitFirstEvent;

public interface IFirstReceiver { ValueTask OnFirstAsync(string scope); }

// tests run side by side; the receivers of "first test in assembly" must have finished before any of them goes on
internal sealed class EventOrchestrator
{
    private readonly ConcurrentDictionary<string, bool> _firstInvoked = new();
    private readonly IReadOnlyList<IFirstReceiver> _receivers;

    public EventOrchestrator(IReadOnlyList<IFirstReceiver> receivers) => _receivers = receivers;

    public async ValueTask InvokeFirstInAssemblyAsync(string assembly)
    {
        if (_receivers.Count == 0)
            return;

        if (_firstInvoked.TryAdd(assembly, true)) // BUG: _firstInvoked
        {
            await InvokeCoreAsync(assembly);
        }
    }

    private async ValueTask InvokeCoreAsync(string assembly)
    {
        foreach (var receiver in _receivers)
        {
            await receiver.OnFirstAsync(assembly);
        }
    }
}

internal sealed class TestRunner
{
    private readonly EventOrchestrator _events;

    public TestRunner(EventOrchestrator events) => _events = events;

    public Task RunAsync(IEnumerable<(string Assembly, Func<Task> Body)> tests) =>
        Task.WhenAll(tests.Select(async test =>
        {
            await _events.InvokeFirstInAssemblyAsync(test.Assembly);
            await test.Body();
        }));
}
