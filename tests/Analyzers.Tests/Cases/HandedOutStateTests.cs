using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>State that a helper of the type hands out is the state in the field.</summary>
public sealed class HandedOutStateTests
{
    private const string Table = "readonly SemaphoreSlim _gate = new(1, 1); Dictionary<int, string>? _map; Func<Task<Dictionary<int, string>>> _load = null!; ";

    [Theory]
    [InlineData("async Task<Dictionary<int, string>> Load() { return _map ??= await _load(); }", "await Load()")]
    [InlineData("async Task<Dictionary<int, string>> Load() { if (_map != null) return _map; _map = await _load(); return _map; }", "await Load().ConfigureAwait(false)")]
    [InlineData("Dictionary<int, string> Load() => _map ??= new();", "Load()")]
    [InlineData("Dictionary<int, string> Load { get { return this._map ??= new(); } }", "Load")]
    public void WhatAHelperHandsOutIsChangedWithoutTheGuard(string helper, string call) => Reports("'_map' is changed here without '_gate', which guards it in 1 of 2 places, for instance in 'PutAsync'", helper, call);

    [Theory]
    [InlineData("async Task<Dictionary<int, string>> Load() { return new(await _load()); }", "await Load()")]
    [InlineData("async Task<Dictionary<int, string>> Load() { if (_map != null) return _map; return await _load(); }", "await Load()")]
    [InlineData("Dictionary<int, string> Load() { var _map = new Dictionary<int, string>(); return _map; }", "Load()")]
    [InlineData("protected virtual Dictionary<int, string> Load() => _map ??= new();", "Load()")]
    public void WhatMayBeAnotherObjectIsNotTheState(string helper, string call) => IsSilent(Member(helper, call));

    [Fact]
    public void AnObjectThatIsReplacedIsNotWhatALocalHolds() => IsSilent(Member("async Task<Dictionary<int, string>> Load() { return _map ??= await _load(); }", "await Load()") + "\n public void Forget() { _map = null; }");

    [Theory]
    [InlineData("public void Drop(int k) { _map.Remove(k); }", "'_map' is changed here without '_gate', which guards it in 1 of 2 places, for instance in 'PutAsync'")]
    [InlineData("public bool Has(int k) => _map.ContainsKey(k);", "'_map' is read here without '_gate', which guards it in 1 of 2 places, for instance in 'PutAsync'")]
    [InlineData("public void Drop(int k) { _map.Remove(k); } public void Drop2(int k) { _map.Remove(k + 1); }", "")]
    [InlineData("readonly SemaphoreSlim _other = new(1, 1); public async Task Drop(int k) { await _other.WaitAsync(); try { _map.Remove(k); } finally { _other.Release(); } }", "")]
    [InlineData("public void Initialize() { _map.Add(1, null!); }", "")]
    [InlineData("public int Size => _map.Count;", "")]
    [InlineData("public void Dispose() { _map.Clear(); }", "")]
    public void OneGuardedChangeOfAPlainCollectionIsEnough(string other, string message) => Assert.Equal(message, Message(
        "readonly SemaphoreSlim _gate = new(1, 1); readonly Dictionary<int, string> _map = new(); public async Task PutAsync(int k, Func<Task<string>> f) { await _gate.WaitAsync(); try { _map[k] = await f(); } finally { _gate.Release(); } } " + other));

    [Fact]
    public void OneGuardedWriteOfANumberIsNoHabit() => IsSilent(
        "readonly SemaphoreSlim _gate = new(1, 1); int _sum; public async Task PutAsync(Func<Task<int>> f) { await _gate.WaitAsync(); try { _sum = await f(); } finally { _gate.Release(); } } public void Reset() { _sum = 7; }");

    private static string Member(string helper, string call) => Table + "\n" + helper + "\n"
        + " public async Task PutAsync(int k, Func<Task<string>> f) { var all = " + call + "; await _gate.WaitAsync(); try { all[k] = await f(); } finally { _gate.Release(); } }"
        + "\n public async Task DropAsync(int k) { var all = " + call + "; all.Remove(k); await Task.Yield(); }";

    private static void Reports(string message, string helper, string call) => Assert.Equal(message, Message(Member(helper, call)));

    private static void IsSilent(string members) => Assert.Equal("", Message(members));

    private static string Message(string members)
    {
        var found = AnalyzerRunner.Run("public class A { " + members + " }").Where(d => d.Id == "ASA0106").ToList();
        Assert.All(found, d => Assert.Equal(DiagnosticSeverity.Info, d.Severity));
        return string.Join("; ", found.Select(d => d.GetMessage()));
    }
}
