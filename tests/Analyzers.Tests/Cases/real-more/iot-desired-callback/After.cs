namespace Real.IotDesiredCallback;

public delegate Task DesiredUpdate(string patch, object? context);
public interface ITransport { Task EnableMethodsAsync(CancellationToken ct); Task EnableTwinPatchAsync(CancellationToken ct); Task DisableTwinPatchAsync(CancellationToken ct); }

// one client for a device; the application calls it from wherever it likes
internal sealed class DeviceCore : IDisposable
{
    private readonly SemaphoreSlim _methodsGate = new(1, 1);
    private readonly SemaphoreSlim _twinGate = new(1, 1);
    private readonly Dictionary<string, Func<byte[], Task>> _methods = [];
    private readonly ITransport _transport;
    private DesiredUpdate? _desired;
    private object? _desiredContext;
    private bool _patchEnabled;

    public DeviceCore(ITransport transport) => _transport = transport;

    public async Task SetMethodAsync(string name, Func<byte[], Task> handler, CancellationToken ct)
    {
        await _methodsGate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (_methods.Count == 0)
                await _transport.EnableMethodsAsync(ct).ConfigureAwait(false);
            _methods[name] = handler;
        }
        finally
        {
            _methodsGate.Release();
        }
    }

    public async Task SetDesiredAsync(DesiredUpdate? callback, object? context, CancellationToken ct)
    {
        await _twinGate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (callback is not null && !_patchEnabled)
            {
                await _transport.EnableTwinPatchAsync(ct).ConfigureAwait(false);
                _patchEnabled = true;
            }
            else if (callback is null && _patchEnabled)
            {
                await _transport.DisableTwinPatchAsync(ct).ConfigureAwait(false);
                _patchEnabled = false;
            }
            _desired = callback;
            _desiredContext = context;
        }
        finally
        {
            _twinGate.Release();
        }
    }

    internal Task OnPatchAsync(string patch) => _desired?.Invoke(patch, _desiredContext) ?? Task.CompletedTask;

    public void Dispose()
    {
        _methodsGate.Dispose();
        _twinGate.Dispose();
    }
}
