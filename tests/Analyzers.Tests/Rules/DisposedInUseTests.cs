using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>ASA0106 where an object is disposed without the semaphore under which it works.</summary>
public sealed class DisposedInUseTests
{
    private const string Write = "public async Task Write() { await _gate.WaitAsync(); try { await _io.FlushAsync().ConfigureAwait(false); } finally { _gate.Release(); } }";

    [Theory]
    [InlineData("public void Dispose() { _io.Dispose(); _gate.Dispose(); }")]
    [InlineData("public void Dispose() => this._io?.Dispose();")]
    [InlineData("public void Dispose() { _io.Close(); _io.Dispose(); }")]
    [InlineData("public async ValueTask DisposeAsync() { await _io.DisposeAsync().ConfigureAwait(false); }")]
    [InlineData("bool _done; public void Close() { if (_done) return; _done = true; _io.Close(); }")]
    public void WhatIsAwaitedUnderASemaphoreOnly(string disposal)
    {
        var report = Assert.Single(Run(Write + disposal), d => d.Id == "ASA0106");
        Assert.Equal((DiagnosticSeverity.Info, "'_io' is disposed here without '_gate', under which 'Write' awaits its work"), (report.Severity, report.GetMessage()));
    }

    [Theory]
    [InlineData("public void Dispose() { _gate.Wait(); try { _io.Dispose(); } finally { _gate.Release(); } }")]
    [InlineData("public void Dispose() { Quiet(); _io.Dispose(); } void Quiet() { _gate.Wait(); _gate.Release(); }")]
    [InlineData("readonly CancellationTokenSource _stop = new(); public void Dispose() { _stop.Cancel(); _io.Dispose(); }")]
    [InlineData("Task _loop = Task.CompletedTask; public async ValueTask DisposeAsync() { await _loop; await _io.DisposeAsync(); }")]
    [InlineData("public async ValueTask DisposeAsync() { await _io.CloseAsync(); _io.Dispose(); }")]
    [InlineData("public async Task Read() { await _io.FlushAsync(); } public void Dispose() => _io.Dispose();")]
    [InlineData("readonly IDisposable _other = null!; public void Dispose() => _other.Dispose();")]
    [InlineData("public void Forget() => _io.Dispose();")]
    public void WhatNobodyUsesAnyMore(string disposal) => Assert.DoesNotContain(Run(Write + disposal), d => d.Id == "ASA0106");

    private static IEnumerable<Diagnostic> Run(string members) =>
        AnalyzerRunner.Run($"class A {{ readonly SemaphoreSlim _gate = new(1, 1); readonly Line _io = new(); {members} }} class Line : IDisposable, IAsyncDisposable {{ public Task FlushAsync() => Task.Delay(1); public Task CloseAsync() => Task.Delay(1); public void Close() {{ }} public void Dispose() {{ }} public ValueTask DisposeAsync() => default; }}");
}
