namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Guards whose task is dropped (ASA0207).</summary>
public sealed class GuardNotAwaitedTests
{
    private const string Library =
        " public sealed class AsyncLock { private readonly SemaphoreSlim _s = new(1, 1); public async Task<IDisposable> LockAsync(CancellationToken t = default) { await _s.WaitAsync(t); return new Releaser(_s); } } private sealed class Releaser(SemaphoreSlim s) : IDisposable { public void Dispose() => s.Release(); } private readonly AsyncLock _async = new();";

    [Theory]
    [InlineData("public void M() { _gate.WaitAsync(); try { G(); } finally { _gate.Release(); } }")]
    [InlineData("public void M() { _ = _gate.WaitAsync(); try { G(); } finally { _gate.Release(); } }")]
    [InlineData("public async Task M() { _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } }")]
    [InlineData("public async Task M(CancellationToken t) { _gate.WaitAsync(t).ConfigureAwait(false); try { await F(); } finally { _gate.Release(); } }")]
    [InlineData("public void M() { s_gate.WaitAsync(); try { G(); } finally { s_gate.Release(); } }")]
    [InlineData("public async Task M() { using (_async.LockAsync()) { await F(); } }" + Library)]
    [InlineData("public async Task M() { using var held = _async.LockAsync(); await F(); }" + Library)]
    [InlineData("public async Task M() { using var _ = _async.LockAsync(); await F(); }" + Library)]
    [InlineData("public void M(SemaphoreSlim s) { s.WaitAsync(); try { G(); } finally { s.Release(); } }")]
    public void A_dropped_task_is_a_warning(string members) => Assert.Equal(["warning ASA0207"], GuardedClass.Reports(members));

    [Theory]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } }", "awaited")]
    [InlineData("public async Task M() { var taken = _gate.WaitAsync(); G(); await taken; try { await F(); } finally { _gate.Release(); } }", "awaited later")]
    [InlineData("public void M() { _gate.WaitAsync().Wait(); try { G(); } finally { _gate.Release(); } }", "waited for by Wait")]
    [InlineData("public void M() { _gate.WaitAsync().GetAwaiter().GetResult(); try { G(); } finally { _gate.Release(); } }", "waited for by GetResult")]
    [InlineData("public bool M() { if (!_gate.WaitAsync(0).Result) return false; try { G(); return true; } finally { _gate.Release(); } }", "waited for by Result")]
    [InlineData("public Task EnterAsync() => _gate.WaitAsync(); public void Leave() => _gate.Release();", "returned")]
    [InlineData("public Task EnterAsync() { return _gate.WaitAsync(); } public void Leave() => _gate.Release();", "returned by a statement")]
    [InlineData("public async Task M(CancellationToken t) { await Task.WhenAny(_gate.WaitAsync(t), Task.Delay(100, t)); } public void Leave() => _gate.Release();", "passed on")]
    [InlineData("public void M() { _gate.Wait(); try { G(); } finally { _gate.Release(); } }", "Wait waits itself")]
    [InlineData("public async Task M() { using (await _async.LockAsync()) { await F(); } }" + Library, "awaited in using")]
    [InlineData("public async Task M() { using var held = await _async.LockAsync(); await F(); }" + Library, "awaited in a using declaration")]
    [InlineData("public async Task M() { using (await _async.LockAsync().ConfigureAwait(false)) { await F(); } }" + Library, "awaited with ConfigureAwait")]
    [InlineData("public Task M() => _gate.WaitAsync().ContinueWith(_ => { try { G(); } finally { _gate.Release(); } });", "continued")]
    public void A_task_that_is_waited_for_is_silent(string members, string because) => Assert.True(!GuardedClass.Reports(members).Any(), because + ": " + string.Join(", ", GuardedClass.Reports(members)));

    [Fact]
    public void The_message_names_the_guard() => Assert.Equal(
        "'_gate' is asked for here, and nobody waits until it is there: what follows runs without it",
        Assert.Single(GuardedClass.Diagnostics("public void M() { _ = _gate.WaitAsync(); _n++; _gate.Release(); }")).GetMessage());

    [Fact]
    public void A_task_that_is_stored_and_forgotten_is_a_warning() => Assert.Equal(["warning ASA0207"], GuardedClass.Reports("public void M() { var taken = _gate.WaitAsync();\n _n++;\n _gate.Release(); }"));
}
