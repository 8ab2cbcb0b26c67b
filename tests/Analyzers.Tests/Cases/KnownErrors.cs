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

    [Fact]
    [KnownError("The one command that waits for each call of a singleton stands behind an interface (ASA0102).")]
    public void KnownFalseAlarm_OneCommandWaitsForEachCall() => Warns("ASA0102",
        """
        public interface ITranslate { Task<string> TranslateAsync(string text); }
        public sealed class Cache(ITranslate inner) : ITranslate
        {
            private readonly Dictionary<string, string> _known = new();
            public async Task<string> TranslateAsync(string text)
            {
                if (_known.TryGetValue(text, out var old)) return old;
                var found = await inner.TranslateAsync(text);
                _known.Add(text, found);
                return found;
            }
        }
        public sealed class Services { public void AddSingleton<T>(Func<object, T> make) { } }
        public static class Start { public static void Register(Services services) => services.AddSingleton<ITranslate>(p => new Cache((ITranslate)p)); }
        public sealed class Command(ITranslate translate) { public async Task RunAsync(string[] all) { foreach (var text in all) await translate.TranslateAsync(text); } }
        """);

    [Fact]
    [KnownError("A method that only the one enumerator of a queue calls is thought to meet another call (ASA0102).")]
    public void KnownFalseAlarm_OnlyOneEnumeratorTakes() => Warns("ASA0102",
        """
        internal sealed class Requests
        {
            private readonly object _mutex = new();
            private bool _enumerated;
            private TaskCompletionSource _free = new();
            private TaskCompletionSource _available = new();
            private int _count;
            public void Add() { lock (_mutex) { _count++; _available.TrySetResult(); } }
            public void Done() { lock (_mutex) { _free.TrySetResult(); } }
            public Take Enumerate() { lock (_mutex) { if (_enumerated) throw new InvalidOperationException(); _enumerated = true; return new Take(this); } }
            public Task<int> TakeAsync() { lock (_mutex) { if (!_free.Task.IsCompleted) throw new InvalidOperationException(); } return WaitAsync(); }
            private async Task<int> WaitAsync() { await _available.Task; lock (_mutex) { _free = new TaskCompletionSource(); return --_count; } }
            public sealed class Take(Requests of) { public async ValueTask<bool> MoveNextAsync() => await of.TakeAsync() > 0; }
        }
        """);

    [Fact]
    [KnownError("Services that are added before the first start are thought to be added while they are started again (ASA0104).")]
    public void KnownFalseAlarm_AddedBeforeTheFirstStart() => Warns("ASA0104",
        """
        public interface IService { Task InitAsync(); Task StartAsync(); }
        public static class Manager
        {
            private static readonly List<IService> s_all = new();
            public static async Task Add<T>() where T : IService, new() { IService one = new T(); s_all.Add(one); await one.InitAsync(); }
            public static async Task InitializeAsync() { await Add<Clock>(); await StartAsync(); }
            public static async Task StartAsync() { foreach (var one in s_all) await one.StartAsync(); }
            private sealed class Clock : IService { public Task InitAsync() => Task.Delay(1); public Task StartAsync() => Task.Delay(1); }
        }
        public static class Watch { public static void Begin() => Task.Run(async () => { while (true) { await Task.Delay(9); await Manager.StartAsync(); } }); }
        """);

    [Fact]
    [KnownError("A flag that is set where a task is started, and keeps the method from its other change, is not looked at (ASA0105).")]
    public void KnownFalseAlarm_AFlagKeepsTwoPlacesApart() => Warns("ASA0105",
        """
        public sealed class Monitor
        {
            private static Task? s_reboot;
            public static async Task WaitAsync(Action<string> callback) { foreach (var e in Parse("")) { await Task.Delay(1); callback(e); } }
            public static List<string> Parse(string line)
            {
                var events = new List<string>();
                var handled = false;
                switch (line)
                {
                    case "down":
                        s_reboot = new Task(() => { Thread.Sleep(15); events.Add("up"); });
                        s_reboot.Start();
                        handled = true;
                        break;
                }
                if (!handled) events.Add(line);
                return events;
            }
        }
        """);

    [Fact]
    [KnownError("A look-up that fills the same key again, where the last one may win, is reported where others remove keys under the lock (ASA0102).")]
    public void KnownFalseAlarm_TheLastFillOfAKeyWins() => Warns("ASA0102",
        """
        public sealed class Cache
        {
            private readonly Dictionary<string, object> _all = new();
            private readonly ReaderWriterLockSlim _lock = new();
            public async Task<object> GetAsync(string key, Func<Task<object>> make)
            {
                _lock.EnterReadLock();
                try { if (_all.TryGetValue(key, out var old)) return old; } finally { _lock.ExitReadLock(); }
                var made = await make();
                _lock.EnterWriteLock();
                try { _all[key] = made; } finally { _lock.ExitWriteLock(); }
                return made;
            }
            public bool Remove(string key) { _lock.EnterWriteLock(); try { return _all.Remove(key); } finally { _lock.ExitWriteLock(); } }
        }
        """);

    [Fact]
    [KnownError("Runs that are started together and all load the same map are reported, although each stores an equal one (ASA0102).")]
    public void KnownFalseAlarm_EqualMapsLoadedTogether() => Warns("ASA0102",
        """
        public sealed class Exchange(Func<Task<string[]>> loadAsync)
        {
            private static Dictionary<string, int>? s_ids;
            public async Task<int[]> IdsAsync(string[] names) => await Task.WhenAll(names.Select(IdAsync));
            private async Task<int> IdAsync(string name) { if (s_ids == null) await FillAsync(); return s_ids![name]; }
            public async Task FillAsync() { var all = await loadAsync(); s_ids = all.ToDictionary(n => n, n => n.Length); }
        }
        """);

    [Fact]
    [KnownError("A method of a struct is called on the place itself, also where its awaited argument contains a condition; then it is a suggestion all the same (ASA0101).")]
    public void KnownFalseAlarm_AStructIsCalledInItsPlaceBehindACondition() => Assert.Contains(
        AnalyzerRunner.Run(
        """
        public record struct Sum(int N) { public Sum Plus(int n) => new(N + n); }
        public class Counter
        {
            private Sum _sum;
            public async Task AddAsync(bool asks, Func<Task<int>> askAsync) => _sum = _sum.Plus(asks ? await askAsync() : 1);
        }
        """),
        d => d.Id == "ASA0101" && d.Severity == DiagnosticSeverity.Info);

    private static void Warns(string id, string source) => Assert.Contains(AnalyzerRunner.Run(source), d => d.Id == id && d.Severity == DiagnosticSeverity.Warning);
}
