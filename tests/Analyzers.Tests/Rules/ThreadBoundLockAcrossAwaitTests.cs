namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Locks of a thread that are held while the method waits (ASA0204).</summary>
public sealed class ThreadBoundLockAcrossAwaitTests
{
    [Theory]
    [InlineData("public async Task M() { Monitor.Enter(_lock); try { await F(); } finally { Monitor.Exit(_lock); } }")]
    [InlineData("public async Task M() { var taken = false; try { Monitor.Enter(_lock, ref taken); await F(); } finally { if (taken) Monitor.Exit(_lock); } }")]
    [InlineData("public async Task M() { if (!Monitor.TryEnter(_lock)) return; try { await F(); } finally { Monitor.Exit(_lock); } }")]
    [InlineData("public async Task M() { if (Monitor.TryEnter(_lock, 100)) { try { await F(); } finally { Monitor.Exit(_lock); } } }")]
    [InlineData("public async Task M() { _rw.EnterWriteLock(); try { await F(); } finally { _rw.ExitWriteLock(); } }")]
    [InlineData("public async Task M() { _rw.EnterUpgradeableReadLock(); try { await F(); } finally { _rw.ExitUpgradeableReadLock(); } }")]
    [InlineData("public async Task M() { _mutex.WaitOne(); try { await F(); } finally { _mutex.ReleaseMutex(); } }")]
    [InlineData("private readonly Lock _new = new(); public async Task M() { _new.Enter(); try { await F(); } finally { _new.Exit(); } }")]
    [InlineData("public async Task M(IAsyncEnumerable<int> all) { _rw.EnterWriteLock(); try { await foreach (var x in all) _n += x; } finally { _rw.ExitWriteLock(); } }")]
    [InlineData("public async Task M() { Monitor.Enter(_lock); try { await Inner(); } finally { Monitor.Exit(_lock); } } private async Task Inner() { _n++; await F(); }")]
    [InlineData("public async Task<int> M() { _rw.EnterReadLock(); try { return await Load(); } finally { _rw.ExitReadLock(); } }")]
    [InlineData("public async Task M() { Enter(); try { await F(); } finally { Leave(); } } private void Enter() => Monitor.Enter(_lock); private void Leave() => Monitor.Exit(_lock);")]
    [InlineData("public async Task M(Func<Task> f) { _rw.EnterReadLock(); try { await Run(f); } finally { _rw.ExitReadLock(); } } private static Task Run(Func<Task> f) => f();")]
    public void A_wait_under_it_is_a_warning(string members) => Assert.Equal(["warning ASA0204"], GuardedClass.Reports(members));

    [Theory]
    [InlineData("public async Task M() { var x = await Load(); Monitor.Enter(_lock); try { _n = x; } finally { Monitor.Exit(_lock); } await F(); }", "waits before and after")]
    [InlineData("public async Task M() { Monitor.Enter(_lock); _n++; Monitor.Exit(_lock); await F(); Monitor.Enter(_lock); _n++; Monitor.Exit(_lock); }", "given back for the wait")]
    [InlineData("public async Task M() { if (Monitor.TryEnter(_lock)) { _n++; Monitor.Exit(_lock); } await F(); }", "not held past the branch")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } }", "a semaphore belongs to no thread")]
    [InlineData("public void M() { Monitor.Enter(_lock); try { F().Wait(); } finally { Monitor.Exit(_lock); } }", "the thread stays")]
    [InlineData("public void M() { Monitor.Enter(_lock); try { _ = Inner(); } finally { Monitor.Exit(_lock); } } private async Task Inner() { await F(); _n++; }", "the call comes back at its first wait")]
    [InlineData("public void M() { Monitor.Enter(_lock); try { Task.Run(async () => { await F(); _n++; }); } finally { Monitor.Exit(_lock); } }", "the wait is another thread's")]
    [InlineData("public int M() { Monitor.Enter(_lock); try { return F().Id; } finally { Monitor.Exit(_lock); } }", "nothing waits here")]
    [InlineData("public IEnumerable<int> M() { Monitor.Enter(_lock); try { G(); } finally { Monitor.Exit(_lock); } yield return 1; }", "given back before the element")]
    [InlineData("public async Task M() { lock (_lock) { _n++; } await F(); }", "lock ends before the wait")]
    [InlineData("public async Task M() { Monitor.Enter(_lock); try { Monitor.Pulse(_lock); } finally { Monitor.Exit(_lock); } await F(); }", "Pulse is no wait")]
    [InlineData("private readonly Dictionary<Func<Task>, int> _all = new(); public void M(Func<Task> f) { _rw.EnterReadLock(); try { if (_all.TryGetValue(f, out var n)) _n = n; _all.Remove(f); } finally { _rw.ExitReadLock(); } }", "a delegate that is looked up is not called")]
    public void No_wait_under_it_is_silent(string members, string because) => Assert.True(!GuardedClass.Reports(members).Any(), because + ": " + string.Join(", ", GuardedClass.Reports(members)));

    [Fact]
    public void The_message_names_lock_and_wait() => Assert.Equal(
        "'_rw' belongs to the thread that took it, and is held across 'await Load()', after which another thread may go on",
        Assert.Single(GuardedClass.Diagnostics("public async Task M() { _rw.EnterWriteLock(); try { _n = await Load(); await F(); } finally { _rw.ExitWriteLock(); } }")).GetMessage());

    [Fact]
    public void It_is_said_once_for_each_stretch() => Assert.Equal(
        ["warning ASA0204"],
        GuardedClass.Reports("public async Task M() { _rw.EnterWriteLock(); try { await F(); await F(); await F(); } finally { _rw.ExitWriteLock(); } }"));
}
