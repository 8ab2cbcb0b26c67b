namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Guards whose holder asks for them once more (ASA0203).</summary>
public sealed class GuardTakenAgainTests
{
    // What the type is looked at for besides, must not hide what a member that never waits does.
    private const string Check = " private readonly Dictionary<string, int> _known = new(); public async Task<bool> Check(string s) { await _gate.WaitAsync(); try { if (_known.ContainsKey(s)) return true; await F(); _known[s] = 1; return true; } finally { _gate.Release(); } }";

    private const string Inner = " private async Task Inner() { await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } }";

    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Inner(); } finally { _gate.Release(); } }" + Inner)]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Middle(); } finally { _gate.Release(); } } private Task Middle() => Inner();" + Inner)]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await _gate.WaitAsync(); _gate.Release(); } finally { _gate.Release(); } }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { if (_n > 0) await Inner(); } finally { _gate.Release(); } }" + Inner)]
    [InlineData("public async Task M() { await s_gate.WaitAsync(); try { await Again(); } finally { s_gate.Release(); } } private static async Task Again() { await s_gate.WaitAsync(); try { await F(); } finally { s_gate.Release(); } }")]
    [InlineData("public async Task M() { if (!await _gate.WaitAsync(0)) return; try { await Inner(); } finally { _gate.Release(); } }" + Inner)]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } finally { await Inner(); _gate.Release(); } }" + Inner)]
    [InlineData("private readonly AsyncLock _async = new(); public async Task M() { using (await _async.LockAsync()) { await Again(); } } private async Task Again() { using (await _async.LockAsync()) await F(); } public sealed class AsyncLock { private readonly SemaphoreSlim _s = new(1, 1); public async Task<IDisposable> LockAsync() { await _s.WaitAsync(); return new Releaser(_s); } } private sealed class Releaser(SemaphoreSlim s) : IDisposable { public void Dispose() => s.Release(); }")]
    [InlineData("public void M() { _gate.Wait(); try { Again(); } finally { _gate.Release(); } } private void Again() { _gate.Wait(); try { G(); } finally { _gate.Release(); } }")]
    [InlineData("public async Task M(int[] a) { await _gate.WaitAsync(); try { foreach (var i in a) await Inner(); } finally { _gate.Release(); } }" + Inner)]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } catch (IOException) { await Inner(); } finally { _gate.Release(); } }" + Inner)]
    [InlineData("public async Task M(int n) { await _gate.WaitAsync(); try { await F(); } catch (IOException) when (n > 0) { await M(n - 1); } finally { _gate.Release(); } }")]
    [InlineData("public async Task M(CancellationToken stop) { await _gate.WaitAsync(stop); try { await Inner().WaitAsync(stop); } finally { _gate.Release(); } }" + Inner)]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Task.Run(() => Inner()); } finally { _gate.Release(); } }" + Inner)]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { while (_n < 9) { await Inner(); await F(); } } finally { _gate.Release(); } }" + Inner)]
    [InlineData("private async Task Locked(Func<Task> act) { await _gate.WaitAsync(); try { await act(); } finally { _gate.Release(); } } public async Task M() { await Locked(async () => { await N(); }); } public async Task N() { await Locked(() => F()); }")]
    [InlineData("private async Task<T> LockedOf<T>(Func<Task<T>> act) { await _gate.WaitAsync(); try { return await act(); } finally { _gate.Release(); } } private Task Passed(Func<Task> act) => LockedOf<int>(async () => { await act(); return 0; }); public Task M() => Passed(async () => { await N(); }); public Task N() => Passed(() => F());")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Work(1); } finally { _gate.Release(); } } private async Task Work(int n) { if (n < 0) return; await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Work(true); } finally { _gate.Release(); } } private async Task Work(bool ready) { if (!ready) throw new IOException(); await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } }")]
    [InlineData("public void Set(int n) { try { _gate.Wait(); _n = n; Forget(); } finally { _gate.Release(); } } public void Forget() { try { _gate.Wait(); _known.Clear(); } finally { _gate.Release(); } }" + Check)]
    [InlineData("public int N { get => _n; set { _gate.Wait(); try { _n = value; Forget(); } finally { _gate.Release(); } } } private void Forget() { _gate.Wait(); try { _known.Clear(); } finally { _gate.Release(); } }" + Check)]
    public void The_holder_waits_for_itself(string members) => Assert.Equal(["warning ASA0203"], GuardedClass.Reports(members));

    [Theory]
    [InlineData("public async Task M() { if (await _gate.WaitAsync(100)) _n++; await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } }")]
    public void On_some_way_it_is_a_suggestion(string members) => Assert.Equal(["info ASA0203"], GuardedClass.Reports(members));

    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } await Inner(); }" + Inner, "it was given back")]
    [InlineData("public void Set(int n) { _gate.Wait(); try { _n = n; } finally { _gate.Release(); } Forget(); } public void Forget() { _gate.Wait(); try { _known.Clear(); } finally { _gate.Release(); } }" + Check, "it was given back before, in a member that never waits")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); _n++; _gate.Release(); await Inner(); await _gate.WaitAsync(); _n--; _gate.Release(); }" + Inner, "given back for a while")]
    [InlineData("public async Task M() { await _other.WaitAsync(); try { await Inner(); } finally { _other.Release(); } }" + Inner, "another guard")]
    [InlineData("public void M() { lock (_lock) Again(); } private void Again() { lock (_lock) G(); }", "a monitor lets its owner in again")]
    [InlineData("public void M() { Monitor.Enter(_lock); try { Again(); } finally { Monitor.Exit(_lock); } } private void Again() { Monitor.Enter(_lock); try { G(); } finally { Monitor.Exit(_lock); } }", "so it does by calls")]
    [InlineData("public async Task M() { lock (_gate) { _n++; } await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } }", "the monitor of a semaphore is another guard")]
    [InlineData("public void M() { lock (_gate) { _gate.Wait(); try { G(); } finally { _gate.Release(); } } }", "also while it is held")]
    [InlineData("private readonly SemaphoreSlim _three = new(3); public async Task M() { await _three.WaitAsync(); try { await _three.WaitAsync(); _three.Release(); } finally { _three.Release(); } }", "there are more permits")]
    [InlineData("private readonly SemaphoreSlim _signal = new(0); public async Task M() { await _signal.WaitAsync(); await _signal.WaitAsync(); } public void Set() => _signal.Release();", "a signal that is waited for twice")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { if (await _gate.WaitAsync(0)) _gate.Release(); } finally { _gate.Release(); } }", "a wait that comes back")]
    [InlineData("public async Task M(string a, string b) { await _gates[a].WaitAsync(); try { await _gates[b].WaitAsync(); _gates[b].Release(); } finally { _gates[a].Release(); } }", "one guard for each key")]
    [InlineData("public async Task M(C other) { await _gate.WaitAsync(); try { await other.Inner(); } finally { _gate.Release(); } }" + Inner, "the guard of another object")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Work(true); } finally { _gate.Release(); } } private async Task Work(bool lockHeld) { if (!lockHeld) await _gate.WaitAsync(); try { await F(); } finally { if (!lockHeld) _gate.Release(); } }", "the caller says that it holds it")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Work(true); } finally { _gate.Release(); } } private async Task Work(bool held) { if (held) { _n++; return; } await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } }", "the caller says so, and it ends before")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Each(); } finally { _gate.Release(); } async Task Each() { foreach (var i in new[] { 1, 2 }) if (i > _n) await Work(false); } } private async Task Work(bool take) { if (!take) return; await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } }", "so says a local function")]
    [InlineData("public async Task M() { while (_n < 9) { await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } } }", "each turn gives it back")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { _ = Task.Run(Inner); } finally { _gate.Release(); } }" + Inner, "the other one waits until this one is done")]
    [InlineData("public void M() { _rw.EnterReadLock(); try { G(); } finally { _rw.ExitReadLock(); } _rw.EnterWriteLock(); try { G(); } finally { _rw.ExitWriteLock(); } }", "one after the other")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Inner().WaitAsync(TimeSpan.FromSeconds(1)); } finally { _gate.Release(); } }" + Inner, "a call that is waited for a time only")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Outer().WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false); } finally { _gate.Release(); } } private Task Outer() => Inner();" + Inner, "so is what it calls")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Task.WhenAny(Inner(), Task.Delay(100)); } finally { _gate.Release(); } }" + Inner, "the time may end first")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { _ = Middle(); } finally { _gate.Release(); } } private Task Middle() => Inner();" + Inner, "nobody waits for it")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { _ = Middle(); } finally { _gate.Release(); } } private Task Middle() => Inner2(); private Task Inner2() => Inner();" + Inner, "nor for what it returns")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Pump(); } finally { _gate.Release(); } } private async Task Pump() { _gate.Release(); try { await F(); } finally { await _gate.WaitAsync(); } await Step(); } private async Task Step() { if (_n++ < 3) await Pump(); }", "a helper gives it back for a while, and comes back to itself")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Pump(); } finally { _gate.Release(); } } private async Task Pump() { while (_n < 9) { _gate.Release(); try { await F(); } finally { await _gate.WaitAsync(); } await Step(); } } private async Task Step() { if (_n++ < 3) await Pump(); }", "so it does in a loop")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Step(); } finally { _gate.Release(); } } private async Task Wait() { _gate.Release(); try { await F(); } finally { await _gate.WaitAsync(); } } private async Task Pump() { await Wait(); await Step(); } private async Task Step() { if (_n++ < 3) await Pump(); }", "so does what it calls for that")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { _gate.Release(); try { await F(); } finally { await _gate.WaitAsync(); } } finally { _gate.Release(); } }", "given back for a while within one body")]
    [InlineData("private async Task Locked(Func<Task> act) { await _gate.WaitAsync(); try { await act(); } finally { _gate.Release(); } } public async Task M() { await Locked(() => F()); await N(); } public async Task N() { await Locked(() => F()); }", "one after the other")]
    public void Nobody_waits_for_itself(string members, string because) => Assert.True(!GuardedClass.Reports(members).Any(), because + ": " + string.Join(", ", GuardedClass.Reports(members)));

    [Fact]
    public void The_message_names_the_chain() => Assert.Equal(
        "'_gate' is asked for again while it is held: 'M' → 'Middle' → 'Inner' waits for it again; a semaphore is not re-entrant, so the execution waits for itself",
        Assert.Single(GuardedClass.Diagnostics("public async Task M() { await _gate.WaitAsync(); try { await Middle(); } finally { _gate.Release(); } } private async Task Middle() => await Inner();" + Inner)).GetMessage());
}
