namespace AsyncStateAnalyzers.Tests.Lowering;

/// <summary>Guards: when they are asked for, when they count as held, when they are given back.</summary>
public class LockTests
{
    [Fact]
    public void Semaphore_is_asked_for_awaited_and_given_back_on_every_way() =>
        Lowered.Body("await _gate.WaitAsync(); try { _n = 1; } finally { _gate.Release(); }", """
            B1: acquire a1 this._gate async whenawaited; suspend a1 -> B2
            B2: write this._n <- {} const other -> B3 throws B4
            B3: release this._gate -> exit
            B4: release this._gate -> end
            """);

    [Fact]
    public void Semaphore_that_is_waited_for_in_place_is_held_at_once() =>
        Lowered.Body("_gate.Wait(); _gate.Release();", "B1: acquire a1 this._gate async now; release this._gate -> exit");

    [Fact]
    public void Timed_wait_is_held_where_it_succeeded() =>
        Lowered.Body("if (await _gate.WaitAsync(10)) _n = 1;", """
            B1: acquire a1 this._gate async whenawaitedtrue; suspend a1 = w1 if w1 -> B2 else exit
            B2: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Timed_wait_whose_result_is_ignored_counts_as_held() =>
        Lowered.Body("await _gate.WaitAsync(TimeSpan.FromSeconds(1));", "B1: acquire a1 this._gate async whenawaited; suspend a1 -> exit");

    [Fact]
    public void Infinite_wait_is_an_ordinary_one() =>
        Lowered.Body("await _gate.WaitAsync(Timeout.Infinite);", "B1: acquire a1 this._gate async whenawaited; suspend a1 -> exit");

    [Fact]
    public void Zero_wait_answers_without_suspending() =>
        Lowered.Body("if (!await _gate.WaitAsync(0)) return; _n = 1;", """
            B1: acquire a1 this._gate async whentrue if a1 -> B2 else exit
            B2: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Synchronous_try_is_held_where_it_succeeded() =>
        Lowered.Body("var won = _gate.Wait(0); if (won) _n = 1;", """
            B1: acquire a1 this._gate async whentrue; won <- {a1} if won -> B2 else exit
            B2: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Semaphore_with_more_permits_is_taken_and_excludes_nobody() =>
        Lowered.Members("readonly SemaphoreSlim _many = new(4); async Task M() { await _many.WaitAsync(); _many.Release(); }", "B1: acquire a1 this._many permit whenawaited; suspend a1; release this._many -> exit");

    [Fact]
    public void Semaphore_that_starts_empty_is_a_signal() =>
        Lowered.Members("readonly SemaphoreSlim _signal = new(0); async Task M() { await _signal.WaitAsync(); _signal.Release(); }", "B1: suspend -> exit");

    [Fact]
    public void Lock_statement_is_left_on_every_way() =>
        Lowered.Members("readonly object _sync = new(); int _n; void M() { lock (_sync) { _n++; } }", """
            B1: acquire a1 this._sync thread now; read r1 this._n; write this._n <- {r1} as update -> B2 throws B3
            B2: release this._sync -> exit
            B3: release this._sync -> end
            """);

    [Fact]
    public void Monitor_is_a_lock_by_calls() =>
        Lowered.Members("readonly object _sync = new(); int _n; void M() { Monitor.Enter(_sync); _n = 1; Monitor.Exit(_sync); }", "B1: acquire a1 this._sync thread now; write this._n <- {} const other; release this._sync -> exit");

    [Fact]
    public void Try_enter_is_held_where_it_succeeded() =>
        Lowered.Members("readonly object _sync = new(); int _n; void M() { if (Monitor.TryEnter(_sync)) _n = 1; }", """
            B1: acquire a1 this._sync thread whentrue if a1 -> B2 else exit
            B2: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Scope_of_a_lock_object_is_disposed() =>
        Lowered.Members("readonly Lock _sync = new(); int _n; void M() { using (_sync.EnterScope()) _n = 1; }", """
            B1: acquire a1 this._sync thread now -> B2
            B2: write this._n <- {} const other -> B3 throws B4
            B3: dispose {a1} -> exit
            B4: dispose {a1} -> end
            """);

    /// <summary>Either the compiler gives a region, or (nullable annotations, Roslyn 5) only the order of operations: held in both.</summary>
    [Fact]
    public void Lock_object_is_still_held_after_a_test_that_leaves() => Assert.Empty(Testing.AnalyzerRunner.Run("""
        #nullable enable
        class C(Func<Task> work)
        {
            private readonly Lock _lock = new();
            private bool _busy;
            public async Task RunAsync()
            {
                lock (_lock)
                {
                    if (_busy) return;
                    _busy = true;
                }

                await work();
                lock (_lock)
                {
                    _busy = false;
                }
            }

            public Task AllAsync(int n) => Parallel.ForEachAsync(Enumerable.Range(0, n), async (_, _) => await RunAsync());
        }
        """));

    [Fact]
    public void Reader_lock_is_shared() =>
        Lowered.Members("readonly ReaderWriterLockSlim _rw = new(); void M() { _rw.EnterReadLock(); _rw.ExitReadLock(); _rw.EnterWriteLock(); _rw.ExitWriteLock(); }", "B1: acquire a1 this._rw shared now; release this._rw; acquire a2 this._rw thread now; release this._rw -> exit");

    [Fact]
    public void Home_made_lock_gives_a_releaser() =>
        Lowered.File("""
            class AsyncLock { public Task<IDisposable> LockAsync() => throw new Exception(); }
            class C { readonly AsyncLock _lock = new(); int _n; async Task M() { using (await _lock.LockAsync()) _n = 1; } }
            """, """
            B1: acquire a1 this._lock async whenawaited; suspend a1 = w1 -> B2
            B2: write this._n <- {} const other -> B3 throws B4
            B3: dispose {w1} -> exit
            B4: dispose {w1} -> end
            """);

    [Fact]
    public void Lock_that_is_not_awaited_is_only_asked_for() =>
        Lowered.File("""
            class AsyncLock { public Task<IDisposable> LockAsync() => throw new Exception(); }
            class C { readonly AsyncLock _lock = new(); int _n; void M() { using var held = _lock.LockAsync(); _n = 1; } }
            """, """
            B1: acquire a1 this._lock async whenawaited; held <- {a1} -> B2
            B2: write this._n <- {} const other -> B3 throws B4
            B3: dispose {held} -> exit
            B4: dispose {held} -> end
            """);

    [Fact]
    public void Lock_of_a_package_that_is_not_there_goes_by_its_names() =>
        Lowered.Members("readonly AsyncLock _lock = new(); int _n; async Task M() { using (await _lock.LockAsync()) _n = 1; }", """
            B1: acquire a1 this._lock async whenawaited; suspend a1 = w1 -> B2
            B2: write this._n <- {} const other -> B3 throws B4
            B3: dispose {w1} -> exit
            B4: dispose {w1} -> end
            """);

    [Fact]
    public void Extension_on_a_semaphore_takes_the_semaphore() =>
        Lowered.File("""
            static class E { public static Task<IDisposable> LockAsync(this SemaphoreSlim s) => throw new Exception(); }
            class C { readonly SemaphoreSlim _gate = new(1, 1); async Task M() { (await _gate.LockAsync()).Dispose(); } }
            """, "B1: acquire a1 this._gate async whenawaited; suspend a1 = w1; dispose {w1} -> exit");

    [Fact]
    public void Flag_switched_from_its_default_is_a_try_lock() =>
        Lowered.Members("int _busy; int _n; void M() { if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0) return; _n = 1; _busy = 0; }", """
            B1: read r1 this._busy; write this._busy <- {} as testandset const other; acquire a1 this._busy async whentrue if not a1 -> exit else B2
            B2: write this._n <- {} const other; write this._busy <- {} const other; release this._busy -> exit
            """);

    [Fact]
    public void Exchanged_flag_is_a_try_lock() =>
        Lowered.Members("int _busy; int _n; void M() { if (Interlocked.Exchange(ref _busy, 1) == 0) { _n = 1; Volatile.Write(ref _busy, 0); } }", """
            B1: read r1 this._busy; write this._busy <- {} as exchange const other; acquire a1 this._busy async whentrue if a1 -> B2 else exit
            B2: write this._n <- {} const other; write this._busy <- {} as exchange const other; release this._busy -> exit
            """);

    [Fact]
    public void Interlocked_steps_are_atomic() =>
        Lowered.Members("int _n; void M() { Interlocked.Increment(ref _n); Interlocked.Exchange(ref _n, 3); var x = Interlocked.Add(ref _n, 2); }", "B1: write this._n <- {} as atomic; write this._n <- {} as exchange const other; read r1 this._n; write this._n <- {} as atomic; x <- {r1} -> exit");

    [Fact]
    public void Published_if_still_empty() =>
        Lowered.Members("object? _o; async Task M() { var o = External.Make(); Interlocked.CompareExchange(ref _o, o, null); }", "B1: o <- {}; write this._o <- {o} as testandset -> exit");

    [Fact]
    public void Immutable_update_is_atomic_and_runs_its_lambda_at_once() =>
        Lowered.Members("ImmutableList<int> _l = ImmutableList<int>.Empty; void M() { ImmutableInterlocked.Update(ref _l, l => l.Add(1)); }", """
            B1: enter immediate via ImmutableInterlocked.Update; write this._l <- {} as atomic -> exit
              B1: return <- {l} -> exit
            """);
}
