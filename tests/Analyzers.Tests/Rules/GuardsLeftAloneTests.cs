namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Forms of real code that look like a mistake with a guard and are none.</summary>
public sealed class GuardsLeftAloneTests
{
    [Theory]
    [InlineData("private readonly SemaphoreSlim _slots = new(8); public async Task M(int[] xs) { var all = new List<Task>(); foreach (var x in xs) { await _slots.WaitAsync(); all.Add(Task.Run(async () => { try { await F(); } finally { _slots.Release(); } })); } await Task.WhenAll(all); }", "a throttle")]
    [InlineData("public async Task M(int[] xs) { using var slots = new SemaphoreSlim(8); await Task.WhenAll(xs.Select(async x => { await slots.WaitAsync(); try { await F(); } finally { slots.Release(); } })); }", "a local throttle")]
    [InlineData("public async Task M(int[] xs) { var slots = new SemaphoreSlim(8); foreach (var x in xs) { await slots.WaitAsync(); _ = One(slots); } } private static async Task One(SemaphoreSlim slots) { try { await F(); } finally { slots.Release(); } }", "a throttle that is passed on")]
    [InlineData("private readonly SemaphoreSlim _signal = new(0); public async Task Consume() { while (true) { await _signal.WaitAsync(); if (_n < 0) return; G(); } } public void Produce() { _n++; _signal.Release(); }", "a semaphore that starts at 0")]
    [InlineData("private readonly SemaphoreSlim _signal = new(0, 1); public async Task<bool> M() { if (_signal.CurrentCount == 0) _signal.Release(); return await _signal.WaitAsync(100); }", "a signal that is set and waited for")]
    [InlineData("private readonly SemaphoreSlim _ready = new(0, 1); public void Open() => _ready.Release(); public async Task Pause() { await _ready.WaitAsync(); _ready.Release(); }", "a gate that each one opens for the next")]
    [InlineData("public async Task BeginAsync() { await _gate.WaitAsync(); await F(); } public async Task EndAsync() { await F(); _gate.Release(); }", "taken and given back in two members")]
    [InlineData("public async Task<bool> TryStart() { await _gate.WaitAsync(); if (_n > 0) { _gate.Release(); return false; } _n++; return true; } public void Stop() { _n = 0; _gate.Release(); }", "kept where it has begun, and given back by whoever ends it")]
    [InlineData("public async Task<bool> TryStart() { await _gate.WaitAsync(); if (_n > 0) { _gate.Release(); return false; } _n++; return true; } private sealed class Ending { public void End(C c) => c._gate.Release(); }", "so it is by a type inside")]
    [InlineData("public async Task<IDisposable> EnterAsync() { await _gate.WaitAsync(); return new Lease(this); } private sealed class Lease(C c) : IDisposable { public void Dispose() => c._gate.Release(); }", "a lease object")]
    [InlineData("public async Task<Action> EnterAsync() { await _gate.WaitAsync(); return () => _gate.Release(); }", "a releaser that is returned")]
    [InlineData("public async Task<Lease> EnterAsync() { await _gate.WaitAsync(); try { await F(); return new Lease(_gate); } catch { _gate.Release(); throw; } } public readonly struct Lease(SemaphoreSlim s) : IDisposable { public void Dispose() => s.Release(); }", "a lease that is given back where making it fails")]
    [InlineData("public async Task M() { using (await EnterAsync()) { if (_n > 0) return; await F(); } } private async Task<Lease> EnterAsync() { await _gate.WaitAsync(); return new Lease(_gate); } private readonly struct Lease(SemaphoreSlim s) : IDisposable { public void Dispose() => s.Release(); }", "a releaser struct with using")]
    [InlineData("public async Task M(SemaphoreSlim? s) { await (s?.WaitAsync() ?? Task.CompletedTask); try { await F(); } finally { s?.Release(); } }", "a conditional acquire")]
    [InlineData("private readonly SemaphoreSlim? _maybe; public async Task M() { if (_maybe != null) await _maybe.WaitAsync(); try { await F(); } finally { _maybe?.Release(); } }", "a guard that may be missing")]
    [InlineData("private readonly SemaphoreSlim? _maybe; public async Task M(CancellationToken t) { if (_maybe != null) await _maybe.WaitAsync(t); try { await F(); } finally { if (_maybe != null) _maybe.Release(); } }", "the same with two conditions")]
    [InlineData("public async Task M(string k) { var s = _gates.GetOrAdd(k, _ => new SemaphoreSlim(1, 1)); await s.WaitAsync(); try { await F(); } finally { s.Release(); } }", "a keyed guard")]
    [InlineData("public async Task M(string k) { var s = _gates.GetOrAdd(k, _ => new SemaphoreSlim(1, 1)); await s.WaitAsync(); try { await F(); } finally { s.Release(); _gates.TryRemove(k, out _); } }", "a keyed guard that is removed")]
    [InlineData("public async Task M(string a, string b) { var x = _gates[a]; var y = _gates[b]; await x.WaitAsync(); try { await y.WaitAsync(); try { await F(); } finally { y.Release(); } } finally { x.Release(); } }", "two guards by key")]
    [InlineData("public static async Task M(SemaphoreSlim s, Func<Task> act) { await s.WaitAsync(); try { await act(); } finally { s.Release(); } }", "a guard as a parameter")]
    [InlineData("public async Task M() { await s_gate.WaitAsync(); try { await Inner(); } finally { s_gate.Release(); } } private async Task Inner() { await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } }", "a static guard around one of the object")]
    [InlineData("public async Task M() { await LockAsync(); try { await F(); } finally { Unlock(); } } private Task LockAsync() => _gate.WaitAsync(); private void Unlock() => _gate.Release();", "helper methods")]
    [InlineData("public async Task M() { if (!await TryLockAsync()) return; try { await F(); } finally { Unlock(); } } private Task<bool> TryLockAsync() => _gate.WaitAsync(100); private void Unlock() => _gate.Release();", "a helper with an answer")]
    [InlineData("public async Task M() { await RunAsync(async () => { if (_n > 0) return; await F(); }); } private async Task RunAsync(Func<Task> act) { await _gate.WaitAsync(); try { await act(); } finally { _gate.Release(); } }", "a helper that runs what it is given")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { _n++; } finally { _gate.Release(); } await F(); await _gate.WaitAsync(); try { _n++; } finally { _gate.Release(); } }", "two stretches")]
    [InlineData("public async Task M() { bool taken = false; try { await _gate.WaitAsync(); taken = true; _n++; _gate.Release(); taken = false; await F(); } finally { if (taken) _gate.Release(); } }", "a flag that follows the guard")]
    [InlineData("public async Task M() { var taken = 0; try { await _gate.WaitAsync(); taken++; await F(); } finally { if (taken > 0) _gate.Release(); } }", "a flag that is a number")]
    [InlineData("public async Task M(CancellationToken t) { try { await _gate.WaitAsync(t); } catch (OperationCanceledException) { return; } try { await F(); } finally { _gate.Release(); } }", "a canceled wait that is caught")]
    [InlineData("public async Task M(CancellationToken t) { try { await _gate.WaitAsync(t); try { await F(); } finally { _gate.Release(); } } catch (OperationCanceledException) { } }", "a canceled wait that is caught around both")]
    [InlineData("public async Task M() { while (!await _gate.WaitAsync(100)) G(); try { await F(); } finally { _gate.Release(); } }", "tried until it is given")]
    [InlineData("public async Task M() { do { if (await _gate.WaitAsync(100)) break; } while (true); try { await F(); } finally { _gate.Release(); } }", "the same the other way round")]
    [InlineData("public async Task M() { switch (await _gate.WaitAsync(0)) { case false: return; default: break; } try { await F(); } finally { _gate.Release(); } }", "the answer in a switch")]
    [InlineData("public async Task<bool> M() { var taken = await _gate.WaitAsync(0); if (taken) { try { await F(); } finally { _gate.Release(); } } return taken; }", "the answer is returned as well")]
    [InlineData("public async Task M() { if (_n > 0 && await _gate.WaitAsync(0)) { try { await F(); } finally { _gate.Release(); } } }", "the answer as one of two conditions")]
    [InlineData("public async Task M() { if (_n > 0 || !await _gate.WaitAsync(0)) return; try { await F(); } finally { _gate.Release(); } }", "and the other way round")]
    [InlineData("public async Task Dispose() { await _gate.WaitAsync(); await F(); _gate.Dispose(); }", "taken for good before it goes")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } finally { if (_gate.CurrentCount == 0) _gate.Release(); } }", "asks the semaphore itself")]
    [InlineData("public async Task M() { var s = new SemaphoreSlim(0); Start(() => s.Release()); await s.WaitAsync(); } private static void Start(Action a) => Task.Run(a);", "a local signal that is given to a callback")]
    public void It_is_silent(string members, string because) => Assert.True(!GuardedClass.Reports(members).Any(), because + ": " + string.Join(", ", GuardedClass.Diagnostics(members).Select(r => r.Id + " " + r.GetMessage())));

    [Fact]
    public void Extension_methods_that_take_and_give_back_are_followed() => Assert.Empty(GuardedClass.OfGuards(
        """
        public static class Semaphores
        {
            public static async Task EnterAsync(this SemaphoreSlim gate) => await gate.WaitAsync();
            public static void Leave(this SemaphoreSlim gate) => gate.Release();
            public static async Task<Releaser> UseAsync(this SemaphoreSlim gate) { await gate.WaitAsync(); return new Releaser(gate); }
            public readonly struct Releaser(SemaphoreSlim gate) : IDisposable { public void Dispose() => gate.Release(); }
        }
        public sealed class Store(Func<Task> saveAsync)
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            public async Task SaveAsync() { await _gate.EnterAsync(); try { await saveAsync(); } finally { _gate.Leave(); } }
            public async Task LoadAsync() { using (await _gate.UseAsync()) await saveAsync(); }
        }
        """));

    [Fact]
    public void A_base_class_that_takes_is_followed() => Assert.Empty(GuardedClass.OfGuards(
        """
        public abstract class Guarded
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            protected async Task EnterAsync() => await _gate.WaitAsync();
            protected void Leave() => _gate.Release();
        }
        public sealed class Store(Func<Task> saveAsync) : Guarded
        {
            public async Task SaveAsync() { await EnterAsync(); try { await saveAsync(); } finally { Leave(); } }
        }
        """));
}
