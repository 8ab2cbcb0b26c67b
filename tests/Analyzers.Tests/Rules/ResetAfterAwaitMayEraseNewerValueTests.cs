using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>A field is cleared or ended after a wait, whoever stored what it holds by then. Each source is a part of the body of a class.</summary>
public sealed class ResetAfterAwaitMayEraseNewerValueTests
{
    private const string Members =
        """
        private CancellationTokenSource? _cts; private Task? _task; private IDisposable? _sub; private object? _current; private bool _busy; private int _version; private string? _text;
        private readonly SemaphoreSlim _gate = new(1, 1); private CancellationTokenRegistration _reg; private readonly object _lock = new();
        private static Task F(CancellationToken c = default) => Task.CompletedTask; private static IDisposable Sub() => new MemoryStream();
        """;

    [Theory]
    [InlineData("public async Task M() { _cts = new(); await F(_cts.Token); _cts = null; }")]
    [InlineData("public async Task M() { _cts = new(); try { await F(_cts.Token); } finally { _cts.Dispose(); _cts = null; } }")]
    [InlineData("public async Task M() { _cts = new(); try { await F(_cts.Token); } finally { _cts?.Dispose(); _cts = null; } }")]
    [InlineData("public async Task M() { _cts = new(); try { await F(_cts.Token); } finally { if (_cts != null) { _cts.Dispose(); _cts = null; } } }")]
    [InlineData("public async Task M() { var mine = new CancellationTokenSource(); _cts = mine; await F(mine.Token); _cts = null; mine.Dispose(); }")]
    [InlineData("public async Task M() { var mine = new CancellationTokenSource(); _cts = mine; await F(mine.Token); if (_cts == mine) F().Wait(); await F(); _cts = null; }", "a look before another wait")]
    [InlineData("public async Task M() { _cts = new(); await F(_cts.Token); _cts.Cancel(); }")]
    [InlineData("public async Task M() { _cts = new(); await F(_cts.Token); this._cts!.Dispose(); }")]
    [InlineData("public async Task M() { _task = F(); await _task; _task = null; }")]
    [InlineData("public async Task M() { _task = F(); try { await _task; } catch (IOException) { } finally { _task = default; } }")]
    [InlineData("public async Task M() { _sub = Sub(); await F(); _sub.Dispose(); }")]
    [InlineData("public async Task M(object request) { _current = request; try { await F(); } finally { _current = null; } }")]
    [InlineData("public async Task M() { using var c = new CancellationTokenSource(); _reg = c.Token.Register(() => { }); await F(); _reg = default; }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); _cts = new(); _gate.Release(); await F(); await _gate.WaitAsync(); _cts = null; _gate.Release(); }", "guarded twice, with a gap")]
    [InlineData("public async Task M() { lock (_lock) { _cts = new(); } await F(); lock (_lock) { _cts = null; } }")]
    [InlineData("public async Task M() { for (var i = 0; i < 3; i++) { _cts = new(); await F(); _cts = null; } }")]
    [InlineData("public CancellationTokenSource? Now { get; private set; } public async Task M() { Now = new(); await F(); Now = null; }")]
    [InlineData("private static CancellationTokenSource? s_cts; public static async Task M() { s_cts = new(); await F(); s_cts = null; }")]
    [InlineData("public async Task M() { if (_cts != null) return; _cts = new(); await F(); _cts = null; } public void N() => _cts = new();", "claimed, and another member does not ask")]
    public void It_is_reported(string member, string? why = null) => Assert.True(Run(member).Select(r => r.Id).SequenceEqual(["ASA0505"]), why ?? member);

    [Theory]
    [InlineData("public async Task M() { var mine = new CancellationTokenSource(); _cts = mine; await F(mine.Token); if (_cts == mine) _cts = null; }")]
    [InlineData("public async Task M() { var mine = new CancellationTokenSource(); _cts = mine; await F(mine.Token); if (ReferenceEquals(_cts, mine)) { _cts.Dispose(); _cts = null; } }")]
    [InlineData("public async Task M() { var mine = new CancellationTokenSource(); _cts = mine; try { await F(mine.Token); } finally { if (_cts == mine) _cts = null; mine.Dispose(); } }")]
    [InlineData("public async Task M() { var mine = new CancellationTokenSource(); _cts = mine; await F(mine.Token); if (_cts != mine) return; _cts = null; }")]
    [InlineData("public async Task M() { var mine = new CancellationTokenSource(); _cts = mine; await F(mine.Token); Interlocked.CompareExchange(ref _cts, null, mine); mine.Dispose(); }")]
    [InlineData("public async Task M() { _cts = new(); await F(_cts.Token); Interlocked.Exchange(ref _cts, null)?.Dispose(); }")]
    [InlineData("public async Task M() { var mine = ++_version; _cts = new(); await F(_cts.Token); if (mine == _version) _cts = null; }")]
    [InlineData("public async Task M() { if (_cts != null) return; _cts = new(); try { await F(_cts.Token); } finally { _cts = null; } }")]
    [InlineData("public async Task M() { if (_cts is not null) throw new InvalidOperationException(); _cts = new(); try { await F(_cts.Token); } finally { _cts.Dispose(); _cts = null; } }")]
    [InlineData("public async Task M() { if (_task is { IsCompleted: false }) return; _task = F(); await _task; _task = null; }")]
    [InlineData("public async Task M() { while (_task != null) await _task; _task = F(); await _task; _task = null; }")]
    [InlineData("public async Task M() { var mine = new CancellationTokenSource(); if (Interlocked.CompareExchange(ref _cts, mine, null) != null) return; await F(mine.Token); _cts = null; }")]
    [InlineData("public async Task M() { if (_busy) return; _busy = true; _cts = new(); try { await F(_cts.Token); } finally { _cts = null; _busy = false; } }")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { _cts = new(); await F(_cts.Token); _cts = null; } finally { _gate.Release(); } }")]
    [InlineData("public async Task M() { if (!await _gate.WaitAsync(0)) return; try { _cts = new(); await F(_cts.Token); } finally { _cts?.Dispose(); _cts = null; _gate.Release(); } }")]
    [InlineData("public async Task M() { _cts?.Cancel(); _cts = new(); await F(_cts.Token); _cts = null; }", "whoever is superseded does not come that far")]
    [InlineData("public async Task M() { var old = _cts; old?.Cancel(); _cts = new(); await F(_cts.Token); _cts = null; }", "the same through a local")]
    [InlineData("public async Task M() { if (_cts is { } old) old.Cancel(); _cts = new(); await F(_cts.Token); _cts = null; }", "the same through a pattern")]
    [InlineData("public async Task M() { var old = _cts; _cts = new(); old?.Cancel(); await F(_cts.Token); _cts = null; }", "the same after the new one is there")]
    [InlineData("public async Task M() { var mine = new CancellationTokenSource(); Interlocked.Exchange(ref _cts, mine)?.Cancel(); await F(mine.Token); _cts = null; }", "the same in one step")]
    [InlineData("public async Task M() { var mine = new CancellationTokenSource(); var old = Interlocked.Exchange(ref _cts, mine); old?.Cancel(); await F(mine.Token); _cts = null; }", "the same in one step, through a local")]
    [InlineData("public async Task M() { _cts?.Cancel(); _cts = new(); try { await F(_cts.Token); } catch (OperationCanceledException) { return; } catch (Exception) { } _cts = null; }")]
    [InlineData("public async Task M() { _cts?.Cancel(); var mine = _cts = new(); try { await F(mine.Token); } catch (OperationCanceledException) { } if (mine.IsCancellationRequested) return; _cts = null; }")]
    [InlineData("public async Task M() { _busy = true; await F(); _busy = false; }")]
    [InlineData("public async Task M(string t) { _text = t; await F(); _text = null; }")]
    [InlineData("public async Task M() { _cts = new(); F(); _cts = null; await F(); }")]
    [InlineData("public async Task M() { await F(); _cts = new(); _cts = null; }")]
    [InlineData("public async Task M() { _cts = new(); await F(); _cts = new(); _cts = null; }")]
    [InlineData("public async Task M() { await F(); _cts?.Dispose(); _cts = new(); await F(); }")]
    [InlineData("public async Task M() { if (_task != null) { await _task; _task = null; } }")]
    [InlineData("public async Task M() { _sub?.Dispose(); _sub = null; await F(); _sub = Sub(); }")]
    [InlineData("public async Task M() { var cts = new CancellationTokenSource(); await F(cts.Token); cts.Dispose(); cts = null; }")]
    [InlineData("private async Task Loop() { while (true) { _cts = new(); await F(_cts.Token); _cts = null; } } public void Start() { _ = Loop(); }")]
    [InlineData("private async Task Loop() { _cts = new(); try { await F(_cts.Token); } finally { _cts = null; } } public C() { _ = Loop(); }")]
    [InlineData("public async ValueTask DisposeAsync() { _cts = new(); await F(_cts.Token); _cts.Dispose(); _cts = null; }")]
    [InlineData("public async Task M() { Begin(); await F(); End(); } private void Begin() => _cts = new(); private void End() { _cts?.Dispose(); _cts = null; }", "a helper means whatever is there")]
    [InlineData("private readonly AsyncLocal<object?> _flow = new(); public object? Flow { get => _flow.Value; set => _flow.Value = value; } public async Task M(object request) { Flow = request; try { await F(); } finally { Flow = null; } }", "each flow has its own")]
    [InlineData("private static readonly Scope s_scope = new(); public async Task M(object request) { s_scope.Flow = request; try { await F(); } finally { s_scope.Flow = null; } } public sealed class Scope { private readonly AsyncLocal<Box?> _flow = new(); public object? Flow { get { return _flow.Value?.Inner; } set { _flow.Value = new Box { Inner = value }; } } private sealed class Box { public object? Inner; } }", "each flow has its own, in a holder")]
    public void It_is_silent(string member, string? why = null) => Assert.True(Run(member).All(r => r.Id != "ASA0505"), why ?? member);

    [Theory]
    [InlineData("public class C : ControllerBase { private CancellationTokenSource? _c; public async Task M() { _c = new(); await Task.Delay(1); _c = null; } } public class ControllerBase { }")]
    [InlineData("public class C : BackgroundService { private CancellationTokenSource? _c; protected async Task ExecuteAsync() { while (true) { _c = new(); await Task.Delay(1); _c = null; } } } public class BackgroundService { }")]
    [InlineData("public static class P { private static IDisposable? s_host; public static Task Main() => Start(); private static async Task Start() { s_host = new MemoryStream(); await Task.Delay(1); s_host.Dispose(); s_host = null; } }")]
    [InlineData("public struct S { private object? _c; public async Task M() { _c = new(); await Task.Delay(1); _c = null; } }")]
    public void Who_is_alone_is_left_alone(string source) => Assert.Empty(AnalyzerRunner.Run(source));

    [Fact]
    public void Two_runs_that_are_started_together_are_a_warning() => Assert.Equal(
        "warning ASA0505: '_cts' is cleared after 'await F()' without a look at whether it still holds what was stored before; another call of 'Turn' can have stored another one meanwhile ('M' starts it twice without waiting)",
        Assert.Single(Run("public Task M() => Task.WhenAll(Turn(), Turn()); async Task Turn() { _cts = new(); await F(); _cts = null; }")).ToString()["Test.cs(5,93): ".Length..]);

    [Theory]
    [InlineData("public async Task M() { _cts?.Cancel(); _cts = new(); try { await F(_cts.Token); } finally { _cts = null; } }")]
    [InlineData("public async Task M() { if (_cts is { } old) { old.Cancel(); } _cts = new(); try { await F(_cts.Token); } finally { _cts = null; } }")]
    [InlineData("public async Task M() { var old = _cts; old?.Dispose(); _cts = new(); await F(_cts.Token); _cts = null; }")]
    public void Who_ends_the_one_before_expects_it_to_be_there(string member)
    {
        var report = Assert.Single(Run(member));
        Assert.Equal(DiagnosticSeverity.Warning, report.Severity);
        Assert.Contains("(it ends the one before, which is there only while another call waits)", report.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public async Task M() { _cts?.Dispose(); _cts = new(); while (await G()) { await F(_cts.Token); _cts.Dispose(); _cts = new(); } }", "each call leaves one behind")]
    [InlineData("public async Task M() { _cts?.Dispose(); _cts = new(); if (await G()) return; _cts.Dispose(); _cts = null; }", "it stays for whoever called")]
    public void What_outlives_the_call_is_ended_by_the_next_as_a_matter_of_course(string member, string why) =>
        Assert.True(Run(member).Where(r => r.Id == "ASA0505").All(r => r.Severity == DiagnosticSeverity.Info), why);

    [Fact]
    public void Without_evidence_it_is_a_suggestion() => Assert.Equal(DiagnosticSeverity.Info, Assert.Single(Run("public async Task M() { _cts = new(); await F(); _cts = null; }")).Severity);

    [Fact]
    public void The_trail_leads_from_the_store_to_the_rivals()
    {
        var report = Assert.Single(Run("public async Task M() { _cts = new(); await F(); _cts = null; } public void N() => _cts = new();"));
        Assert.Equal(["_cts = new()", "await F()", "_cts = new()"], report.AdditionalLocations.Select(l => l.SourceTree!.GetText().ToString(l.SourceSpan)));
    }

    [Fact]
    [KnownError("What a helper stores, or clears after the wait, is not followed for ASA0505: helpers mostly mean whatever is there.")]
    public void KnownMissedAlarm_StoredByAHelper() =>
        Assert.Empty(Run("public async Task M() { Begin(); await F(); _cts = null; } private void Begin() => _cts = new();"));

    [Fact]
    [KnownError("A check keeps a second call out only while the field is set: that another member clears it early, and so lets one in, is not seen (ASA0505).")]
    public void KnownMissedAlarm_ClaimThatAnotherMemberClears() =>
        Assert.Empty(Run("public async Task M() { if (_cts != null) return; _cts = new(); try { await F(_cts.Token); } finally { _cts = null; } } public void Stop() { _cts?.Cancel(); _cts = null; }").Where(r => r.Id == "ASA0505"));

    [Fact]
    [KnownError("Of callers that share one task by '??=' each clears the field when it goes on, and the last may clear a newer task; ASA0505 looks at plain stores only.")]
    public void KnownMissedAlarm_SharedTask() =>
        Assert.DoesNotContain(Run("public async Task M() { _task ??= F(); try { await _task; } finally { _task = null; } }"), r => r.Id == "ASA0505");

    private static System.Collections.Immutable.ImmutableArray<Diagnostic> Run(string member) =>
        AnalyzerRunner.Run("public sealed class C\n{\n" + Members + "\n" + member + "\n}\n");
}
