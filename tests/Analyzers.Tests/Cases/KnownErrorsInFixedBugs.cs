using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Mistakes that other projects have found in their own code and mended, and that are not seen yet.</summary>
public sealed class KnownErrorsInFixedBugs
{
    [Fact]
    [KnownError("A collection is the lock for itself, and another member puts a new one in its place: two hold different locks then.")]
    public void KnownMissedAlarm_ALockOnWhatIsReplaced() => IsSilent(
        """
        public class Library(Func<Task<List<int>>> loadAsync, Func<Task<List<int>>> loadSharedAsync)
        {
            public List<int> Entries { get; private set; } = [];
            public async Task ReloadAsync() { Entries = await loadAsync(); _ = AddSharedAsync(); }
            private async Task AddSharedAsync() { var found = await loadSharedAsync(); lock (Entries) { Entries.AddRange(found); } }
        }
        """);

    [Fact]
    [KnownError("A host stops its services once, and so a flag that `StopAsync` sets behind its first wait is left alone, also where the disposal stops as well (ASA0102).")]
    public void KnownMissedAlarm_AStopThatADisposalRunsToo() => IsSilent(
        """
        public interface IHostedService { Task StartAsync(CancellationToken t); Task StopAsync(CancellationToken t); }
        public class Node(Func<Task> drainAsync) : IHostedService, IAsyncDisposable
        {
            private readonly CancellationTokenSource _stop = new();
            private bool _stopped;
            public Task StartAsync(CancellationToken t) => Task.CompletedTask;
            public async Task StopAsync(CancellationToken t) { if (_stopped) return; await _stop.CancelAsync(); _stopped = true; await drainAsync(); }
            public async ValueTask DisposeAsync() { if (!_stopped) await StopAsync(default); _stop.Dispose(); }
        }
        """);

    [Fact]
    [KnownError("A state that was claimed in one step is stored once more after the wait, over the end that another member has stored meanwhile; a store by itself loses no update.")]
    public void KnownMissedAlarm_AStateThatEndedMeanwhile() => IsSilent(
        """
        public class Link(Func<Task> connectAsync)
        {
            private int _state;
            public async Task StartAsync()
            {
                if (Interlocked.CompareExchange(ref _state, 1, 0) != 0) throw new InvalidOperationException();
                await connectAsync();
                Interlocked.Exchange(ref _state, 2);
            }
            public void Dispose() => Interlocked.Exchange(ref _state, 3);
        }
        """);

    [Fact]
    [KnownError("The stop does not take the guard under which the start stores what is to be stopped; one place under a guard is no habit (ASA0106).")]
    public void KnownMissedAlarm_AStopBesideAStart() => IsSilent(
        """
        public class Reporter(Func<Task<bool>> askAsync, Func<CancellationToken, Task> runAsync)
        {
            private readonly SemaphoreSlim _starting = new(1, 1);
            private CancellationTokenSource? _end;
            private Task? _loop;
            private int _stopped;
            public async Task StartAsync()
            {
                await _starting.WaitAsync();
                try
                {
                    if (Volatile.Read(ref _stopped) != 0 || !await askAsync()) return;
                    var end = new CancellationTokenSource();
                    _end = end;
                    _loop = Task.Run(() => runAsync(end.Token));
                }
                finally { _starting.Release(); }
            }
            public async Task StopAsync()
            {
                if (Interlocked.Exchange(ref _stopped, 1) != 0) return;
                _end?.Cancel();
                if (_loop is { } loop) await loop;
            }
        }
        """);

    [Fact]
    [KnownError("A run shows the answer to what was asked before the wait, though something else is asked for by then: what is written does not depend on what is written over.")]
    public void KnownMissedAlarm_AnAnswerThatComesTooLate() => IsSilent(
        """
        public class Pane(Func<int, Task<string>> askAsync)
        {
            private string _shown = "";
            private int _chosen;
            public async void OnChosen(int item) { _chosen = item; await ShowAsync(); }
            private async Task ShowAsync() { var answer = await askAsync(_chosen); _shown = answer; }
            public override string ToString() => _shown;
        }
        """);

    [Fact]
    [KnownError("Who waits looks and registers under a lock, and who tells them adds and looks without it; each step is safe by itself, and the wake-up is lost between them (ASA0106).")]
    public void KnownMissedAlarm_AWakeUpBetweenALookAndARegistration() => IsSilent(
        """
        using System.Collections.Concurrent;
        public class Directory
        {
            private readonly object _lock = new();
            private readonly ConcurrentDictionary<string, int> _known = new();
            private readonly ConcurrentDictionary<string, TaskCompletionSource<int>> _waiting = new();
            public async Task<int> GetAsync(string name)
            {
                TaskCompletionSource<int> waiter;
                lock (_lock)
                {
                    if (_known.TryGetValue(name, out var found)) return found;
                    waiter = _waiting.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
                }
                return await waiter.Task;
            }
            public async Task AddAsync(string name, Func<Task<int>> connectAsync)
            {
                var made = await connectAsync();
                _known[name] = made;
                if (_waiting.TryGetValue(name, out var waiter)) waiter.TrySetResult(made);
            }
        }
        """);

    [Fact]
    [KnownError("A list is given to the handlers of an event and cleared then; that one of them keeps it for later is not looked for (ASA0301).")]
    public void KnownMissedAlarm_AListThatHandlersKeep() => IsSilent(
        """
        public class Follower
        {
            public event Action<List<string>>? Lines;
            public async Task FollowAsync(TextReader reader)
            {
                var batch = new List<string>();
                while (await reader.ReadLineAsync() is { } line)
                {
                    batch.Add(line);
                    if (batch.Count < 99) continue;
                    Lines?.Invoke(batch);
                    batch.Clear();
                }
            }
        }
        public class View(Follower follower, Action<Action> later)
        {
            private readonly List<string> _all = [];
            public void Start() => follower.Lines += lines => later(() => _all.AddRange(lines));
        }
        """);

    private static void IsSilent(string source) => Assert.Empty(AnalyzerRunner.Run(source));
}
