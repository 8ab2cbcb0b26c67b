using System.Collections.Concurrent;
using System.Diagnostics;

namespace Real.TyeCachedLogs;

public sealed class ServiceLogs
{
    private readonly Queue<string> _cached = new();

    public void Attach(Process process)
    {
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        if (_cached.Count > 5000)
            _cached.Dequeue();
        _cached.Enqueue(line); // BUG: _cached
    }

    public async Task WriteAsync(TextWriter writer)
    {
        foreach (var line in _cached)
            await writer.WriteLineAsync(line);
    }
}
