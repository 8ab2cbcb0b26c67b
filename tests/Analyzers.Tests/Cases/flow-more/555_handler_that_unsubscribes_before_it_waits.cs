// truth: safe
// why: the handler takes itself off before the wait and so runs once
// checked: 0 of 4 schedules violate

namespace Case_555;

public sealed class Device
{
    public event Action? Ready;
    public void Raise() => Ready?.Invoke();
}

public sealed class Boot
{
    private readonly Device _device;
    private readonly Func<Task<int>> _load;
    private readonly Action _done;
    private int _loaded;
    public int Loaded => _loaded;

    public Boot(Device device, Func<Task<int>> load, Action done)
    {
        (_device, _load, _done) = (device, load, done);
        _device.Ready += OnReady;
    }

    private async void OnReady()
    {
        _device.Ready -= OnReady;
        _loaded += await _load();
        _done();
    }
}
