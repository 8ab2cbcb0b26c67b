using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Atomic updates whose functions use what is old, and numbers that are raised after they were used.</summary>
public sealed class AtomicUpdateAndNumberTests
{
    private const string Dictionary = "using System.Collections.Concurrent; public class A { readonly ConcurrentDictionary<string, int> _d = new(); ";
    private const string List = "using System.Collections.Immutable; public class A { ImmutableList<int> _l = ImmutableList<int>.Empty; public int Count => _l.Count; ";

    [Theory]
    [InlineData("var old = _d.GetValueOrDefault(k); var n = await f(); _d.AddOrUpdate(k, n, (_, _) => old + n);")]
    [InlineData("_d.TryGetValue(k, out var old); var n = await f(); _d.AddOrUpdate(k, n, (_, _) => old + n);")]
    [InlineData("var old = _d.GetValueOrDefault(k); var n = await f(); _d.AddOrUpdate(k, _ => n, (_, now) => old + n);")]
    public void AnUpdateFunctionThatUsesWhatIsOld(string body) => Reports("ASA0101", Dictionary + $"public async Task Go(string k, Func<Task<int>> f) {{ {body} }} }}");

    [Theory]
    [InlineData("var n = await f(); _d.AddOrUpdate(k, n, (_, now) => now + n);")]
    [InlineData("var n = await f(); var old = _d.GetValueOrDefault(k); _d.AddOrUpdate(k, n, (_, _) => old + n);")]
    public void AnUpdateFunctionThatUsesWhatIsThere(string body) => IsSilent(Dictionary + $"public async Task Go(string k, Func<Task<int>> f) {{ {body} }} }}");

    [Theory]
    [InlineData("(_, _) => n")]
    [InlineData("(_, now) => now + n")]
    public void AnUpdateFunctionBehindAnOldCheck(string function) => Reports("ASA0102",
        Dictionary + $"public async Task Go(string k, Func<Task<int>> f) {{ if (_d.ContainsKey(k)) return; var n = await f(); _d.AddOrUpdate(k, n, {function}); }} public void Drop(string k) => _d.TryRemove(k, out _); }}");

    [Theory]
    [InlineData("var id = _l.Count; var n = await f(); ImmutableInterlocked.Update(ref _l, l => l.Add(id + n));")]
    [InlineData("var id = _l.Count + 1; await f(); ImmutableInterlocked.Update(ref _l, l => l.Add(id));")]
    public void ANumberOfBeforeInWhatIsAdded(string body) => Reports("ASA0101", List + $"public async Task Go(Func<Task<int>> f) {{ {body} }} }}");

    [Theory]
    [InlineData("var n = await f(); ImmutableInterlocked.Update(ref _l, l => l.Add(l.Count + n));")]
    [InlineData("var n = await f(); ImmutableInterlocked.Update(ref _l, l => l.Add(n));")]
    public void AnAtomicUpdateOfWhatIsThere(string body) => IsSilent(List + $"public async Task Go(Func<Task<int>> f) {{ {body} }} }}");

    [Theory]
    [InlineData("await f(_n); _n++;")]
    [InlineData("await f(_n); _n += 1;")]
    [InlineData("var name = _n + 1; await f(name); _n++;")]
    public void ANumberThatIsRaisedBehindItsUse(string body) => Reports("ASA0101", $"public class A {{ int _n; public async Task Go(Func<int, Task> f) {{ {body} }} }}");

    [Theory]
    [InlineData("_n++; await f(_n);")]
    [InlineData("var n = _n++; await f(n);")]
    [InlineData("await Task.Delay(_n * 100); _n++;")]
    [InlineData("try { await f(_n); } catch (Exception) { _n++; }")]
    [InlineData("await f(0); _n++;")]
    [InlineData("await _g.WaitAsync(); try { await f(_n); _n++; } finally { _g.Release(); }")]
    public void ANumberThatIsRaisedFirstOrForAnotherReason(string body) => IsSilent($"public class A {{ readonly SemaphoreSlim _g = new(1, 1); int _n; public async Task Go(Func<int, Task> f) {{ {body} }} }}");

    private static void Reports(string id, string code) => Assert.Contains(AnalyzerRunner.Run(code), d => d.Id == id);

    private static void IsSilent(string code) => Assert.Empty(AnalyzerRunner.Run(code).Where(d => d.Severity >= DiagnosticSeverity.Info));
}
