// truth: safe
// why: the workers send what they find, and one reader adds it up
// checked: 0 of 2 schedules violate

using System.Threading.Channels;

namespace Case_754;

public sealed class Counter(Func<string, Task<int>> count)
{
    public async Task<(int Sum, int Largest)> CountAsync(IReadOnlyList<string> files)
    {
        var found = Channel.CreateUnbounded<int>();
        var reading = ReadAsync();
        try
        {
            await Task.WhenAll(files.Select(async file => await found.Writer.WriteAsync(await count(file))));
        }
        finally
        {
            found.Writer.TryComplete();
        }
        return await reading;

        async Task<(int, int)> ReadAsync()
        {
            var (sum, largest) = (0, 0);
            await foreach (var lines in found.Reader.ReadAllAsync())
                (sum, largest) = (sum + lines, Math.Max(largest, lines));
            return (sum, largest);
        }
    }
}
