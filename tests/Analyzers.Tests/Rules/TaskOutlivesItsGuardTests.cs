using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>ASA0209.</summary>
public sealed class TaskOutlivesItsGuardTests
{
    [Fact]
    public void AGuardGivenBackWhenTheTaskHasBegun() => Reports(
        DiagnosticSeverity.Warning,
        "'_io.FlushAsync()' goes on after '_gate' has been given back: the method returns its task without waiting for it",
        "public Task Go() { _gate.Wait(); try { return _io.FlushAsync(); } finally { _gate.Release(); } }");

    [Fact]
    public void ATaskThatALocalHolds() => Reports(
        DiagnosticSeverity.Warning,
        "'_io.FlushAsync()' goes on after '_gate' has been given back: the method returns its task without waiting for it",
        "public Task Go() { _gate.Wait(); try { var t = _io.FlushAsync(); return t; } finally { _gate.Release(); } }");

    [Fact]
    public void ATokenSourceDisposedWhileItsTokenIsUsed() => Reports(
        DiagnosticSeverity.Info,
        "'_io.FlushAsync(cts.Token)' goes on after 'cts' has been disposed or handed back: the method returns its task without waiting for it",
        "public Task Go() { using var cts = new CancellationTokenSource(100); return _io.FlushAsync(cts.Token); }");

    [Fact]
    public void AUsingStatementAround() => Reports(
        DiagnosticSeverity.Info,
        "'file.ReadAsync(_buffer, 0, 1)' goes on after 'file' has been disposed or handed back: the method returns its task without waiting for it",
        "public Task<int> Go() { using (var file = File.OpenRead(\"a\")) { return file.ReadAsync(_buffer, 0, 1); } }");

    [Fact]
    public void ABufferHandedBackToItsPool() => Reports(
        DiagnosticSeverity.Info,
        "'_io.WriteAsync(rented, 0, 9)' goes on after 'rented' has been disposed or handed back: the method returns its task without waiting for it",
        "public Task Go() { var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(9); try { return _io.WriteAsync(rented, 0, 9); } finally { System.Buffers.ArrayPool<byte>.Shared.Return(rented); } }");

    [Theory]
    [InlineData("ReturnBuffer")]
    [InlineData("GiveBack")]
    [InlineData("PutBack")]
    [InlineData("Recycle")]
    public void ABufferHandedBackToAPoolOfOnesOwn(string method) => Reports(
        DiagnosticSeverity.Info,
        "'_io.WriteAsync(rented, 0, 9)' goes on after 'rented' has been disposed or handed back: the method returns its task without waiting for it",
        "public interface IPool { byte[] GetBuffer(); void " + method + "(byte[] b); } readonly IPool _pool = null!; public Task Go() { var rented = _pool.GetBuffer(); try { return _io.WriteAsync(rented, 0, 9); } finally { _pool." + method + "(rented); } }");

    [Fact]
    public void ALambdaWithoutAsync() => Reports(
        DiagnosticSeverity.Info,
        "'_io.FlushAsync(cts.Token)' goes on after 'cts' has been disposed or handed back: the method returns its task without waiting for it",
        "public Func<Task> Go() => () => { using var cts = new CancellationTokenSource(100); return _io.FlushAsync(cts.Token); };");

    [Fact]
    public void CodeOfOthersRunUnderALockForItsBeginning() => Reports(
        DiagnosticSeverity.Info,
        "'handler()' goes on after '_sync' was held for its beginning only: the method returns its task without waiting for it",
        "readonly object _sync = new(); public Task Go(Func<Task> handler) { lock (_sync) { return handler(); } }");

    [Theory]
    [InlineData("_ = Task.Run(async () => await DisposeAsync());")]
    [InlineData("_ = Task.Run(() => DisposeAsync().AsTask());")]
    [InlineData("_ = DisposeAsync();")]
    [InlineData("_ = this.DisposeAsync().AsTask();")]
    [InlineData("DisposeAsync();")]
    public void ADisposalThatOnlyBeginsTheAsynchronousOne(string begin)
    {
        var report = Assert.Single(Background($"if (_done) return; {begin} _done = true;", ""));
        Assert.Equal(DiagnosticSeverity.Info, report.Severity);
        Assert.Contains("goes on after '_done' says that it is done: nobody waits for its task, and a second call that does not ask '_done' ends '_one' as well", report.GetMessage(), StringComparison.Ordinal);
        Assert.Single(report.AdditionalLocations);
    }

    [Theory]
    [InlineData("if (_done) return; DisposeAsync().AsTask().GetAwaiter().GetResult(); _done = true;", "")]
    [InlineData("if (_done) return; Task.Run(async () => await DisposeAsync()).Wait(); _done = true;", "")]
    [InlineData("if (_done) return; _ = DisposeAsync(); _done = true;", "if (_done) return;")]
    [InlineData("if (Interlocked.Exchange(ref _once, 1) == 0) _ = DisposeAsync();", "")]
    [InlineData("_one.Wait(); _one.Dispose();", "")]
    public void ADisposalThatWaitsOrWhoseMarkIsAsked(string dispose, string first) => Assert.Empty(Background(dispose, first));

    private static IEnumerable<Diagnostic> Background(string dispose, string first) => AnalyzerRunner.Run(
        $"public class A : IDisposable, IAsyncDisposable {{ readonly SemaphoreSlim _one = new(1, 1); bool _done; int _once; public void Dispose() {{ {dispose} }} public async ValueTask DisposeAsync() {{ {first} await _one.WaitAsync(); _one.Dispose(); }} public async Task Go(Func<Task> f) {{ await _one.WaitAsync(); try {{ await f(); }} finally {{ _one.Release(); }} }} }}").Where(r => r.Id == "ASA0209");

    [Theory]
    [InlineData("public async Task Go() { _gate.Wait(); try { await _io.FlushAsync(); } finally { _gate.Release(); } }")]
    [InlineData("public Task Go() { using var ms = new MemoryStream(); return _io.WriteAsync(ms.ToArray(), 0, 1); }")]
    [InlineData("public Task Go() { using var timer = new Timer(_ => { }); return _io.FlushAsync(); }")]
    [InlineData("public Task Go() { _gate.Wait(); try { return Task.CompletedTask; } finally { _gate.Release(); } }")]
    [InlineData("public Task<int> Go() { _gate.Wait(); try { return Task.FromResult(1); } finally { _gate.Release(); } }")]
    [InlineData("Task? _running; public Task Go() { lock (_gate) { return _running ??= _io.FlushAsync(); } }")]
    [InlineData("Task _running = Task.CompletedTask; public Task Go() { _gate.Wait(); try { return _running; } finally { _gate.Release(); } }")]
    [InlineData("public Task Go() { try { return _io.FlushAsync(); } finally { Console.WriteLine(); } }")]
    [InlineData("public int Go() { _gate.Wait(); try { return _io.ReadByte(); } finally { _gate.Release(); } }")]
    [InlineData("public Task Go() { var t = _io.FlushAsync(); _gate.Wait(); try { return t; } finally { _gate.Release(); } }")]
    public void WhatNeedsNothingAnyMore(string member) => Assert.DoesNotContain(Run(member), d => d.Id == "ASA0209");

    [Fact]
    public void ATaskThatIsThrownAway() => Reports(
        DiagnosticSeverity.Info,
        "'_io.FlushAsync(cts.Token)' goes on after 'cts' has been disposed or handed back: nobody waits for its task",
        "public void Go() { using var cts = new CancellationTokenSource(100); _ = _io.FlushAsync(cts.Token); }");

    [Fact]
    public void ATaskThatIsLeftWhereItIs() => Reports(
        DiagnosticSeverity.Info,
        "'_io.FlushAsync(cts.Token)' goes on after 'cts' has been disposed or handed back: nobody waits for its task",
        "public void Go() { using var cts = new CancellationTokenSource(100); _io.FlushAsync(cts.Token); }");

    [Fact]
    public void ATaskThatIsThrownAwayInALoop() => Reports(
        DiagnosticSeverity.Info,
        "'Work(limiter)' goes on after 'limiter' has been disposed or handed back: nobody waits for its task",
        "public async Task Go() { using var limiter = new SemaphoreSlim(4, 4); for (var i = 0; i < 9; i++) { await limiter.WaitAsync(); _ = Work(limiter); } } static async Task Work(SemaphoreSlim s) { await Task.Delay(1); s.Release(); }");

    [Theory]
    [InlineData("public async Task Go() { using var cts = new CancellationTokenSource(); _ = _io.FlushAsync(cts.Token); await Task.Delay(1); }")]
    [InlineData("public async Task Go() { using var cts = new CancellationTokenSource(100); _ = _io.FlushAsync(cts.Token); await Task.Delay(1); cts.Cancel(); }")]
    [InlineData("public async Task Go() { using var file = File.OpenRead(\"a\"); _ = Task.Run(() => file.ReadByte()); await Task.Delay(1); }")]
    [InlineData("public async Task Go() { using var file = File.OpenRead(\"a\"); await file.FlushAsync(); _ = _io.FlushAsync(); }")]
    [InlineData("public class Line : IDisposable { public Task RunAsync() => Task.Delay(1); public Task<int> ReceiveAsync() => Task.FromResult(1); public void Dispose() { } } public async Task Go() { using var line = new Line(); _ = line.RunAsync(); await line.ReceiveAsync(); }")]
    [InlineData("public async Task Go() { using var limiter = new SemaphoreSlim(4, 4); await limiter.WaitAsync(); _ = Work(limiter); } static async Task Work(SemaphoreSlim s) { await Task.Delay(1); try { s.Release(); } catch (ObjectDisposedException) { } }")]
    [InlineData("public async Task Go() { using (await TakeAsync()) { _ = _io.FlushAsync(); } } Task<IDisposable> TakeAsync() => null!;")]
    [InlineData("static Task TellAsync(string path) => Task.Delay(path.Length); public async Task Go() { var file = File.OpenRead(\"a\"); try { _ = TellAsync(file.Name); await Task.Delay(1); } finally { file.Dispose(); } }")]
    [InlineData("sealed class Line : IDisposable { public Task RunAsync(CancellationToken t) => Task.Delay(-1, t); public void Dispose() { } } sealed class Ending(CancellationTokenSource s) : IDisposable { public void Dispose() => s.Cancel(); } public async Task Go(CancellationToken t) { using var line = new Line(); using var stop = CancellationTokenSource.CreateLinkedTokenSource(t); using var end = new Ending(stop); _ = line.RunAsync(stop.Token); await Task.Delay(1); }")]
    public void WhatIsThrownAwayAndNeedsNothingAnyMore(string member) => Assert.DoesNotContain(Run(member), d => d.Id == "ASA0209");

    [Theory]
    [InlineData("'s.FlushAsync()'", "'client'", "public Task Go() { using var client = new System.Net.Sockets.TcpClient(); var s = client.GetStream(); return s.FlushAsync(); }", "the method returns its task without waiting for it")]
    [InlineData("'_io.CopyToAsync(s)'", "'client'", "public async Task Go() { using var client = new System.Net.Sockets.TcpClient(); var s = client.GetStream(); _ = _io.CopyToAsync(s); await Task.Delay(1); }", "nobody waits for its task")]
    public void WhatEndsWithTheObject(string call, string name, string member, string how) => Reports(DiagnosticSeverity.Info, $"{call} goes on after {name} has been disposed or handed back: {how}", member);

    // A class of static members tells of what happens; an object that is entered and left keeps others out.
    [Fact]
    public void AStaticClassThatTells() =>
        Assert.DoesNotContain(Run("public Task Go() { Told.Enter(this); try { return _io.FlushAsync(); } finally { Told.Exit(this); } } static class Told { public static void Enter(object o) { } public static void Exit(object o) { } }"), d => d.Id == "ASA0209");

    [Fact]
    public void AnObjectThatIsLeft() =>
        Assert.Contains(Run("readonly Gate _g = new(); public Task Go() { _g.Enter(); try { return _io.FlushAsync(); } finally { _g.Exit(); } } class Gate { public void Enter() { } public void Exit() { } }"), d => d.Id == "ASA0209");

    [Theory]
    [InlineData("public Task Go() { using var client = new System.Net.Sockets.TcpClient(); var n = client.Available; return Task.Delay(n); }")]
    [InlineData("public async Task Go() { using var client = new System.Net.Sockets.TcpClient(); var s = client.GetStream(); _ = _io.FlushAsync(); await s.FlushAsync(); }")]
    [InlineData("public async Task Go(IAsyncDisposable scope) { try { await Work(1); } finally { await scope.DisposeAsync(); } } async Task Work(int n) => await Task.Delay(n);")]
    [InlineData("public async Task Go(IAsyncDisposable scope) { try { _ = Work(1); await Task.Delay(1); } finally { await line.DisposeAsync(); } } async Task Work(int n) => await Task.Delay(n);")]
    [InlineData("public async Task Go(Func<IDisposable> begin) { var scope = begin(); try { _ = Work(1); await Task.Delay(1); } finally { scope.Dispose(); } } async Task Work(int n) => await Task.Delay(n);")]
    public void WhatDoesNotEndWithIt(string member) => Assert.DoesNotContain(Run(member), d => d.Id == "ASA0209");

    // Work of the type itself that nobody waits for uses its state, or runs with the services of its scope.
    [Theory]
    [InlineData("'Work(1)'", "'_line'", "readonly Stream _line = Stream.Null; public async Task Go() { try { _ = Work(1); await Task.Delay(1); } finally { await _line.DisposeAsync(); } } async Task Work(int n) { await Task.Delay(n); await _line.FlushAsync(); }")]
    [InlineData("'this.Work(1)'", "'_line'", "readonly Stream _line = Stream.Null; public async Task Go() { try { _ = this.Work(1); await Task.Delay(1); } finally { this._line.Dispose(); } } async Task Work(int n) { await Task.Delay(n); await this._line.FlushAsync(); }")]
    [InlineData("'Work(1)'", "'_scope'", "IAsyncDisposable _scope = null!; public async Task Go() { try { while (_buffer.Length > 0) { await Task.Delay(1); _ = Work(1); } } finally { await _scope.DisposeAsync(); } } async Task Work(int n) => await Task.Delay(n);")]
    public void WorkThatGoesOnWithoutItsState(string call, string name, string member) => Reports(DiagnosticSeverity.Info, $"{call} goes on after {name} has been disposed or handed back: nobody waits for its task", member);

    [Theory]
    [InlineData("readonly Stream _line = Stream.Null; public async Task Go() { try { _ = Work(1); await Task.Delay(1); } finally { await _line.DisposeAsync(); } } async Task Work(int n) { await Task.Delay(n); }")]
    [InlineData("readonly Stream _line = Stream.Null; public async Task Go() { try { _ = Work(1); await Task.Delay(1); } finally { await _line.DisposeAsync(); } } async Task Work(int n) { try { await Task.Delay(n); await _line.FlushAsync(); } catch (ObjectDisposedException) { } }")]
    [InlineData("IAsyncDisposable _scope = null!; public async Task Go() { try { _ = Work(1); await Task.Delay(1); } finally { await _scope.DisposeAsync(); } } async Task Work(int n) => await Task.Delay(n);")]
    [InlineData("IAsyncDisposable _scope = null!; public async Task Go(List<Task> all) { try { while (_buffer.Length > 0) { await Task.Delay(1); all.Add(Work(1)); } } finally { await Task.WhenAll(all); await _scope.DisposeAsync(); } } async Task Work(int n) => await Task.Delay(n);")]
    [InlineData("Stream _scope = Stream.Null; public async Task Go() { try { while (_buffer.Length > 0) { await _scope.FlushAsync(); _ = Work(1); } } finally { await _scope.DisposeAsync(); } } async Task Work(int n) => await Task.Delay(n);")]
    public void WorkThatNeedsNothingOfIt(string member) => Assert.DoesNotContain(Run(member), d => d.Id == "ASA0209");

    private static void Reports(DiagnosticSeverity severity, string message, string member)
    {
        var report = Assert.Single(Run(member), d => d.Id == "ASA0209");
        Assert.Equal((severity, message), (report.Severity, report.GetMessage()));
    }

    private static IEnumerable<Diagnostic> Run(string member) =>
        AnalyzerRunner.Run($"class A {{ readonly SemaphoreSlim _gate = new(1, 1); readonly byte[] _buffer = new byte[9]; readonly Stream _io = Stream.Null; {member} }}");
}
