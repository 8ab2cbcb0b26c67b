using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Helpers that are given a place, that fill what their caller gives them, or that heirs may override.</summary>
public sealed class HelperByReferenceTests
{
    [Theory]
    [InlineData("void Peek(out int v) => v = _n;", "Peek(out var v);")]
    [InlineData("bool Peek(out int v) { v = _n; return v > 0; }", "if (!Peek(out var v)) return;")]
    [InlineData("void Peek(ref int v) { v += _n; }", "var v = 2; Peek(ref v);")]
    [InlineData("void Peek(out int v) => Look(out v); void Look(out int v) => v = _n;", "Peek(out var v);")]
    [InlineData("protected virtual int Current() => _n;", "var v = Current();")]
    [InlineData("protected virtual int Current => _n;", "var v = Current;")]
    public void WhatAHelperHandsOutIsAsOldAsItsRead(string helper, string look)
    {
        Reports("ASA0101", $"public class A {{ int _n; {helper} public async Task Go(Func<Task<int>> f) {{ {look} var d = await f(); _n = v + d; }} }}");
        IsSilent($"public class A {{ int _n; {helper} public async Task Go(Func<Task<int>> f) {{ var d = await f(); {look} _n = v + d; }} }}");
    }

    [Theory]
    [InlineData("static void Set(ref int field, int value) => field = value;", "Set(ref _n, v);")]
    [InlineData("static void Set<T>(ref T field, T value) { field = value; }", "Set(ref _n, v);")]
    [InlineData("static void Raise(ref int field, int by) { field = by; }", "Raise(ref _n, v + 1);")]
    [InlineData("static void Give(int value, out int field) => field = value;", "Give(v, out _n);")]
    [InlineData("static void Set(ref int field, int value) => Put(ref field, value); static void Put(ref int field, int value) => field = value;", "Set(ref _n, v);")]
    [InlineData("protected virtual void Set(int value) => _n = value;", "Set(v);")]
    public void WhatAHelperIsGivenIsStoredThere(string helper, string store)
    {
        Reports("ASA0101", $"public class A {{ int _n; {helper} public async Task Go(Func<Task<int>> f) {{ var v = _n; v += await f(); {store} }} public int N => _n; }}");
        IsSilent($"public class A {{ int _n; {helper} public async Task Go(Func<Task<int>> f) {{ var d = await f(); var v = _n + d; {store} }} public int N => _n; }}");
        IsSilent($"public class A {{ readonly SemaphoreSlim _g = new(1, 1); int _n; {helper} public async Task Go(Func<Task<int>> f) {{ await _g.WaitAsync(); try {{ var v = _n; v += await f(); {store} }} finally {{ _g.Release(); }} }} }}");
    }

    [Fact]
    public void TheFindingIsWhereThePlaceIsNamed()
    {
        var found = Assert.Single(AnalyzerRunner.Run("public class A\n{\n    int _n;\n    static void Set(ref int field, int value) =>\n        field = value;\n    public async Task Go(Func<Task<int>> f)\n    {\n        var v = _n;\n        v += await f();\n        Set(ref _n, v);\n    }\n}\n"), d => d.Id == "ASA0101");
        Assert.Contains("Set(ref _n, v)", found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("static void Set(ref int field, int value) { if (field == value) return; field = value; }", "Set(ref _n, v);")]
    [InlineData("static bool Set<T>(ref T field, T value) { if (EqualityComparer<T>.Default.Equals(field, value)) return false; field = value; return true; }", "Set(ref _n, v);")]
    [InlineData("int N { get => _n; set { if (value != _n) _n = value; } }", "N = v;")]
    public void ThatTheSameIsNotStoredTwiceSaysNothingOfWhatWasSeen(string helper, string store)
    {
        Reports("ASA0101", $"public class A {{ int _n; {helper} public async Task Go(Func<Task<int>> f) {{ var v = _n; v += await f(); {store} }} public int M => _n; }}");
        Reports("ASA0102", $"public class A {{ int _n; {helper} public async Task Go(Func<Task<int>> f) {{ if (_n != 0) return; var v = await f(); {store} }} public void Reset() => _n = 0; }}");
    }

    [Theory]
    [InlineData("if (_n == v) return; await f(); _n = v;")]
    [InlineData("if (_n != v) { await f(); _n = v; }")]
    public void ALookBeforeAWaitIsOldAlsoWhereTheSameIsStored(string store) => Reports("ASA0102",
        $"public class A {{ int _n; public async Task Go(int v, Func<Task<int>> f) {{ {store} }} public void Reset() => _n = 0; }}");

    [Theory]
    [InlineData("static bool Set(ref int field, int seen, int value) { if (field != seen) return false; field = value; return true; }")]
    [InlineData("static bool Set(ref int field, int seen, int value) { if (field == seen) { field = value; return true; } return false; }")]
    public void WhoComparesWithWhatWasSeenLosesNothing(string helper) => IsSilent(
        $"public class A {{ int _n; {helper} public async Task Go(Func<Task<int>> f) {{ var seen = _n; var v = seen + await f(); Set(ref _n, seen, v); }} }}");

    [Theory]
    [InlineData("if (_n == v) Same(); else _n = v;")]
    [InlineData("if (_n >= v) return; _n = v;")]
    public void AnythingElseThatIsAskedOfThePlaceIsALookAtIt(string store) => IsSilent(
        $"public class A {{ int _n; void Same() {{ }} public async Task Go(Func<Task<int>> f) {{ var v = _n; v += await f(); {store} }} public int M => _n; }}");

    [Fact]
    public void AHelperThatFillsWhatIsStillEmptyLooksAgain() => IsSilent(
        "public class A { string _n; static void Ensure(ref string field, string value) { if (field == null) field = value; } public async Task Go(Func<Task<string>> f) { if (_n != null) return; var v = await f(); Ensure(ref _n, v); } public void Reset() => _n = null; }");

    [Fact]
    public void TwoLocalsThatOneHelperFillsAreNotOnePlace() => IsSilent(
        "public class A { static void Step(ref int n) => n = n + 1; public async Task<int> Go(Func<Task<int>> f) { var a = 1; var b = 2; Step(ref a); a += await f(); Step(ref b); return a + b; } }");

    [Fact]
    public void AnHeirMayWaitWhereAVirtualMethodDoesNot() => Reports("ASA0101",
        "public class A { int _n; protected virtual Task SaveAsync() => Task.CompletedTask; public async Task Go() { var v = _n; await SaveAsync(); _n = v + 1; } }");

    private static void Reports(string id, string source) => Assert.Contains(AnalyzerRunner.Run(source), d => d.Id == id);

    private static void IsSilent(string source) => Assert.Empty(AnalyzerRunner.Run(source).Where(d => d.Severity != DiagnosticSeverity.Hidden));
}
