// truth: safe
// why: who loses closes what it has opened and takes the other's
// checked: 0 of 6 schedules violate

using System.Collections.Immutable;

namespace Case_535;

public sealed class Pipe { public bool Closed; public void Close() => Closed = true; }

public sealed class Pipes(Func<string, Task<Pipe>> open)
{
    private ImmutableDictionary<string, Pipe> _pipes = ImmutableDictionary<string, Pipe>.Empty;

    public async Task<Pipe> GetAsync(string name)
    {
        if (_pipes.TryGetValue(name, out var known)) return known;
        var pipe = await open(name);
        if (ImmutableInterlocked.TryAdd(ref _pipes, name, pipe)) return pipe;
        pipe.Close();
        return _pipes[name];
    }
}
