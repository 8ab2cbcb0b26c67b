using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>What comes out wrong today, each with a source of its own.</summary>
public sealed class KnownErrors
{
    [Fact]
    [KnownError("Registrations are found by the simple name of the class: a class of the same name in another namespace counts as registered too.")]
    public void KnownFalseAlarm_ARegistrationOfANamesake() => Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(AnalyzerRunner.Run(
        """
        namespace Shop { public sealed class Cart { } }
        namespace Api
        {
            public sealed class Cart(Func<Task> waitAsync)
            {
                private int _items;
                public async Task AddAsync() { var items = _items; await waitAsync(); _items = items + 1; }
            }
        }
        namespace Start
        {
            public sealed class Services { public void AddSingleton<T>() { } }
            public static class Program { public static void Register(Services services) => services.AddSingleton<Shop.Cart>(); }
        }
        """)).Severity);

    [Fact]
    [KnownError("A run that callers share, claimed by a task that is stored under a lock, is thought to meet another (ASA0102).")]
    public void KnownFalseAlarm_ARunThatCallersShare() => Warns("ASA0102",
        """
        public class Entry
        {
            private readonly object _lock = new();
            private object? _budget;
            private TaskCompletionSource? _run;
            public Task ReconnectAsync(object? budget)
            {
                TaskCompletionSource own;
                var starts = false;
                lock (_lock)
                {
                    _budget ??= budget;
                    if (_run != null)
                        own = _run;
                    else
                    {
                        own = _run = new(TaskCreationOptions.RunContinuationsAsynchronously);
                        starts = true;
                    }
                }
                if (starts)
                    _ = Task.Run(() => CycleAsync(own));
                return own.Task;
            }
            private object? Budget() { lock (_lock) { return _budget; } }
            private async Task CycleAsync(TaskCompletionSource run)
            {
                try
                {
                    while (!run.Task.IsCompleted)
                    {
                        var budget = Budget();
                        if (budget is string)
                        {
                            await Task.Delay(1);
                            return;
                        }
                        await Task.Delay(5);
                    }
                }
                finally
                {
                    lock (_lock)
                    {
                        _run = null;
                        _budget = null;
                    }
                }
            }
        }
        """);

    [Fact]
    [KnownError("Those that are under way hold a semaphore, whose count is a part of the check before they took it: at the worst there is one more than was wanted (ASA0102).")]
    public void KnownFalseAlarm_ThoseUnderWayAreCountedByASemaphore() => Warns("ASA0102",
        """
        public class Pool
        {
            private readonly SemaphoreSlim _room = new(9);
            private readonly LinkedList<object> _idle = new();
            public async Task FillAsync(Func<Task<object>> makeAsync)
            {
                while (true)
                {
                    lock (_idle)
                    {
                        if (9 - _room.CurrentCount + _idle.Count >= 3)
                            return;
                    }
                    if (!await _room.WaitAsync(0))
                        return;
                    try
                    {
                        var made = await makeAsync();
                        lock (_idle)
                            _idle.AddFirst(made);
                    }
                    finally
                    {
                        _room.Release();
                    }
                }
            }
            public void Drop() { lock (_idle) _idle.RemoveLast(); }
        }
        """);

    [Fact]
    [KnownError("The one caller behind an interface holds a guard of its own in all that it does (ASA0104, ASA0106).")]
    public void KnownFalseAlarm_ACallerBehindAnInterfaceKeepsCallsApart() => Warns("ASA0106",
        """
        internal interface IHost { Task AddAsync(string key); void Drop(string key); }
        internal sealed class Host : IHost
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly Dictionary<string, List<int>> _all = new();
            void IHost.Drop(string key) => _all.Remove(key);
            async Task IHost.AddAsync(string key) { await _gate.WaitAsync(); try { _all.Add(key, new()); await ReplayAsync(); } finally { _gate.Release(); } }
            public async Task ClearAsync(string key) { await _gate.WaitAsync(); try { _all.Remove(key); } finally { _gate.Release(); } }
            private async Task ReplayAsync() { foreach (var entry in _all) await Task.Delay(entry.Value.Count); }
        }
        internal sealed class Lifecycle(IHost host)
        {
            private readonly SemaphoreSlim _one = new(1, 1);
            public async Task AddAsync() { await _one.WaitAsync(); try { await host.AddAsync("a"); } finally { _one.Release(); } }
            public async Task DropAsync() { await _one.WaitAsync(); try { host.Drop("a"); } finally { _one.Release(); } }
        }
        """);

    [Fact]
    [KnownError("A public member that another one calls under the guard is taken for one whose callers hold it, also where strangers call it (ASA0106).")]
    public void KnownMissedAlarm_APublicMemberThatIsAlsoCalledUnderTheGuard() => Assert.Empty(AnalyzerRunner.Run(
        """
        public sealed class Meter(Func<Task> waitAsync)
        {
            private readonly object _gate = new();
            private int _sum;
            public void Add(int n) { lock (_gate) { _sum += n; } }
            public void Take(int n) { lock (_gate) { _sum -= n; } }
            public void Twice() { lock (_gate) { Step(); Step(); } }
            public void Step() { _sum++; }
            public async Task IdleAsync() { await waitAsync(); }
        }
        """));

    [Fact]
    [KnownError("A type in which nothing waits is not looked at, although its guards may be forgotten as well (ASA0106).")]
    public void KnownMissedAlarm_AGuardForgottenInATypeWithoutAWait() => Assert.Empty(AnalyzerRunner.Run(
        """
        public sealed class Meter
        {
            private readonly object _gate = new();
            private int _sum;
            public void Add(int n) { lock (_gate) { _sum += n; } }
            public void Take(int n) { lock (_gate) { _sum -= n; } }
            public int Read() { lock (_gate) { return _sum; } }
            public void Set(int n) { _sum = n; }
        }
        """));

    private static void Warns(string id, string source) => Assert.Contains(AnalyzerRunner.Run(source), d => d.Id == id && d.Severity == DiagnosticSeverity.Warning);
}
