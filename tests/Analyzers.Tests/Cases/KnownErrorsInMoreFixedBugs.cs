using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>More mistakes that other projects have found in their own code and mended, and that are not seen yet (<see cref="KnownErrorsInFixedBugs"/>).</summary>
public sealed class KnownErrorsInMoreFixedBugs
{
    [Fact]
    [KnownError("An application is thought to be launched once; the user may start it again while it is at that (ASA0102).")]
    public void KnownMissedAlarm_AnApplicationThatIsLaunchedAgain() => IsSilent(
        """
        public abstract class Application { protected virtual void OnLaunched(string text) { } }
        public class App(Func<Task> prepareAsync, Func<Task> openAsync) : Application
        {
            private bool _launched;
            protected override async void OnLaunched(string text) { if (_launched) return; await prepareAsync(); await openAsync(); _launched = true; }
        }
        """);

    [Fact]
    [KnownError("A context tells what has happened to handlers that use the same context, several at once; who handles it is not known (ASA0107).")]
    public void KnownMissedAlarm_AContextBehindAPublisher() => IsSilent(
        """
        public class DbContext { public Task SaveChangesAsync() => Task.CompletedTask; }
        public interface IPublisher { Task PublishAsync(string notice); }
        public class OrderContext(IPublisher publisher) : DbContext
        {
            public async Task SaveAsync(string[] notices) { await Task.WhenAll(notices.Select(n => publisher.PublishAsync(n))); await SaveChangesAsync(); }
        }
        public class Handler(OrderContext context) { public Task HandleAsync(string notice) => context.SaveChangesAsync(); }
        """);

    [Fact]
    [KnownError("What ends an entry of a cache is asked for when the load is over, and not before it: an invalidation during the load finds nothing to end.")]
    public void KnownMissedAlarm_AnInvalidationDuringALoad() => IsSilent(
        """
        using System.Collections.Concurrent;
        public interface IMemory { void Set(string key, string value, CancellationToken until); }
        public class Prices(IMemory memory, Func<string, Task<string>> loadAsync)
        {
            private readonly ConcurrentDictionary<string, CancellationTokenSource> _ends = new();
            public async Task<string> GetAsync(string key)
            {
                var value = await loadAsync(key);
                memory.Set(key, value, _ends.GetOrAdd(key, _ => new()).Token);
                return value;
            }
            public void Forget(string key) { if (_ends.TryRemove(key, out var end)) end.Cancel(); }
        }
        """);

    [Fact]
    [KnownError("A guard is released by a `finally`, and once more by what the method gives to its caller (ASA0202).")]
    public void KnownMissedAlarm_ATicketThatReleasesOnceMore() => Assert.DoesNotContain(
        AnalyzerRunner.Run(
            """
            public class Ticket(Action end) : IDisposable { public void Dispose() => end(); }
            public class Pace(Func<TimeSpan> pause)
            {
                private readonly SemaphoreSlim _turn = new(1, 1);
                public async Task<IDisposable> WaitAsync(CancellationToken ct)
                {
                    await _turn.WaitAsync(ct);
                    if (pause() == TimeSpan.Zero) return new Ticket(OnEnded);
                    try { await Task.Delay(pause(), ct); } finally { _turn.Release(); }
                    return new Ticket(OnEnded);
                }
                private void OnEnded() => _turn.Release();
            }
            """),
        r => r.Id == "ASA0202");

    [Fact]
    [KnownError("Whether the object has ended is asked before the lock under which a channel is registered: one that comes behind the end is completed by nobody (ASA0304).")]
    public void KnownMissedAlarm_ARegistrationBesideAnEnd() => IsSilent(
        """
        using System.Threading.Channels;
        public class Witness : IDisposable
        {
            private readonly object _gate = new();
            private List<Channel<int>> _all = [];
            private int _ended;
            public async IAsyncEnumerable<int> WatchAsync()
            {
                ObjectDisposedException.ThrowIf(_ended != 0, this);
                var channel = Channel.CreateUnbounded<int>();
                lock (_gate) { _all = [.. _all, channel]; }
                await foreach (var x in channel.Reader.ReadAllAsync()) yield return x;
            }
            public void Report(int x) { List<Channel<int>> all; lock (_gate) { all = _all; } foreach (var c in all) c.Writer.TryWrite(x); }
            public void Dispose()
            {
                if (Interlocked.Exchange(ref _ended, 1) != 0) return;
                List<Channel<int>> all;
                lock (_gate) { all = _all; _all = []; }
                foreach (var c in all) c.Writer.TryComplete();
            }
        }
        """);

    [Fact]
    [KnownError("A helper completes the channel if it is told to, and fails before it comes to that (ASA0304).")]
    public void KnownMissedAlarm_AHelperThatCompletesIfItIsTold() => IsSilent(
        """
        using System.Threading.Channels;
        public static class Pouring
        {
            public static ChannelReader<int> ToChannel(this IEnumerable<int> source, CancellationToken ct)
            {
                var channel = Channel.CreateBounded<int>(9);
                _ = channel.Writer.PourAsync(source, true, ct);
                return channel.Reader;
            }
            public static async Task PourAsync(this ChannelWriter<int> target, IEnumerable<int> source, bool complete, CancellationToken ct)
            {
                await target.WaitToWriteAsync(ct);
                try { foreach (var x in source) await target.WriteAsync(x, ct); }
                finally { if (complete) target.Complete(); }
            }
        }
        public class Roster { public async Task PrintAsync(int[] all, CancellationToken ct) { await foreach (var x in all.ToChannel(ct).ReadAllAsync()) Console.WriteLine(x); } }
        """);

    [Fact]
    [KnownError("A sender writes the address into a message and queues it, and its caller gives it the same message for the next address (ASA0301).")]
    public void KnownMissedAlarm_AMessageThatItsSenderAddresses() => Assert.DoesNotContain(
        AnalyzerRunner.Run(
            """
            using System.Threading.Channels;
            public class Letter { public string Address { get; set; } = ""; }
            public class Line { private readonly Channel<Letter> _all = Channel.CreateUnbounded<Letter>(); public ChannelReader<Letter> All => _all.Reader; public void Send(Letter letter) => _all.Writer.TryWrite(letter); }
            public class Sender(Line line) { public void Send(string address, Letter letter) { letter.Address = address; line.Send(letter); } }
            public class Announcer(Sender sender) { public void Announce(Letter letter, string[] all) { foreach (var address in all) sender.Send(address, letter); } }
            """),
        r => r.Id == "ASA0301");

    [Fact]
    [KnownError("A holder in an AsyncLocal is replaced by one member and changed in place by another; a holder is taken for one that is there to be changed (ASA0402).")]
    public void KnownMissedAlarm_AHolderThatIsReplacedAndChanged() => IsSilent(
        """
        public class Store<T> where T : class
        {
            private static readonly AsyncLocal<Holder?> s_flow = new();
            private class Holder { public bool HasValue; public T? Value; }
            public T? Get() => s_flow.Value is { HasValue: true } holder ? holder.Value : null;
            public void Set(T value)
            {
                if (s_flow.Value is not { } holder) { s_flow.Value = new Holder { HasValue = true, Value = value }; return; }
                holder.HasValue = true;
                holder.Value = value;
            }
            public void Clear() => s_flow.Value = new Holder();
        }
        """);

    [Fact]
    [KnownError("A disposal ends what a new start has stored while it waited; most objects are not started again (ASA0505).")]
    public void KnownMissedAlarm_ADisposalThatEndsTheNextSession() => IsSilent(
        """
        public class Bench(Func<CancellationToken, Task> runAsync)
        {
            private CancellationTokenSource? _stop;
            private Task? _session;
            public void Start() { _stop = new(); var token = _stop.Token; _session = Task.Run(() => runAsync(token)); }
            public async ValueTask DisposeAsync() { _stop?.Cancel(); if (_session != null) await _session; _stop?.Dispose(); }
        }
        public class Desk(Bench bench) { public void Open() => bench.Start(); public void OnClosed() => _ = bench.DisposeAsync().AsTask(); }
        """);

    [Fact]
    [KnownError("Callbacks fill what a function has made; that several senders call them at once is behind an interface (ASA0105).")]
    public void KnownMissedAlarm_CallbacksOfSeveralSenders() => IsSilent(
        """
        public interface INetwork { void Ask(Action<string> found, Action ended); }
        public class Lookup(INetwork network)
        {
            public async Task<List<string>> FindAsync()
            {
                var done = new TaskCompletionSource<List<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
                var all = new List<string>();
                network.Ask(x => all.Add(x), () => done.TrySetResult(all));
                return await done.Task;
            }
        }
        """);

    [Fact]
    [KnownError("What is under way is put into a concurrent queue by one loop, and taken out and put back around a wait by another method; each step is safe by itself (ASA0103).")]
    public void KnownMissedAlarm_AQueueThatIsEmptiedAndFilledAgain() => IsSilent(
        """
        using System.Collections.Concurrent;
        public class Writer(Func<List<string>, Task> sendAsync, Func<Task> openAsync)
        {
            private readonly ConcurrentQueue<string> _next = new(), _underWay = new();
            public async Task RunAsync()
            {
                while (_next.TryDequeue(out var x)) { _underWay.Enqueue(x); await sendAsync([x]); }
            }
            public async Task OpenAgainAsync()
            {
                await openAsync();
                var again = new List<string>();
                while (_underWay.TryDequeue(out var x)) again.Add(x);
                foreach (var x in again) _underWay.Enqueue(x);
                await sendAsync(again);
            }
        }
        public class Host(Writer writer) { public Task RunAsync() => Task.WhenAll(writer.RunAsync(), writer.OpenAgainAsync()); }
        """);

    [Fact]
    [KnownError("Several messages, each a new object, get the same dictionary, and who carries them writes into it (ASA0303).")]
    public void KnownMissedAlarm_OneDictionaryInSeveralMessages() => IsSilent(
        """
        public class Parcel(string address, Dictionary<string, string> hints) { public string Address { get; } = address; public Dictionary<string, string> Hints { get; } = hints; }
        public class Drawer(Func<Parcel, Task> keepAsync)
        {
            public Task SendAsync(Parcel[] all) => Task.WhenAll(all.Select(StoreAsync));
            private async Task StoreAsync(Parcel parcel) { await Task.Yield(); parcel.Hints["to"] = parcel.Address; await keepAsync(parcel); }
        }
        public class Routes(Drawer drawer)
        {
            public Task SendAsync(string[] addresses, Dictionary<string, string> hints) => drawer.SendAsync(addresses.Select(a => new Parcel(a, hints)).ToArray());
        }
        """);

    [Fact]
    [KnownError("A lock that is taken in two modes counts as one lock: who does not get the second in time keeps the first (ASA0201).")]
    public void KnownMissedAlarm_ALockOfTwoModes() => Assert.DoesNotContain(
        AnalyzerRunner.Run(
            """
            public class Larder
            {
                private readonly ReaderWriterLockSlim _lock = new();
                private readonly Dictionary<string, string> _jars = new();
                public async Task CleanAsync(Func<Task> washAsync)
                {
                    await washAsync();
                    _lock.EnterUpgradeableReadLock();
                    if (!_lock.TryEnterWriteLock(1000)) throw new TimeoutException();
                    try { try { _jars.Clear(); } finally { _lock.ExitWriteLock(); } }
                    finally { _lock.ExitUpgradeableReadLock(); }
                }
            }
            """),
        r => r.Id == "ASA0201");

    private static void IsSilent(string source) => Assert.Empty(AnalyzerRunner.Run(source));
}
