namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Releases that are reached without the guard (ASA0202).</summary>
public sealed class GuardReleasedWithoutBeingTakenTests
{
    [Theory]
    [InlineData("public async Task M(CancellationToken t) { try { await _gate.WaitAsync(t); await F(); } finally { _gate.Release(); } }")]
    [InlineData("public async Task M(CancellationToken t) { try { await _gate.WaitAsync(t).ConfigureAwait(false); await F(); } catch (Exception) { _n = 0; } finally { _gate.Release(); } }")]
    [InlineData("public void M(CancellationToken t) { try { _gate.Wait(t); G(); } finally { _gate.Release(); } }")]
    [InlineData("public async Task M() { try { if (!await _gate.WaitAsync(100)) return; await F(); } finally { _gate.Release(); } }")]
    [InlineData("public async Task M() { try { var taken = await _gate.WaitAsync(0); if (!taken) return; await F(); } finally { _gate.Release(); } }")]
    [InlineData("public void M() { try { if (Monitor.TryEnter(_lock)) G(); } finally { Monitor.Exit(_lock); } }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(TimeSpan.FromSeconds(1)); try { await F(); } finally { _gate.Release(); } }")]
    [InlineData("public void M() { _gate.Wait(100); try { G(); } finally { _gate.Release(); } }")]
    [InlineData("public void M() { _rw.TryEnterUpgradeableReadLock(100); try { G(); } finally { _rw.ExitUpgradeableReadLock(); } }")]
    [InlineData("public void M() { Monitor.TryEnter(_lock, 100); try { G(); } finally { Monitor.Exit(_lock); } }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { _n++; _gate.Release(); } finally { _gate.Release(); } }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); _n++; _gate.Release(); _gate.Release(); }")]
    [InlineData("public async Task M() { try { await F(); await _gate.WaitAsync(); _n++; } finally { _gate.Release(); } }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { if (_n > 0) { _gate.Release(); return; } await F(); } finally { _gate.Release(); } }")]
    [InlineData("public async Task M(CancellationToken t) { try { await s_gate.WaitAsync(t); await F(); } finally { s_gate.Release(); } }")]
    [InlineData("public async Task M(SemaphoreSlim s, CancellationToken t) { try { await s.WaitAsync(t); await F(); } finally { s.Release(); } }")]
    [InlineData("public void M() { var taken = _gate.WaitAsync(); Console.WriteLine(taken.Id); try { G(); } finally { _gate.Release(); } }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { _gate.Release(); await F(); await _gate.WaitAsync(); } finally { _gate.Release(); } }")]
    public void A_release_too_many_is_a_warning(string members) => Assert.Equal(["warning ASA0202"], GuardedClass.Reports(members));

    [Theory]
    [InlineData("public async Task M() { try { await _gate.WaitAsync(); await F(); } finally { _gate.Release(); } }", "a wait without token and timeout does not fail")]
    [InlineData("public async Task M() { try { await _gate.WaitAsync().ConfigureAwait(false); await F(); } finally { _gate.Release(); } }", "nor does it with ConfigureAwait")]
    [InlineData("public async Task M(CancellationToken t) { await _gate.WaitAsync(t); try { await F(); } finally { _gate.Release(); } }", "the plain form")]
    [InlineData("public async Task M(CancellationToken t) { var taken = false; try { await _gate.WaitAsync(t); taken = true; await F(); } finally { if (taken) _gate.Release(); } }", "a flag that is tested in finally")]
    [InlineData("public async Task M() { var taken = false; try { taken = await _gate.WaitAsync(100); if (!taken) return; await F(); } finally { if (taken) _gate.Release(); } }", "the answer is the flag")]
    [InlineData("public async Task M() { if (await _gate.WaitAsync(0)) { try { await F(); } finally { _gate.Release(); } } }", "only where it was given")]
    [InlineData("public async Task M() { if (!await _gate.WaitAsync(0)) return; try { await F(); } finally { _gate.Release(); } }", "early return after a failed acquire")]
    [InlineData("public async Task M() { var taken = await _gate.WaitAsync(0); if (!taken) return; try { await F(); } finally { _gate.Release(); } }", "the same by a variable")]
    [InlineData("public async Task M() { var taken = await _gate.WaitAsync(0); try { if (taken) await F(); } finally { if (taken) _gate.Release(); } }", "the same with both forms")]
    [InlineData("public async Task M() { if (!await _gate.WaitAsync(100)) throw new TimeoutException(); try { await F(); } finally { _gate.Release(); } }", "a throw after a failed acquire")]
    [InlineData("public async Task M() { if (!await _gate.WaitAsync(100)) ThrowTimeout(); try { await F(); } finally { _gate.Release(); } } [DoesNotReturn] private static void ThrowTimeout() => throw new TimeoutException();", "a helper that does not come back")]
    [InlineData("public async Task M(bool lockHeld) { if (!lockHeld) await _gate.WaitAsync(); try { await F(); } finally { if (!lockHeld) _gate.Release(); } }", "the caller may have taken it")]
    [InlineData("public async Task M(CancellationToken t) { try { await _gate.WaitAsync(t); } catch (OperationCanceledException) { return; } try { await F(); } finally { _gate.Release(); } }", "a wait that is caught where it stands")]
    [InlineData("public async Task WaitForItAsync() => await _gate.WaitAsync(); public void Signal() => _gate.Release();", "a signal")]
    [InlineData("public async Task M() { _gate.Release(); await F(); await _gate.WaitAsync(); }", "given back for a while: the callers hold it")]
    [InlineData("public void M() { Monitor.Enter(_lock); try { Monitor.Enter(_lock); try { G(); } finally { Monitor.Exit(_lock); } } finally { Monitor.Exit(_lock); } }", "a monitor lets its owner in again")]
    [InlineData("public async Task M() { Monitor.Enter(_lock); try { _n = 0; } finally { Monitor.Exit(_lock); } await F(); lock (_lock) _n++; }", "a lock statement gives back what it has taken")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); Leave(); } catch { Leave(); throw; } } private void Leave() => _gate.Release();", "what fails in the try fails before the helper gives it back")]
    [InlineData("public async Task M() { await Enter(); try { await F(); Leave(); } catch { Leave(); throw; } } private Task Enter() => _gate.WaitAsync(); private void Leave() => _gate.Release();", "the same where a helper takes it")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } finally { try { _gate.Release(); } catch (ObjectDisposedException) { } } }", "what releasing throws is caught")]
    [InlineData("public async Task M(SemaphoreSlim? s) { if (s is not null) await s.WaitAsync(); try { await F(); } finally { s?.Release(); } }", "only where there is one")]
    [InlineData("private void Read() { if (!_rw.TryEnterUpgradeableReadLock(100)) throw new TimeoutException(); } private void Write() { if (!_rw.TryEnterWriteLock(100)) throw new TimeoutException(); } public async Task M() { await F(); Read(); try { if (_n > 3) return; Write(); try { _n++; } finally { _rw.ExitWriteLock(); } } finally { _rw.ExitUpgradeableReadLock(); } }", "an upgradeable lock is taken as well")]
    [InlineData("public async Task M(string[] ks) { foreach (var k in ks) await _gates[k].WaitAsync(); try { await F(); } finally { foreach (var k in ks) _gates[k].Release(); } }", "one guard for each key")]
    public void A_release_that_is_due_is_silent(string members, string because) => Assert.True(!GuardedClass.Reports(members).Any(), because + ": " + string.Join(", ", GuardedClass.Reports(members)));

    // The count is that of all: it says that somebody holds the semaphore.
    [Theory]
    [InlineData("public async Task M() { if (_n > 3) await _gate.WaitAsync(); try { await F(); } finally { if (_gate.CurrentCount == 0) _gate.Release(); } }", true)]
    [InlineData("public async Task M(CancellationToken t) { while (!t.IsCancellationRequested) { if (_n > 3) await _gate.WaitAsync(); try { await F(); } finally { if (_gate.CurrentCount == 0) _gate.Release(); } } }", true)]
    [InlineData("public async Task M() { var taken = false; if (_n > 3) { await _gate.WaitAsync(); taken = true; } try { await F(); } finally { if (taken) _gate.Release(); } }", false)]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } finally { if (_gate.CurrentCount == 0) _gate.Release(); } }", false)]
    [InlineData("public async Task WaitForItAsync() { if (_n > 3) await _gate.WaitAsync(); } public void Signal() { if (_gate.CurrentCount == 0) _gate.Release(); }", false)]
    public void A_count_does_not_say_who_holds_it(string members, bool reported) => Assert.Equal(reported, GuardedClass.Reports(members).Contains("info ASA0202"));

    [Theory]
    [InlineData("public async Task M(CancellationToken t) { try { await _gate.WaitAsync(t); await F(); } finally { _gate.Release(); } }", "even if '_gate.WaitAsync(t)' was canceled, because that stands inside the 'try'")]
    [InlineData("public async Task M() { await _gate.WaitAsync(100); try { await F(); } finally { _gate.Release(); } }", "even if '_gate.WaitAsync(100)' gave up, whose answer nobody looks at")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); _n++; _gate.Release(); _gate.Release(); }", "a second time")]
    public void The_message_says_on_which_way(string members, string how) => Assert.Equal(
        $"'_gate' is released here {how}; from then on two can hold it at once",
        Assert.Single(GuardedClass.Diagnostics(members)).GetMessage());

    [Fact]
    public void More_permits_than_were_taken() => Assert.Equal(
        "'_gate' is released here 2 times at once, and was taken once; from then on two can hold it at once",
        Assert.Single(GuardedClass.Diagnostics("public async Task M() { await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(2); } }")).GetMessage());

    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(1); } }")]
    [InlineData("private readonly SemaphoreSlim _four = new(4, 4); public async Task M() { await _four.WaitAsync(); await _four.WaitAsync(); try { await F(); } finally { _four.Release(2); } }")]
    [InlineData("private readonly SemaphoreSlim _four = new(4, 4); public async Task M() { for (var i = 0; i < 4; i++) await _four.WaitAsync(); try { await F(); } finally { _four.Release(4); } }")]
    public void As_many_as_were_taken(string members) => Assert.Empty(GuardedClass.Reports(members));

    [Theory]
    [InlineData("public async Task M() { try { if (_n > 0) return;\n await _gate.WaitAsync();\n _n++; } finally {\n _gate.Release(); } }", "warning ASA0202")]
    [InlineData("public async Task M() { if (_n > 0) await _gate.WaitAsync();\n _n++;\n _gate.Release(); }", "info ASA0202")]
    public void A_way_that_never_asked_for_it(string members, string report) => Assert.Equal([report], GuardedClass.Reports(members));

    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); _gate.Release(); } catch { _gate.Release(); throw; } }")]
    [InlineData("public async Task<int> M() { await _gate.WaitAsync(); try { var r = await Load(); _gate.Release(); return r; } catch (Exception) { _gate.Release(); throw; } }")]
    [InlineData("public async Task M() { Monitor.Enter(_lock); try { G(); Monitor.Exit(_lock); } catch { Monitor.Exit(_lock); throw; } await F(); }")]
    public void Each_way_has_its_own_release(string members) => Assert.DoesNotContain("warning ASA0202", GuardedClass.Reports(members));

    [Fact]
    public void What_throws_behind_the_release_comes_to_the_second() => Assert.Contains(
        "warning ASA0202",
        GuardedClass.Reports("public async Task M() { await _gate.WaitAsync(); try { _gate.Release();\n await F(); } catch { _gate.Release(); throw; } }"));
}
