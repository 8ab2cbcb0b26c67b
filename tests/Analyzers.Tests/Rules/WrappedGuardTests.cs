namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Guards that are taken and given back by methods of the project: extension methods, types that hold a semaphore, releasers (ASA0201–ASA0203).</summary>
public sealed class WrappedGuardTests
{
    private const string Extensions = "public static class GateExtensions { public static Task EnterAsync(this SemaphoreSlim s, CancellationToken stop = default) => s.WaitAsync(stop); public static void Exit(this SemaphoreSlim s) => s.Release(); public static async Task<Lease> TakeAsync(this SemaphoreSlim s) { await s.WaitAsync(); return new Lease(s); } }\npublic readonly struct Lease : IDisposable { private readonly SemaphoreSlim _s; public Lease(SemaphoreSlim s) => _s = s; public void Dispose() => _s.Release(); }\n";

    private const string Door = "public sealed class Door { private readonly SemaphoreSlim _s = new(1, 1); private bool _closed; public async Task EnterAsync() { if (_closed) throw new ObjectDisposedException(\"\"); await _s.WaitAsync(); } public void Leave() => _s.Release(); }\n";

    private const string Own = "private readonly SemaphoreSlim _gate = new(1, 1); private async Task<Releaser> LockAsync() { await _gate.WaitAsync(); return new Releaser(_gate); } private readonly struct Releaser : IDisposable { private readonly SemaphoreSlim _s; public Releaser(SemaphoreSlim s) => _s = s; public void Dispose() => _s.Release(); } ";

    [Theory]
    [InlineData("private readonly SemaphoreSlim _gate = new(1, 1); public async Task M() { await _gate.EnterAsync(); if (_n == 0) return; _n--; _gate.Exit(); }", "warning ASA0201")]
    [InlineData("private readonly SemaphoreSlim _gate = new(1, 1); public async Task M(CancellationToken stop) { try { await _gate.EnterAsync(stop); await Task.Delay(1); } finally { _gate.Exit(); } }", "warning ASA0202")]
    [InlineData("private readonly SemaphoreSlim _gate = new(1, 1); public async Task M() { await _gate.EnterAsync(); try { await Inner(); } finally { _gate.Exit(); } } private async Task Inner() { await _gate.EnterAsync(); try { await Task.Delay(1); } finally { _gate.Exit(); } }", "warning ASA0203")]
    [InlineData("private readonly SemaphoreSlim _gate = new(1, 1); public async Task M() { using (await _gate.TakeAsync()) { await Inner(); } } private async Task Inner() { using var lease = await _gate.TakeAsync(); await Task.Delay(1); }", "warning ASA0203")]
    [InlineData("private readonly Door _door = new(); public async Task M() { await _door.EnterAsync(); if (_n == 0) return; _n--; _door.Leave(); }", "warning ASA0201")]
    [InlineData("private readonly Door _door = new(); public async Task M() { await _door.EnterAsync(); try { await Inner(); } finally { _door.Leave(); } } private async Task Inner() { await _door.EnterAsync(); try { await Task.Delay(1); } finally { _door.Leave(); } }", "warning ASA0203")]
    [InlineData(Own + "public async Task M() { using (await LockAsync()) { await Inner(); } } private async Task Inner() { using var held = await LockAsync(); await Task.Delay(1); }", "warning ASA0203")]
    [InlineData(Own + "public async Task M() { using (await LockAsync()) { await Inner(); } } private async Task Inner() { await _gate.WaitAsync(); try { await Task.Delay(1); } finally { _gate.Release(); } }", "warning ASA0203")]
    public void The_protocol_is_seen_through_them(string members, string report) => Assert.Equal([report], Reports(members));

    [Theory]
    [InlineData("private readonly SemaphoreSlim _gate = new(1, 1); public async Task M() { await _gate.EnterAsync(); try { await Task.Delay(1); } finally { _gate.Exit(); } }", "the plain form")]
    [InlineData("private readonly SemaphoreSlim _gate = new(1, 1); public async Task M() { using (await _gate.TakeAsync()) { await Task.Delay(1); } using (await _gate.TakeAsync()) { await Task.Delay(1); } }", "one after the other")]
    [InlineData("private readonly SemaphoreSlim _three = new(3, 3); public async Task M() { await _three.EnterAsync(); try { await Inner(); } finally { _three.Exit(); } } private async Task Inner() { await _three.EnterAsync(); try { await Task.Delay(1); } finally { _three.Exit(); } }", "there are more permits")]
    [InlineData("private readonly SemaphoreSlim _signal = new(0); public async Task M() { await _signal.EnterAsync(); await _signal.EnterAsync(); } public void Set() => _signal.Exit();", "a signal")]
    [InlineData("private readonly Slots _slots = new(); public async Task M() { await _slots.EnterAsync(); try { await Inner(); } finally { _slots.Leave(); } } private async Task Inner() { await _slots.EnterAsync(); try { await Task.Delay(1); } finally { _slots.Leave(); } } private sealed class Slots { private readonly SemaphoreSlim _s = new(4); public Task EnterAsync() => _s.WaitAsync(); public void Leave() => _s.Release(); }", "the type admits several")]
    [InlineData("private readonly Again _again = new(); public async Task M() { await _again.EnterAsync(); try { await Inner(); } finally { _again.Leave(); } } private async Task Inner() { await _again.EnterAsync(); try { await Task.Delay(1); } finally { _again.Leave(); } } private sealed class Again { private readonly SemaphoreSlim _s = new(1, 1); private readonly AsyncLocal<int> _depth = new(); public async Task EnterAsync() { if (_depth.Value++ == 0) await _s.WaitAsync(); } public void Leave() { if (--_depth.Value == 0) _s.Release(); } }", "it lets its holder in again")]
    [InlineData("private readonly Again _again = new(); public async Task M() { using (await _again.LockAsync()) { await Inner(); } } private async Task Inner() { using (await _again.LockAsync()) await Task.Delay(1); } private sealed class Again { private readonly SemaphoreSlim _s = new(1, 1); private readonly AsyncLocal<bool> _in = new(); public async Task<IDisposable> LockAsync() { if (_in.Value) return new Lease(new SemaphoreSlim(0)); await _s.WaitAsync(); return new Lease(_s); } }", "so does one that gives a releaser")]
    [InlineData("private readonly Door _door = new(); public Task Open() => _door.EnterAsync(); public void Close() => _door.Leave();", "others take it and give it back")]
    public void They_are_silent_where_the_calls_inside_are(string members, string because) => Assert.True(!Reports(members).Any(), because + ": " + string.Join(", ", Reports(members)));

    private const string Free = "private readonly SemaphoreSlim _gate = new(1, 1); private readonly Task<Releaser> _free; public C() => _free = Task.FromResult(new Releaser(this)); public readonly struct Releaser : IDisposable { private readonly C _c; public Releaser(C c) => _c = c; public void Dispose() => _c._gate.Release(); } ";

    [Theory]
    [InlineData(Free + "public Task<Releaser> LockAsync(CancellationToken stop) { var wait = _gate.WaitAsync(stop); return wait.IsCompleted ? _free : wait.ContinueWith((_, c) => new Releaser((C)c!), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default); }", true, "a cancelled wait has ended as well")]
    [InlineData(Free + "public Task<Releaser> LockAsync(CancellationToken stop) { var wait = _gate.WaitAsync(stop); if (wait.IsCompleted) { return _free; } return Wait(wait); async Task<Releaser> Wait(Task t) { await t; return new Releaser(this); } }", true, "by a branch")]
    [InlineData(Free + "public Task<Releaser> LockAsync(CancellationToken stop) => Finish(_gate.WaitAsync(stop)); private Task<Releaser> Finish(Task wait) => wait.IsCompleted ? _free : wait.ContinueWith(t => { t.GetAwaiter().GetResult(); return new Releaser(this); });", true, "in a helper")]
    [InlineData(Free + "public Task<Releaser> LockAsync() { var wait = _gate.WaitAsync(TimeSpan.FromMinutes(1)); return wait.IsCompleted ? _free : wait.ContinueWith((_, c) => new Releaser((C)c!), this); }", true, "a time limit")]
    [InlineData(Free + "public Task<Releaser> LockAsync(CancellationToken stop) { var wait = _gate.WaitAsync(stop); return wait.ContinueWith(_ => new Releaser(this)); }", true, "a continuation comes after a cancelled one too")]
    [InlineData(Free + "public Task<Releaser> LockAsync() { var wait = _gate.WaitAsync(); return wait.IsCompleted ? _free : wait.ContinueWith((_, c) => new Releaser((C)c!), this); }", false, "it cannot fail")]
    [InlineData(Free + "public Task<Releaser> LockAsync() { var wait = _gate.WaitAsync(CancellationToken.None); return wait.IsCompleted ? _free : wait.ContinueWith((_, c) => new Releaser((C)c!), this); }", false, "nothing ends it")]
    [InlineData(Free + "public Task<Releaser> LockAsync(CancellationToken stop) { var wait = _gate.WaitAsync(stop); return wait.Status == TaskStatus.RanToCompletion ? _free : wait.ContinueWith(t => { t.GetAwaiter().GetResult(); return new Releaser(this); }); }", false, "the mended form")]
    [InlineData(Free + "public Task<Releaser> LockAsync(CancellationToken stop) { var wait = _gate.WaitAsync(stop); return wait.IsCompletedSuccessfully ? _free : wait.ContinueWith(_ => new Releaser(this), stop); }", false, "the token ends the continuation too")]
    [InlineData(Free + "public Task<Releaser> LockAsync(CancellationToken stop) { var wait = _gate.WaitAsync(stop); return wait.ContinueWith(_ => new Releaser(this), TaskContinuationOptions.OnlyOnRanToCompletion); }", false, "only after a success")]
    [InlineData(Free + "public async Task<Releaser> LockAsync(CancellationToken stop) { var wait = _gate.WaitAsync(stop); if (wait.IsCompleted) Console.WriteLine(); await wait; return new Releaser(this); }", false, "it is awaited")]
    [InlineData(Free + "public Task<Releaser> LockAsync(TimeSpan time) { var wait = _gate.WaitAsync(time); return wait.IsCompleted ? (wait.Result ? _free : throw new TimeoutException()) : wait.ContinueWith(t => t.Result ? new Releaser(this) : throw new TimeoutException()); }", false, "its answer is looked at")]
    public void A_wait_that_has_failed_is_no_success(string members, bool reported, string because) =>
        Assert.True(Reports(members).SequenceEqual(reported ? ["warning ASA0202"] : []), because + ": " + string.Join(", ", Reports(members)));

    private const string Passes = "private readonly SemaphoreSlim _gate = new(1, 1); private void Leave() => _gate.Release(); private sealed class Pass(SemaphoreSlim s) : IDisposable { public void Dispose() => s.Release(); } private sealed class Own(C c) : IDisposable { public void Dispose() => c._gate.Release(); } private sealed class Told(C c) : IDisposable { public void Dispose() => c.Leave(); } private sealed class Act(Action end) : IDisposable { public void Dispose() => end(); } private sealed class View(SemaphoreSlim s) { public int Free => s.CurrentCount; } ";

    [Theory]
    [InlineData("public async Task<IDisposable> EnterAsync(TimeSpan time) { await _gate.WaitAsync(time); return new Pass(_gate); }", true, "the pass gives back what it gets")]
    [InlineData("public async Task<IDisposable> EnterAsync(TimeSpan time, CancellationToken stop) { await _gate.WaitAsync(time, stop).ConfigureAwait(false); _n++; return new Own(this); }", true, "or what belongs to its owner")]
    [InlineData("public async Task<IDisposable> EnterAsync() { await _gate.WaitAsync(5000); return new Told(this); }", true, "or tells the owner to")]
    [InlineData("public async Task<IDisposable> EnterAsync() { await _gate.WaitAsync(TimeSpan.FromSeconds(5)); return new Act(() => _gate.Release()); }", true, "or runs what does")]
    [InlineData("public IDisposable Enter(int milliseconds) { _gate.Wait(milliseconds); return new Pass(_gate); }", true, "a wait that blocks")]
    [InlineData("public void Post(Action<string> say) => _gate.WaitAsync(1000).ContinueWith(t => { if (t.IsCanceled || t.IsFaulted) say(\"no\"); else _gate.Release(); });", true, "a wait that gave up has not failed")]
    [InlineData("public void Post(Action<string> say) { _gate.WaitAsync(TimeSpan.FromSeconds(1)).ContinueWith(_ => { say(\"yes\"); _gate.Release(); }); }", true, "a continuation that asks nothing")]
    [InlineData("public async Task<IDisposable> EnterAsync(TimeSpan time) { if (!await _gate.WaitAsync(time)) throw new TimeoutException(); return new Pass(_gate); }", false, "the answer is looked at")]
    [InlineData("public async Task<IDisposable?> EnterAsync(TimeSpan time) { var taken = await _gate.WaitAsync(time); return taken ? new Pass(_gate) : null; }", false, "it decides")]
    [InlineData("public async Task<IDisposable> EnterAsync() { await _gate.WaitAsync(); return new Pass(_gate); }", false, "it does not give up")]
    [InlineData("public async Task<IDisposable> EnterAsync(CancellationToken stop) { await _gate.WaitAsync(stop); return new Pass(_gate); }", false, "a token throws")]
    [InlineData("public async Task<IDisposable> EnterAsync() { await _gate.WaitAsync(Timeout.InfiniteTimeSpan); return new Pass(_gate); }", false, "a time without an end")]
    [InlineData("public async Task<IDisposable> EnterAsync(int milliseconds = -1) { await _gate.WaitAsync(milliseconds); return new Pass(_gate); }", false, "mostly one without an end")]
    [InlineData("public Task<IDisposable> EnterAsync() => EnterAsync(Timeout.InfiniteTimeSpan); private async Task<IDisposable> EnterAsync(TimeSpan time) { await _gate.WaitAsync(time); return new Pass(_gate); }", false, "its only callers say how long")]
    [InlineData("public async Task<IDisposable> EnterAsync(TimeSpan time) { await _gate.WaitAsync(time); if (_gate.CurrentCount > 0) throw new TimeoutException(); return new Pass(_gate); }", false, "the semaphore is asked")]
    [InlineData("private readonly SemaphoreSlim _news = new(0); public void Tell() => _news.Release(); public async Task<object> LookAsync(TimeSpan time) { await _news.WaitAsync(time); return new View(_news); }", false, "a pause that news may end, and an object that gives nothing back")]
    [InlineData("public void Post(Action<string> say) => _gate.WaitAsync(1000).ContinueWith(t => { if (!t.Result) say(\"no\"); else _gate.Release(); });", false, "the continuation asks for the answer")]
    [InlineData("public void Post(Action<string> say) => _gate.WaitAsync(1000).ContinueWith(async t => { if (await t) _gate.Release(); });", false, "or waits for it")]
    public void A_wait_that_gave_up_is_no_success(string members, bool reported, string because) =>
        Assert.True(Reports(Passes + members).SequenceEqual(reported ? ["warning ASA0202"] : []), because + ": " + string.Join(", ", Reports(Passes + members)));

    [Fact]
    public void A_throttle_admits_one_more() => Assert.Equal(
        "'_three' is released here by whoever gets 'new Pass(_three)', even if '_three.WaitAsync(time)' gave up, whose answer nobody looks at; from then on it admits one more",
        Assert.Single(GuardedClass.OfGuards("public class C { private int _n; " + Passes + "private readonly SemaphoreSlim _three = new(3, 3); public async Task<IDisposable> EnterAsync(TimeSpan time) { await _three.WaitAsync(time); return new Pass(_three); } }"), r => r.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Info).GetMessage());

    private static IEnumerable<string> Reports(string members) =>
        GuardedClass.OfGuards(Extensions + Door + "public class C { private int _n; " + members + " }").Select(r => $"{r.Severity.ToString().ToLowerInvariant()} {r.Id}");
}
