using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Ways that lead out of a method before the guard is given back (ASA0201).</summary>
public sealed class GuardMayStayTakenTests
{
    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); if (_n > 0) return; _n++; _gate.Release(); }")]
    [InlineData("public async Task M(int n) { await _gate.WaitAsync(); if (n < 0) throw new ArgumentException(); _n = n; _gate.Release(); }")]
    [InlineData("public async Task<int> M() { await _gate.WaitAsync(); switch (_n) { case 0: _gate.Release(); return 0; case 1: return 1; } _gate.Release(); return _n; }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { if (await Load() > 0) { _gate.Release(); return; } } catch { _gate.Release(); throw; } await F(); }")]
    [InlineData("public async Task<bool> M() { await _gate.WaitAsync(); if (_n > 0) { _gate.Release(); return false; } _n++; return true; } public async Task<int> N() { await _gate.WaitAsync(); try { return await Load(); } finally { _gate.Release(); } }")]
    [InlineData("public void M() { _gate.Wait(); if (_n > 0) return; _n++; _gate.Release(); }")]
    [InlineData("public void M() { Monitor.Enter(_lock); if (_n > 0) return; _n++; Monitor.Exit(_lock); }")]
    [InlineData("public void M() { _rw.EnterWriteLock(); if (_n > 0) return; _n++; _rw.ExitWriteLock(); }")]
    [InlineData("public void M() { _rw.EnterReadLock(); if (_n > 0) return; _n++; _rw.ExitReadLock(); }")]
    [InlineData("public void M() { _mutex.WaitOne(); if (_n > 0) return; _n++; _mutex.ReleaseMutex(); }")]
    [InlineData("public async Task M() { await s_gate.WaitAsync(); if (_n > 0) return; _n++; s_gate.Release(); }")]
    [InlineData("public async Task M() { if (!await _gate.WaitAsync(100)) return; if (_n > 0) return; _n++; _gate.Release(); }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); if (_n > 0) return; _n++; Leave(); } private void Leave() => _gate.Release();")]
    [InlineData("public async Task M() { await EnterAsync(); if (_n > 0) return; _n++; _gate.Release(); } private async Task EnterAsync() => await _gate.WaitAsync();")]
    [InlineData("public async Task M(SemaphoreSlim s) { await s.WaitAsync(); if (_n > 0) return; _n++; s.Release(); }")]
    [InlineData("public async Task M(string k) { var s = _gates.GetOrAdd(k, _ => new(1, 1)); await s.WaitAsync(); if (_n > 0) return; _n++; s.Release(); }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); while (true) { if (_n > 9) break; if (_n < 0) return; _n++; } _gate.Release(); }")]
    public void A_way_out_is_a_warning(string members) => Assert.Equal(["warning ASA0201"], GuardedClass.Reports(members));

    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); await F(); _gate.Release(); }")]
    [InlineData("public void M() { _gate.Wait(); G(); _gate.Release(); }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); var x = await Load(); try { _n = x; } finally { _gate.Release(); } }")]
    [InlineData("public void M() { Monitor.Enter(_lock); G(); Monitor.Exit(_lock); }")]
    [InlineData("public async Task M(string p) { await _gate.WaitAsync(); using var file = new StreamReader(p); _n = (await file.ReadToEndAsync()).Length; _gate.Release(); }")]
    [InlineData("public async Task M(string p) { await _gate.WaitAsync(); using (var file = new StreamReader(p)) { _n = (await file.ReadToEndAsync()).Length; } _gate.Release(); }")]
    [InlineData("public async Task M(string p) { await _gate.WaitAsync(); await using var file = new FileStream(p, FileMode.Open); await file.FlushAsync(); _gate.Release(); }")]
    [InlineData("public async Task M(string p) { using var file = new StreamReader(p); await _gate.WaitAsync(); _n = (await file.ReadToEndAsync()).Length; _gate.Release(); }")]
    [InlineData("public async Task M(string p) { using var file = new StreamReader(p); if (!await _gate.WaitAsync(100)) return; _n = (await file.ReadToEndAsync()).Length; _gate.Release(); }")]
    [InlineData("public async Task M(int[] all) { await _gate.WaitAsync(); foreach (var one in all) await Task.Delay(one, CancellationToken.None); _gate.Release(); }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } catch (Exception e) { Console.WriteLine(e); throw; } _gate.Release(); }")]
    [InlineData("public void M(string p) { _gate.Wait(); using var file = File.OpenRead(p); _n = file.ReadByte(); _gate.Release(); }")]
    public void An_exception_that_may_come_is_a_suggestion(string members) => Assert.Equal(["info ASA0201"], GuardedClass.Reports(members));

    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { if (_n > 0) return; await F(); } finally { _gate.Release(); } }", "the plain form")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await N(); } finally { _gate.Release(); } } private async Task N() { foreach (var i in new[] { 1, 2 }) { try { _gate.Release(); await F(); } finally { await _gate.WaitAsync(); } } }", "given back for a while by who was called with it")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); if (_n > 0) { _gate.Release(); return; } _n++; _gate.Release(); }", "given back in every branch, and nothing throws")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } catch { _gate.Release(); throw; } _gate.Release(); }", "given back in the handler and after it")]
    [InlineData("public async Task M(string p) { await _gate.WaitAsync(); try { using var file = new StreamReader(p); _n = (await file.ReadToEndAsync()).Length; } finally { _gate.Release(); } }", "given back when the file is closed")]
    [InlineData("public async Task M(string p) { using var file = new StreamReader(p); await _gate.WaitAsync(); try { _n = (await file.ReadToEndAsync()).Length; } finally { _gate.Release(); } }", "given back before the file is closed")]
    [InlineData("public async Task M(string p) { await _gate.WaitAsync(); using var file = new StreamReader(p); try { _n = (await file.ReadToEndAsync()).Length; } finally { Leave(); } } private void Leave() => _gate.Release();", "given back by a helper, before the file is closed")]
    [InlineData("public async Task M(string p) { await _gate.WaitAsync(); using var file = new StreamReader(p); try { await F(); } catch (IOException) { _gate.Release(); throw; } catch { _gate.Release(); throw; } _gate.Release(); }", "given back in all handlers")]
    [InlineData("public async Task<bool> M() { if (!await _gate.WaitAsync(0)) return false; try { await F(); return true; } finally { _gate.Release(); } }", "nothing to give back where it was refused")]
    [InlineData("public async Task M() { var taken = false; try { await _gate.WaitAsync(); taken = true; await F(); } finally { if (taken) _gate.Release(); } }", "the method keeps count of it")]
    [InlineData("public void M() { var taken = false; try { Monitor.Enter(_lock, ref taken); G(); } finally { if (taken) Monitor.Exit(_lock); } }", "so does the one that the compiler writes")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); await F(); } public void Leave() => _gate.Release();", "given back by another member")]
    [InlineData("public async Task<IDisposable> M() { await _gate.WaitAsync(); if (_n > 0) throw new Exception(); return new Lease(_gate); } private sealed class Lease(SemaphoreSlim s) : IDisposable { public void Dispose() => s.Release(); }", "given back by the lease")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); _ = Task.Run(async () => { try { await F(); } finally { _gate.Release(); } }); }", "given back by the work that it lets in")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } catch { _gate.Release(); throw; } }", "kept on purpose where all goes well")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); _n++; _gate.Release(); await F(); }", "nothing throws in between")]
    [InlineData("public async Task M() { while (_n < 9) { await _gate.WaitAsync(); try { if (_n == 3) continue; if (_n == 4) break; _n++; } finally { _gate.Release(); } } }", "continue and break run the finally")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } finally { try { await F(); } finally { _gate.Release(); } } }", "a finally in a finally")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } finally { Leave(); } } private void Leave() { _n = 0; _gate.Release(); }", "given back by a helper")]
    [InlineData("public Task M() { _gate.Wait(); return F().ContinueWith(_ => _gate.Release()); }", "given back by the continuation")]
    [InlineData("public async Task M(bool take) { if (take) await _gate.WaitAsync(); try { await F(); } finally { if (take) _gate.Release(); } }", "under the same condition")]
    public void A_guard_that_comes_back_is_silent(string members, string because) => Assert.True(!GuardedClass.Reports(members).Any(), because + ": " + string.Join(", ", GuardedClass.Reports(members)));

    [Fact]
    public void The_message_names_the_way_out() => Assert.Equal(
        "'_gate' stays taken when the method is left by 'return;'; whoever asks for it next waits for ever",
        Assert.Single(GuardedClass.Diagnostics("public async Task M() { await _gate.WaitAsync(); if (_n > 0) return; _n++; _gate.Release(); }")).GetMessage());

    [Fact]
    public void The_message_names_what_may_throw() => Assert.Equal(
        "'_gate' stays taken if 'await F()' throws; whoever asks for it next waits for ever",
        Assert.Single(GuardedClass.Diagnostics("public async Task M() { await _gate.WaitAsync(); await F(); _gate.Release(); }")).GetMessage());

    [Fact]
    public void Leaving_by_return_is_told_before_what_may_throw() => Assert.Equal(
        ["warning ASA0201"],
        GuardedClass.Reports("public async Task M() { await _gate.WaitAsync(); await F(); if (_n > 0) return; _gate.Release(); }"));

    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } catch { return; } _gate.Release(); }")]
    [InlineData("public async Task M() { try { await _gate.WaitAsync(); await F(); _gate.Release(); } catch (Exception e) { Console.WriteLine(e); } }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); _gate.Release(); } catch (InvalidOperationException) { Console.WriteLine(); } finally { _n = 0; } }")]
    public void A_handler_that_ends_without_the_release_is_a_suggestion(string members) => Assert.Equal(["info ASA0201"], GuardedClass.Reports(members));

    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } catch { Console.WriteLine(); } _gate.Release(); }")]
    [InlineData("public async Task M(bool own) { if (own) await _gate.WaitAsync(); try { await F(); } finally { if (own) _gate.Release(); } }")]
    [InlineData("public async Task M() { var got = false; try { got = await _gate.WaitAsync(0); if (!got) return; await F(); } catch { Console.WriteLine(); } finally { if (got && _n == 0) _gate.Release(); } }")]
    public void A_handler_that_comes_to_the_release_is_silent(string members) => Assert.Empty(GuardedClass.Reports(members));

    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); await F(); }", "M")]
    [InlineData("public void M() { _gate.Wait(); G(); }", "M")]
    public void A_guard_that_nobody_gives_back_is_a_warning(string members, string member) => Assert.Equal(
        $"warning '_gate' stays taken because nothing in the type gives it back; whoever asks for it next waits for ever in {member}",
        GuardedClass.Diagnostics(members).Select(d => $"{d.Severity.ToString().ToLowerInvariant()} {d.GetMessage()} in {member}").Single());

    [Theory]
    [InlineData("public void M() { if (!_gate.Wait(0)) return; G(); }", "a latch: only the first comes in")]
    [InlineData("public void M() { _gate.Wait(); G(); } public SemaphoreSlim Gate => _gate;", "others may give it back")]
    [InlineData("public void M() { _gate.Wait(); G(); } private sealed class Lease(C c) { public void End() => c._gate.Release(); }", "a nested type gives it back")]
    [InlineData("public void M() { _gate.Wait(); G(); } public void Done() { var gate = _gate; gate.Release(); }", "under another name")]
    [InlineData("public void Dispose() { _gate.Wait(); _gate.Dispose(); }", "for good")]
    public void A_guard_that_somebody_may_give_back_is_silent(string members, string because) => Assert.True(!GuardedClass.Reports(members).Any(), because);

    [Fact]
    [KnownError("A guard that only handlers give back counts as kept on purpose where all goes well, also where nothing else in the type gives it back (ASA0201).")]
    public void KnownMissedAlarm_OnlyHandlersGiveItBack() => Assert.Empty(
        GuardedClass.Reports("public async Task<int> M() { await _gate.WaitAsync(); try { _n = await Load(); } catch (Exception) { _gate.Release(); throw; } return _n; }"));
}
