using System.Threading.Channels;

namespace Real.OrleansHelloStream;

public sealed class HelloCounted
{
    public int Count { get; set; }
}

public sealed class HelloArchive
{
    private readonly Channel<HelloCounted> _stream = Channel.CreateUnbounded<HelloCounted>();
    private readonly List<HelloCounted> _kept = [];

    public async Task SayHelloAsync()
    {
        var hello = new HelloCounted { Count = 1 };
        await _stream.Writer.WriteAsync(hello);
        hello = new HelloCounted { Count = 5 };
        await _stream.Writer.WriteAsync(hello);
        hello = new HelloCounted { Count = 50 };
        await _stream.Writer.WriteAsync(hello);
        _stream.Writer.TryComplete();
    }

    public async Task KeepAsync()
    {
        await foreach (var hello in _stream.Reader.ReadAllAsync())
        {
            _kept.Add(hello);
            Console.WriteLine(_kept[0].Count);
        }
    }
}
