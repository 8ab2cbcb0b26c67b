using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>ASA0106 for collections in a keyed one, each of which is the lock for itself.</summary>
public sealed class ElementLockTests
{
    private const string Guarded =
        """
        private readonly ConcurrentDictionary<string, List<int>> _all = new();
        public async Task Add(string k, int v) { await Task.Yield(); var list = _all.GetOrAdd(k, _ => []); lock (list) { list.Add(v); } }
        public int[] Get(string k) { if (!_all.TryGetValue(k, out var list)) return []; lock (list) { return list.ToArray(); } }

        """;

    [Theory]
    [InlineData("public void Drop(string k, int v) { if (_all.TryGetValue(k, out var found)) found.Remove(v); }")]
    [InlineData("public void Drop(string k, int v) { var found = _all[k]; found.Remove(v); }")]
    [InlineData("public void Drop(string k, int v) { var found = this._all.GetOrAdd(k, _ => new()); found.Remove(v); }")]
    [InlineData("public Action Drop(string k, int v) => () => { if (_all.TryGetValue(k, out var found)) { found.Remove(v); } };")]
    public void OneChangeWithoutIt(string member)
    {
        var report = Assert.Single(Run(Guarded + member));
        Assert.Equal((DiagnosticSeverity.Info, "'found' is changed here without a lock on it, which 2 of 3 places take that get one out of '_all'"), (report.Severity, report.GetMessage()));
    }

    [Theory]
    [InlineData("public void Drop(string k, int v) { if (_all.TryGetValue(k, out var found)) lock (found) found.Remove(v); }", "it takes the lock")]
    [InlineData("public void Drop(string k) { if (_all.TryRemove(k, out var found)) found.Clear(); }", "it has been taken out")]
    [InlineData("public int Count(string k) => _all.TryGetValue(k, out var found) ? found.Count : 0;", "only a look")]
    [InlineData("public void Put(string k, int v) { var fresh = new List<int>(); fresh.Add(v); _all[k] = fresh; }", "a new one")]
    [InlineData("private readonly object _gate = new(); public void Drop(string k, int v) { lock (_gate) { if (_all.TryGetValue(k, out var found)) found.Remove(v); } }", "another guard")]
    [InlineData("public void Drop(string k, int v) { if (_all.TryGetValue(k, out var found)) found.Remove(v); } public void Clear(string k) { if (_all.TryGetValue(k, out var found)) found.Clear(); }", "two do without: no habit")]
    [InlineData("public void Drop(string k, int v) { /* the caller holds the lock */ if (_all.TryGetValue(k, out var found)) found = []; }", "nothing is changed")]
    public void NothingIsWrong(string member, string because) => Assert.True(Run(Guarded + member).Length == 0, because);

    [Fact]
    public void NothingWaits() => Assert.Empty(Run((Guarded + "public void Drop(string k, int v) { if (_all.TryGetValue(k, out var found)) found.Remove(v); }").Replace("async Task", "void", StringComparison.Ordinal).Replace("await Task.Yield(); ", "", StringComparison.Ordinal)));

    private static Diagnostic[] Run(string members) =>
        [.. AnalyzerRunner.Run("using System.Collections.Concurrent; public class C { " + members + " }").Where(r => r.Id == "ASA0106")];
}
