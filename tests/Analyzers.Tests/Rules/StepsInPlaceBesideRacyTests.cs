using static AsyncStateAnalyzers.Tests.Rules.WorstReport;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Steps on what lies in a place when the operand is there, and claims by counting and by bits: each beside the nearest form that is wrong. The highest severity with which a rule reports the source.</summary>
public sealed class StepsInPlaceBesideRacyTests
{
    // A method of a struct is called on the place; what a property or a local gives is a copy of before, and so is an argument.
    [Theory]
    [InlineData("", "_s = _s.Plus(await f());")]
    [InlineData("", "_a[0] = _a[0].Plus(await f());")]
    [InlineData("", "_all = _all.Add(await f());")]
    [InlineData("Info", "S = S.Plus(await f());")]
    [InlineData("Info", "var s = _s; _s = s.Plus(await f());")]
    [InlineData("Info", "_s = _s.Plus(_s.N + await f());")]
    [InlineData("Info", "_s = Sums.Plus(_s, await f());")]
    [InlineData("Info", "_s = _s.Add(await f());")]
    [InlineData("Info", "_list = _list.Add(await f());")]
    public void AStructIsCalledInItsPlace(string severity, string body) => Expect("ASA0101", severity,
        "using System.Collections.Immutable; public record struct Sum(int N) { public Sum Plus(int n) => new(N + n); } public static class Sums { public static Sum Plus(Sum s, int n) => new(s.N + n); public static Sum Add(this Sum s, int n) => new(s.N + n); } public class C { Sum _s; readonly Sum[] _a = new Sum[1]; ImmutableArray<int> _all = ImmutableArray<int>.Empty; ImmutableList<int> _list = ImmutableList<int>.Empty; public Sum S { get; private set; } public async Task Run(Func<Task<int>> f) { " + body + " } }");

    // An operator that makes a new object is given the old one.
    [Theory]
    [InlineData("Warning", "_m += await f();")]
    [InlineData("", "var n = await f(); _m += n;")]
    public void AnOperatorThatMakesANewObject(string severity, string body) => Expect("ASA0101", severity,
        "public class Meter { public int V; public static Meter operator +(Meter m, int n) => new() { V = m.V + n }; } public class C { Meter _m = new(); public async Task Run(Func<Task<int>> f) { " + body + " } }");

    // Who counts himself in first is alone until he counts himself out; who leaves something in the counter goes on for others.
    [Theory]
    [InlineData("", "if (Interlocked.Increment(ref _c) != 1) return; do { _n += await f(); } while (Interlocked.Decrement(ref _c) != 0);")]
    [InlineData("", "if (Interlocked.Increment(ref _c) > 1) return; do { _n += await f(); } while (Interlocked.Decrement(ref _c) > 0);")]
    [InlineData("", "if (Interlocked.Increment(ref _c) > 1) { Interlocked.Decrement(ref _c); return; } try { _n += await f(); } finally { Interlocked.Decrement(ref _c); }")]
    [InlineData("", "if (1 == Interlocked.Increment(ref _c)) { _n += await f(); Volatile.Write(ref _c, 0); }")]
    [InlineData("Warning", "if (Interlocked.Increment(ref _c) != 2) return; _n += await f(); Interlocked.Decrement(ref _c);")]
    [InlineData("Warning", "if (Interlocked.Increment(ref _c) > 2) return; _n += await f(); Interlocked.Decrement(ref _c);")]
    [InlineData("Warning", "if (Interlocked.Increment(ref _c) == 1) return; _n += await f(); Interlocked.Decrement(ref _c);")]
    [InlineData("Warning", "if (Interlocked.Increment(ref _c) != 1) Console.WriteLine(); _n += await f();")]
    [InlineData("Warning", "if (Interlocked.Increment(ref _c) != 1) return; Interlocked.Decrement(ref _c); _n += await f();")]
    [InlineData("Warning", "if (Interlocked.Increment(ref _c) == 1) Console.WriteLine(); if (Interlocked.Decrement(ref _c) != 0) _n += await f();")]
    public void CountedInFirst(string severity, string body) => Expect("ASA0101", severity,
        "public class C { int _c, _n; public async Task Run(Func<Task<int>> f) { " + body + " } }");

    // Who sets the bit has it alone until it is cleared.
    [Theory]
    [InlineData("", "if ((Interlocked.Or(ref _c, bit) & bit) != 0) return; try { _n += await f(); } finally { Interlocked.And(ref _c, ~bit); }")]
    [InlineData("", "if ((Interlocked.Or(ref _c, 4) & 4) == 0) { _n += await f(); Interlocked.And(ref _c, ~4); }")]
    [InlineData("Warning", "if ((Interlocked.Or(ref _c, bit) & 4) != 0) return; _n += await f();")]
    [InlineData("Warning", "if ((Interlocked.Or(ref _c, bit) & bit) == 0) return; _n += await f();")]
    [InlineData("Warning", "if ((Interlocked.Or(ref _c, bit) & bit) != 0) return; Interlocked.And(ref _c, ~bit); _n += await f();")]
    public void ABitSetFirst(string severity, string body) => Expect("ASA0101", severity,
        "public class C { int _c, _n; public async Task Run(Func<Task<int>> f, int bit) { " + body + " } }");
}
