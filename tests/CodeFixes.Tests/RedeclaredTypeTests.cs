namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>A type that another file declares again is mended as if that file were not there.</summary>
public sealed class RedeclaredTypeTests
{
    private const string Before =
        """
        public sealed class Meter(Func<Task<int>> next)
        {
            private static int s_total;
            public async Task AddAsync() => s_total += await next();
            public async Task TakeAsync() => s_total -= await next();
        }
        """;

    private const string FirstMended =
        """
        public sealed class Meter(Func<Task<int>> next)
        {
            private static int s_total;
            public async Task AddAsync() => Interlocked.Add(ref s_total, await next());
            public async Task TakeAsync() => s_total -= await next();
        }
        """;

    private const string BothMended =
        """
        public sealed class Meter(Func<Task<int>> next)
        {
            private static int s_total;
            public async Task AddAsync() => Interlocked.Add(ref s_total, await next());
            public async Task TakeAsync() => Interlocked.Add(ref s_total, -(await next()));
        }
        """;

    private const string Messages =
        """
        using System.Threading.Channels;
        internal sealed class Order { public int Number { get; set; } }
        internal sealed class Desk
        {
            private readonly Channel<Order> _orders = Channel.CreateUnbounded<Order>();
            public async Task SendAsync(int number, CancellationToken token)
            {
                var order = new Order();
                order.Number = number;
                await _orders.Writer.WriteAsync(order, token);
            }
            public void End() => _orders.Writer.Complete();
            public async Task RunAsync(Action<int> show, CancellationToken token)
            {
                await foreach (var order in _orders.Reader.ReadAllAsync(token))
                    show(order.Number);
            }
        }
        """;

    [Fact]
    public Task OneFinding() => Mended.Becomes("ASA0101", Fixing.Interlocked, Before, FirstMended, beside: Before);

    [Fact]
    public Task AllOfTheDocument() => Mended.AllBecome("ASA0101", Fixing.Interlocked, Before, BothMended, beside: Before);

    [Fact]
    public async Task AMessageTypeDeclaredOnceIsConverted() =>
        Assert.Contains(RecordCodeFixProvider.EquivalenceKey, await Mended.OfferedAsync("ASA0302", Messages));

    [Fact]
    public async Task AMessageTypeDeclaredTwiceIsNotConverted() =>
        Assert.DoesNotContain(RecordCodeFixProvider.EquivalenceKey, await Mended.OfferedAsync("ASA0302", Messages, beside: Messages));
}
