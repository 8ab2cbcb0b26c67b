using System.Timers;

namespace Real.FunctionsLatencyHistory;

// one probe for each worker process; the scale monitor asks it for its samples
internal sealed class WorkerProbe : IDisposable
{
    private readonly object _sync = new();
    private readonly List<TimeSpan> _samples = new();
    private readonly Func<Task<TimeSpan>> _ping;
    private System.Timers.Timer? _timer;
    private bool _disposed;

    public WorkerProbe(Func<Task<TimeSpan>> ping) => _ping = ping;

    public IEnumerable<TimeSpan> GetSamples()
    {
        EnsureTimerStarted();
        lock (_sync)
        {
            return _samples.ToArray();
        }
    }

    private void EnsureTimerStarted()
    {
        if (_timer != null)
            return;

        lock (_sync)
        {
            if (_timer == null)
            {
                _timer = new System.Timers.Timer(1000) { AutoReset = false };
                _timer.Elapsed += OnTimer;
                _timer.Start();
            }
        }
    }

    private async void OnTimer(object? sender, ElapsedEventArgs e)
    {
        if (_disposed)
            return;

        try
        {
            var latency = await _ping();
            Add(latency);
        }
        catch (Exception)
        {
            // the next tick tries again
        }
        finally
        {
            try { _timer?.Start(); } catch (ObjectDisposedException) { }
        }
    }

    private void Add(TimeSpan latency)
    {
        lock (_sync)
        {
            _samples.Add(latency);
            if (_samples.Count > 10)
                _samples.RemoveAt(0);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _timer?.Dispose();
    }
}
