namespace Real.OrleansJournalRecovery;

public interface IMachine { void Apply(byte[] entry); void RecoveryDone(); }
public interface IJournal { IAsyncEnumerable<(string Id, byte[] Data)> ReadAsync(CancellationToken token); Task AppendAsync(byte[] data, CancellationToken token); }

internal sealed class MachineManager
{
    private readonly object _lock = new();
    private readonly Dictionary<string, IMachine> _machines = new();
    private readonly IJournal _journal;
    private readonly CancellationTokenSource _shutdown = new();
    private TaskCompletionSource? _pendingWrite;
    private Task? _loop;

    public MachineManager(IJournal journal) => _journal = journal;

    public void Start() => _loop = Task.Run(WorkAsync);

    public void Register(string name, IMachine machine)
    {
        lock (_lock)
        {
            _machines.Add(name, machine);
        }
    }

    public bool TryGet(string name, out IMachine? machine)
    {
        lock (_lock)
        {
            return _machines.TryGetValue(name, out machine);
        }
    }

    private async Task WorkAsync()
    {
        await RecoverAsync(_shutdown.Token);
        while (!_shutdown.IsCancellationRequested)
        {
            await Task.Delay(100, _shutdown.Token);
            lock (_lock)
            {
                _pendingWrite?.TrySetResult();
                _pendingWrite = null;
            }
        }
    }

    private async Task RecoverAsync(CancellationToken token)
    {
        await foreach (var (id, data) in _journal.ReadAsync(token))
        {
            lock (_lock)
            {
                _machines[id].Apply(data);
            }
        }

        lock (_lock)
        {
            foreach (var machine in _machines.Values)
            {
                machine.RecoveryDone();
            }
        }
    }
}
