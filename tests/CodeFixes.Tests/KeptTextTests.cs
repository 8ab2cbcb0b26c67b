namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>What a fix moves or takes away leaves its comments behind, and no statement shares a line that it did not share.</summary>
public sealed class KeptTextTests
{
    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing System.Threading;\nusing System.Threading.Channels;\nusing System.Threading.Tasks;\n\n";

    [Fact]
    public Task Of_a_guard_that_becomes_a_field() => Becomes("ASA0205", Mended.LiftToField,
        """
        public sealed class Store(Func<Task<int>> load)
        {
            private int _n;

            public async Task AddAsync()
            {
                // one at a time
                var gate = new SemaphoreSlim(1, 1); // made here
                await gate.WaitAsync();
                try { _n = _n + await load(); }
                finally { gate.Release(); }
            }
        }

        """,
        """
        public sealed class Store(Func<Task<int>> load)
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private int _n;

            public async Task AddAsync()
            {
                // one at a time
                // made here
                await _gate.WaitAsync();
                try { _n = _n + await load(); }
                finally { _gate.Release(); }
            }
        }

        """);

    [Fact]
    public Task Of_a_message_that_is_made_in_the_loop() => Becomes("ASA0301", "ASA.CreateInLoop",
        """
        public sealed class Reading { public int Value { get; set; } }

        public sealed class Sender(ChannelWriter<Reading> writer)
        {
            public async Task SendAsync(int[] values)
            {
                var reading = new Reading(); // one
                foreach (var v in values)
                {
                    reading.Value = v;
                    await writer.WriteAsync(reading); // send
                }
            }
        }

        """,
        """
        public sealed class Reading { public int Value { get; set; } }

        public sealed class Sender(ChannelWriter<Reading> writer)
        {
            public async Task SendAsync(int[] values)
            {
                foreach (var v in values)
                {
                    var reading = new Reading(); // one
                    reading.Value = v;
                    await writer.WriteAsync(reading); // send
                }
            }
        }

        """);

    [Fact]
    public Task Of_both_steps_of_a_refill() => Becomes("ASA0103", Fixing.BuildAside,
        """
        public sealed class Menu(Func<Task<string[]>> load)
        {
            private readonly List<string> _dishes = new();
            public int Count => _dishes.Count;

            public async Task ReloadAsync()
            {
                // empty
                _dishes.Clear(); // now

                // fill
                foreach (var dish in await load()) // each
                {
                    _dishes.Add(dish);
                }
            }
        }

        """,
        """
        public sealed class Menu(Func<Task<string[]>> load)
        {
            private readonly List<string> _dishes = new();
            public int Count => _dishes.Count;

            public async Task ReloadAsync()
            {
                // empty
                // now
                // fill
                var gathered = await load();
                _dishes.Clear();
                foreach (var dish in gathered) // each
                {
                    _dishes.Add(dish);
                }
            }
        }

        """);

    [Fact]
    public Task A_lambda_that_grows_has_each_statement_on_its_line() => Becomes("ASA0105", Fixing.Lock,
        """
        public sealed class Work
        {
            private readonly Dictionary<int, int> _done = new();

            public async Task RunAsync(int[] items) => await Task.WhenAll(items.Select(async i => { await Task.Yield(); _done.Add(i, i); }));
        }

        """,
        """
        public sealed class Work
        {
            private readonly Dictionary<int, int> _done = new();
            private readonly Lock _lock = new();

            public async Task RunAsync(int[] items) => await Task.WhenAll(items.Select(async i =>
            {
                await Task.Yield();
                lock (_lock)
                {
                    _done.Add(i, i);
                }
            }));
        }

        """);

    [Fact]
    public Task The_other_change_waits_before_the_lock_too() => Becomes("ASA0101", Fixing.Lock,
        """
        public sealed class Account(Func<int, Task<decimal>> charge)
        {
            private decimal _balance;

            public Task AllAsync(int[] items) => Task.WhenAll(items.Select(RunAsync));

            private async Task RunAsync(int i)
            {
                _balance += await charge(i); // one

                _balance -= await charge(i + 1); // two
            }
        }

        """,
        """
        public sealed class Account(Func<int, Task<decimal>> charge)
        {
            private readonly Lock _lock = new();
            private decimal _balance;

            public Task AllAsync(int[] items) => Task.WhenAll(items.Select(RunAsync));

            private async Task RunAsync(int i)
            {
                var value = await charge(i);
                lock (_lock)
                {
                    _balance += value; // one
                }

                var result = await charge(i + 1);
                lock (_lock)
                {
                    _balance -= result; // two
                }
            }
        }

        """);

    private static Task Becomes(string rule, string key, string before, string after) => Mended.Becomes(rule, key, Usings + before, Usings + after);
}
