using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Robustness;

/// <summary>Lambdas and local functions inside regions of another body: their own graph ends where they end.</summary>
public sealed class NestedBodyTests
{
    [Theory]
    [InlineData("Func<int, bool> f = x => Check(x); f(1); await Task.Yield();")]
    [InlineData("Func<Task> f = async () => { await Task.Yield(); Check(2); }; await f();")]
    [InlineData("bool Local(int x) => Check(x); Local(1); await Task.Yield();")]
    [InlineData("foreach (var x in new[] { 1, 2 }.Where(x => Check(x))) { await Task.Yield(); }")]
    [InlineData("try { Func<int, bool> f = x => Check(x); f(1); } finally { await Task.Yield(); }")]
    public void NestedBodyInATryIsAnalyzed(string statements)
    {
        var reports = AnalyzerRunner.Run($$"""
            public class C
            {
                private int _n;

                public async Task M()
                {
                    try { {{statements}} } finally { Check(0); }
                    _n += await Task.Run(() => 1);
                }

                private static bool Check(int x) => x > 0;
            }
            """);

        Assert.Equal("ASA0101", Assert.Single(reports).Id);
    }
}
