namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Two guards that are nested both ways (ASA0206).</summary>
public sealed class GuardsTakenInOppositeOrdersTests
{
    private const string GateThenOther = "public async Task M() { await _gate.WaitAsync(); try { await _other.WaitAsync(); try { await F(); } finally { _other.Release(); } } finally { _gate.Release(); } } ";

    private const string OtherThenGate = "public async Task N() { await _other.WaitAsync(); try { await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } } finally { _other.Release(); } } ";

    private const string OnlyGate = "private async Task Gate() { await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } } ";

    [Theory]
    [InlineData(GateThenOther + OtherThenGate)]
    [InlineData(OtherThenGate + GateThenOther)]
    [InlineData(GateThenOther + "public async Task N() { await _other.WaitAsync(); try { await Gate(); } finally { _other.Release(); } } " + OnlyGate)]
    [InlineData("public void M() { lock (_lock) { _gate.Wait(); try { G(); } finally { _gate.Release(); } } } public void N() { _gate.Wait(); try { lock (_lock) { G(); } } finally { _gate.Release(); } }")]
    [InlineData("public async Task M() { await s_gate.WaitAsync(); try { await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } } finally { s_gate.Release(); } } public async Task N() { await _gate.WaitAsync(); try { await s_gate.WaitAsync(); try { await F(); } finally { s_gate.Release(); } } finally { _gate.Release(); } }")]
    [InlineData("public void M() { _gate.Wait(); try { _other.Wait(); try { G(); } finally { _other.Release(); } } finally { _gate.Release(); } } public void N() { _other.Wait(); try { _gate.Wait(); try { G(); } finally { _gate.Release(); } } finally { _other.Release(); } }")]
    [InlineData("public void M() { Monitor.Enter(_lock); try { lock (_rw) { G(); } } finally { Monitor.Exit(_lock); } } public void N() { lock (_rw) { lock (_lock) { G(); } } }")]
    [InlineData("public void M() { lock (_lock) { lock (_rw) { G(); } } } public void N() { lock (_rw) { lock (_lock) { G(); } } }")]
    public void Both_orders_are_a_suggestion(string members) => Assert.Equal(["info ASA0206"], GuardedClass.Reports(members));

    [Theory]
    [InlineData(GateThenOther, "one order")]
    [InlineData(GateThenOther + "public async Task N() { await _other.WaitAsync(); try { await F(); } finally { _other.Release(); } await Gate(); } " + OnlyGate, "the first is given back before the second")]
    [InlineData(GateThenOther + "public async Task N() { await _other.WaitAsync(); try { if (!await _gate.WaitAsync(100)) return; try { await F(); } finally { _gate.Release(); } } finally { _other.Release(); } }", "the second is not waited for for ever")]
    [InlineData(GateThenOther + "public async Task N() { await _other.WaitAsync(); try { if (!await _gate.WaitAsync(0)) return; try { await F(); } finally { _gate.Release(); } } finally { _other.Release(); } }", "the second is only tried")]
    [InlineData("public async Task M(string a, string b) { await _gates[a].WaitAsync(); try { await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } } finally { _gates[a].Release(); } } public async Task N(string a) { await _gate.WaitAsync(); try { await _gates[a].WaitAsync(); try { await F(); } finally { _gates[a].Release(); } } finally { _gate.Release(); } }", "one guard for each key")]
    [InlineData("public void M(C c) { lock (_lock) { lock (c._lock) { G(); } } } public void N(C c) { lock (c._lock) { lock (_lock) { G(); } } }", "which objects meet is not known")]
    [InlineData("public void M() { lock (_lock) { lock (_rw) { lock (_lock) { G(); } } } }", "an owner that comes in again")]
    [InlineData("public void M() { lock (_gate) { _gate.Wait(); try { G(); } finally { _gate.Release(); } } } public void N() { _gate.Wait(); try { G(); } finally { _gate.Release(); } }", "a semaphore and its monitor in one order")]
    public void One_order_is_silent(string members, string because) => Assert.True(!GuardedClass.Reports(members).Any(), because + ": " + string.Join(", ", GuardedClass.Reports(members)));

    [Theory]
    [InlineData(GateThenOther + OtherThenGate, "'N' takes '_other', then '_gate'; elsewhere 'M' takes '_gate', then '_other'")]
    [InlineData(GateThenOther + "public async Task N() { await _other.WaitAsync(); try { await Middle(); } finally { _other.Release(); } } private async Task Middle() => await Gate(); " + OnlyGate, "'N' takes '_other', then 'N' → 'Middle' → 'Gate' takes '_gate'; elsewhere 'M' takes '_gate', then '_other'")]
    [InlineData("private async Task Gate() { await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } } private async Task Other() { await _other.WaitAsync(); try { await Gate(); } finally { _other.Release(); } } private async Task Middle() { await _gate.WaitAsync(); try { await Last(); } finally { _gate.Release(); } } public Task A() => Other(); public async Task B() { await F(); await Middle(); } private async Task Last() { await _other.WaitAsync(); try { await F(); } finally { _other.Release(); } }", "'Middle' takes '_gate', then 'Middle' → 'Last' takes '_other'; elsewhere 'Other' takes '_other', then 'Other' → 'Gate' takes '_gate'")]
    [InlineData(GateThenOther + "public async Task N() { await Enter(); try { await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } } finally { _other.Release(); } } private Task Enter() => _other.WaitAsync(); ", "'N' → 'Enter' takes '_other', then 'N' takes '_gate'; elsewhere 'M' takes '_gate', then '_other'")]
    public void The_message_tells_both_orders_in_two_steps_with_their_calls(string members, string story)
    {
        var report = Assert.Single(GuardedClass.Diagnostics(members));
        Assert.EndsWith(" is held: " + story + "; when each has its first guard, both wait for ever", report.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_places_of_both_steps_are_told()
    {
        var report = Assert.Single(GuardedClass.Diagnostics(GateThenOther + "public async Task N() { await _other.WaitAsync(); try { await Gate(); } finally { _other.Release(); } } " + OnlyGate));
        Assert.Equal("'_gate' is taken here while '_other' is held: 'N' takes '_other', then 'N' → 'Gate' takes '_gate'; elsewhere 'M' takes '_gate', then '_other'; when each has its first guard, both wait for ever", report.GetMessage());
        Assert.Equal(["_gate.WaitAsync()", "_other.WaitAsync()", "_other.WaitAsync()", "Gate()"], report.AdditionalLocations.Select(l => l.SourceTree!.GetText().ToString(l.SourceSpan)));
    }
}
