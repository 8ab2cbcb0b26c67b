using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Robustness;

/// <summary>A call without a result that stays a call, because its body may be another one or is not at hand.</summary>
public sealed class VoidCallTests
{
    [Theory]
    [InlineData("protected virtual void Changed(int before) => _n = 0;")]
    [InlineData("protected abstract void Changed(int before);")]
    [InlineData("protected void Changed(int before) { if (_n > 0) Changed(_n); }")]
    [InlineData("[System.Diagnostics.CodeAnalysis.DoesNotReturn] protected virtual void Changed(int before) => throw new InvalidOperationException();")]
    public void CallWithoutResultIsAnalyzed(string method)
    {
        var reports = AnalyzerRunner.Run($$"""
            public abstract class C
            {
                private int _n;

                public async Task M(bool first)
                {
                    Inner(first);
                    if (_n > 3)
                        Changed(_n);
                    _n += await Task.Run(() => 1);
                }

                private void Inner(bool first)
                {
                    if (first)
                        Changed(_n);
                }

                {{method}}
            }
            """);

        Assert.Equal("ASA0101", Assert.Single(reports).Id);
    }
}
