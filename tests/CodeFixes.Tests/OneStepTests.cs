namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>Where threads meet, what is read after the await is written in the same step.</summary>
public sealed class OneStepTests
{
    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing System.Threading;\nusing System.Threading.Tasks;\n";

    [Fact]
    public Task A_number_is_added_to_at_once() => Mended.Becomes("ASA0101", Fixing.Interlocked, Counter("_n += await part(i);"), Counter("Interlocked.Add(ref _n, await part(i));"));

    [Fact]
    public Task A_number_is_added_to_at_once_on_the_longer_way() => Mended.Becomes("ASA0101", Fixing.Interlocked, Counter("_n = _n + await part(i);"), Counter("Interlocked.Add(ref _n, await part(i));"));

    [Theory]
    [InlineData("_n += await part(i);")]
    [InlineData("_n = _n + await part(i);")]
    public async Task Reading_late_alone_is_not_offered_beside_it(string statement)
    {
        await Mended.IsRefused("ASA0101", Fixing.ReadAfterAwait, Counter(statement));
        await Mended.IsRefused("ASA0101", Fixing.Lock, Counter(statement));
    }

    [Fact]
    public Task What_has_no_atomic_step_takes_a_lock() => Mended.Becomes(
        "ASA0101",
        Fixing.Lock,
        Usings + """

        public sealed class Account(Func<string, Task<decimal>> charge)
        {
            private decimal _balance;

            public Task PayAllAsync(string[] orders) => Task.WhenAll(orders.Select(PayAsync));

            // Pays.
            public async Task PayAsync(string order) => _balance += await charge(order);
        }

        """,
        Usings + """

        public sealed class Account(Func<string, Task<decimal>> charge)
        {
            private readonly Lock _lock = new();
            private decimal _balance;

            public Task PayAllAsync(string[] orders) => Task.WhenAll(orders.Select(PayAsync));

            // Pays.
            public async Task PayAsync(string order)
            {
                var value = await charge(order);
                lock (_lock)
                {
                    _balance += value;
                }
            }
        }

        """);

    [Fact]
    public Task A_copy_moves_into_the_lock() => Mended.Becomes(
        "ASA0101",
        Fixing.Lock,
        Counter("""
            var n = _n;
                    var add = await part(i);
                    _n = Math.Max(n, add);
            """),
        Counter("""
            var add = await part(i);
                    lock (_lock)
                    {
                        var n = _n;
                        _n = Math.Max(n, add);
                    }
            """).Replace("    private int _n;", "    private readonly Lock _lock = new();\n    private int _n;", StringComparison.Ordinal));

    /// <summary>The other change is in two steps: an atomic one beside it is lost as before.</summary>
    [Fact]
    public Task Not_beside_a_change_in_two_steps() => Mended.IsRefused("ASA0101", Fixing.Interlocked, Counter("_n += await part(i);", "public void Halve() { if (_n > 1) _n = _n / 2; }"));

    [Theory]
    [InlineData("public void Reset() => _n = 0;")]
    [InlineData("public void Count() => Interlocked.Increment(ref _n);")]
    [InlineData("public void Count() => _n++;")]
    public Task Beside_what_leaves_it_as_it_is(string member) => Mended.Becomes("ASA0101", Fixing.Interlocked, Counter("_n += await part(i);", member), Counter("Interlocked.Add(ref _n, await part(i));", member));

    [Fact]
    public Task All_at_once_come_to_the_same_whichever_was_asked_for() => Mended.AllBecome(
        "ASA0101",
        Fixing.ReadAfterAwait,
        Counter("_n += await part(i);\n        _n += await part(i + 1);", "private decimal _d;\n    public async Task RaiseAsync() => _d += await part(0);"),
        Counter("Interlocked.Add(ref _n, await part(i));\n        Interlocked.Add(ref _n, await part(i + 1));", "private decimal _d;\n    public async Task RaiseAsync()\n    {\n        var value = await part(0);\n        _d += value;\n    }"));

    [Theory]
    [InlineData(Fixing.ReadAfterAwait)]
    [InlineData(Fixing.Interlocked)]
    [InlineData(Fixing.Lock)]
    public Task A_sum_of_runs_that_nobody_waits_for_has_no_fix(string key) => Mended.IsRefused(
        "ASA0101",
        key,
        Usings + """

        public sealed class Summer(Func<int, Task<int>> value)
        {
            public int Result;

            public void Start(List<int> items)
            {
                var sum = 0;
                items.ForEach(async i =>
                {
                    sum += await value(i);
                    Result = sum;
                });
            }
        }

        """);

    private static string Counter(string body, string member = "public int N => _n;") => Usings + $$"""

        public sealed class Counter(Func<int, Task<int>> part)
        {
            private int _n;
            {{member}}

            public Task AllAsync(int[] items) => Task.WhenAll(items.Select(AddAsync));

            private async Task AddAsync(int i)
            {
                {{body}}
            }
        }

        """;
}
