using System.Text;

namespace AsyncStateAnalyzers.Benchmarks;

/// <summary>The programs that are measured. Each states how many reports it gets.</summary>
internal static class Sources
{
    /// <summary>One stale write of a count, one stale check of a cache.</summary>
    public const int ServiceReports = 2;

    /// <summary>Every tenth method writes a stale value.</summary>
    public const int LargeTypeReports = 10;

    /// <summary>The write in the innermost block, of a value read at the top.</summary>
    public const int PathologicalReports = 1;

    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;


        """;

    /// <summary>A service as users write them: guarded state, a cache, a loop, and the two mistakes.</summary>
    public const string Service = Usings + """
        namespace Shop;

        public interface IStore
        {
            Task<Order?> FindAsync(int id, CancellationToken token);
            Task SaveAsync(Order order, CancellationToken token);
            IAsyncEnumerable<Order> AllAsync(CancellationToken token);
        }

        public sealed class Order
        {
            public int Id { get; init; }
            public decimal Total { get; set; }
            public List<string> Lines { get; } = [];
        }

        public sealed class OrderService(IStore store)
        {
            private static readonly Dictionary<int, Order> s_cache = [];
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly Dictionary<int, decimal> _totals = [];
            private decimal _revenue;
            private int _running;
            private DateTime _last;

            public decimal Revenue => _revenue;

            public async Task<Order?> GetAsync(int id, CancellationToken token)
            {
                if (s_cache.TryGetValue(id, out var known))
                    return known;
                var order = await store.FindAsync(id, token).ConfigureAwait(false);
                if (order is not null)
                    s_cache.Add(id, order);
                return order;
            }

            public async Task PayAsync(int id, CancellationToken token)
            {
                _revenue += await ChargeAsync(id, token);
            }

            public async Task<decimal> TotalAsync(int id, CancellationToken token)
            {
                await _gate.WaitAsync(token).ConfigureAwait(false);
                try
                {
                    if (!_totals.TryGetValue(id, out var total))
                    {
                        total = await ChargeAsync(id, token).ConfigureAwait(false);
                        _totals[id] = total;
                    }

                    return total;
                }
                finally
                {
                    _gate.Release();
                }
            }

            public async Task<int> RefreshAsync(CancellationToken token)
            {
                Interlocked.Increment(ref _running);
                try
                {
                    var count = 0;
                    await foreach (var order in store.AllAsync(token))
                    {
                        foreach (var line in order.Lines.Where(line => line.Length > 3))
                            order.Total += line.Length;
                        await store.SaveAsync(order, token);
                        count++;
                    }

                    _last = DateTime.UtcNow;
                    return count;
                }
                finally
                {
                    Interlocked.Decrement(ref _running);
                }
            }

            public async Task<string> DescribeAsync(int id, CancellationToken token)
            {
                var order = await GetAsync(id, token);
                return order switch
                {
                    null => "none",
                    { Total: > 100 } => $"large {order.Id}, last {_last:u}",
                    _ => string.Join(", ", order.Lines),
                };
            }

            private async Task<decimal> ChargeAsync(int id, CancellationToken token)
            {
                for (var attempt = 0; ; attempt++)
                {
                    try
                    {
                        var order = await store.FindAsync(id, token).ConfigureAwait(false) ?? throw new InvalidOperationException("unknown order");
                        await store.SaveAsync(order, token).ConfigureAwait(false);
                        return order.Total;
                    }
                    catch (TimeoutException) when (attempt < 3)
                    {
                        await Task.Delay(TimeSpan.FromSeconds(attempt), token).ConfigureAwait(false);
                    }
                }
            }
        }

        """;

    /// <summary>200 nested conditions, then nested loops and finallys, around one stale write.</summary>
    public static string Pathological { get; } = MakePathological();

    /// <summary>A file without any await.</summary>
    public static string WithoutAsync(int index) => Usings + $$"""
        namespace Plain;

        public sealed class Stock{{index}}
        {
            private readonly Dictionary<string, int> _amounts = [];
            private int _changes;

            public int Changes => _changes;

            public int Take(string name, int amount)
            {
                if (!_amounts.TryGetValue(name, out var left) || left < amount)
                    return 0;
                _amounts[name] = left - amount;
                _changes++;
                return amount;
            }

            public void Add(string name, int amount)
            {
                foreach (var part in name.Split(' '))
                {
                    _amounts[part] = _amounts.TryGetValue(part, out var left) ? left + amount : amount;
                    _changes++;
                }
            }

            public IEnumerable<string> Low(int limit) => _amounts.Where(entry => entry.Value < limit).OrderBy(entry => entry.Key).Select(entry => entry.Key);

            public override string ToString()
            {
                try
                {
                    return string.Join(", ", _amounts.Select(entry => $"{entry.Key}: {entry.Value}"));
                }
                finally
                {
                    _changes = 0;
                }
            }
        }

        """;

    /// <summary>100 async methods of 30 lines over ten fields. The number is a comment that grows by one character per keystroke.</summary>
    public static string LargeType(int typed)
    {
        var text = new StringBuilder(Usings).Append("namespace Large;\n\n// ").Append('x', typed % 50).Append("\npublic sealed class Machine\n{\n");
        for (var field = 0; field < 10; field++)
            text.Append($"    private int _f{field};\n    private readonly List<int> _list{field} = [];\n");
        text.Append("    private readonly SemaphoreSlim _gate = new(1, 1);\n\n    private static async Task<int> LoadAsync(int value)\n    {\n        await Task.Yield();\n        return value;\n    }\n");
        for (var method = 0; method < 100; method++)
            text.Append(LargeMethod(method, method % 10));
        return text.Append("}\n").ToString();
    }

    private static string LargeMethod(int method, int field) => $$"""

            public async Task<int> Step{{method}}Async(int limit, CancellationToken token)
            {
                var sum = 0;
                var start = await LoadAsync(limit);
                for (var i = start; i < limit; i++)
                {
                    if (i % 3 == 0)
                        continue;
                    sum += await LoadAsync(i);
                }

                await _gate.WaitAsync(token);
                try
                {
                    var before = _f{{field}};
                    var more = await LoadAsync(before);
                    _f{{field}} = before + more;
                    if (!_list{{field}}.Contains(more))
                        _list{{field}}.Add(more);
                }
                finally
                {
                    _gate.Release();
                }

        {{(method % 10 == 0 ? $"        _f{field} += await LoadAsync(sum);" : "        sum += await LoadAsync(sum);")}}
                return sum;
            }

        """;

    private static string MakePathological()
    {
        const int Ifs = 200;
        const int Loops = 8;
        var text = new StringBuilder(Usings).Append("namespace Deep;\n\npublic sealed class Well\n{\n    private static int s_level;\n\n    public static async Task DigAsync(int[] p)\n    {\n        var level = s_level;\n");
        for (var depth = 0; depth < Ifs; depth++)
            text.Append($"if (p[{depth}] > {depth}) {{ ");
        text.Append("await Task.Yield();\n");
        for (var depth = 0; depth < Loops; depth++)
            text.Append($"for (var i{depth} = 0; i{depth} < p[{depth}]; i{depth}++) {{ try {{ await Task.Yield();\n");
        text.Append("s_level = level + 1;\n");
        for (var depth = Loops - 1; depth >= 0; depth--)
            text.Append($"}} finally {{ if (p[{depth}] == 0) await Task.Delay({depth}); }} }}\n");
        return text.Append('}', Ifs).Append("\n    }\n}\n").ToString();
    }
}
