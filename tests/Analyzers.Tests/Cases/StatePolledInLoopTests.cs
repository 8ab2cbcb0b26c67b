using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Loops that look at state of their type until another member has changed it.</summary>
public sealed class StatePolledInLoopTests
{
    private const string Flag = "bool _ready; public void Open() => _ready = true; ";

    [Theory]
    [InlineData(Flag + "public async Task Wait() { while (!_ready) await Task.Delay(10); }", "a flag")]
    [InlineData(Flag + "public async Task Wait() { while (!this._ready) { await Task.Delay(10).ConfigureAwait(false); } }", "with this")]
    [InlineData(Flag + "public async Task Wait(CancellationToken t) { while (!_ready && !t.IsCancellationRequested) await Task.Delay(10, t); }", "until it is cancelled")]
    [InlineData(Flag + "public async Task<bool> Wait(int left) { while (!_ready && left > 0) { await Task.Delay(10); left -= 10; } return left > 0; }", "for some time")]
    [InlineData(Flag + "public async Task Wait() { while (true) { if (_ready) return; await Task.Delay(10); } }", "looks inside")]
    [InlineData(Flag + "public async Task Wait() { do { await Task.Delay(10); } while (!_ready); }", "at the end")]
    [InlineData(Flag + "public async Task Wait() { for (var i = 0; i < 100 && !_ready; i++) await Task.Delay(10); }", "so many times")]
    [InlineData("int _left; public void Done() => _left--; public async Task Wait(int most) { while (_left > most) await Task.Delay(10); }", "until few are left")]
    [InlineData("volatile bool _paused; public void Pause() => _paused = true; public void Go() => _paused = false; public async Task Wait() { while (_paused) await Task.Delay(10); }", "both ways")]
    [InlineData("enum S { A, B } S _state; public void Open() => _state = S.B; public async Task Wait() { while (_state != S.B) await Task.Delay(10); }", "a state")]
    [InlineData("public bool Ready { get; private set; } public void Open() { Ready = true; } public async Task Wait() { while (!Ready) await Task.Delay(10); }", "a property")]
    [InlineData("bool _ready; public bool Ready => _ready; public void Open() { _ready = true; } public async Task Wait() { while (!Ready) await Task.Delay(10); }", "a property that gives a field")]
    [InlineData("object? _value; public void Set(object o) => _value = o; public async Task<object> Wait() { while (_value == null) await Task.Delay(10); return _value; }", "a value")]
    [InlineData("int _running; public void Done() => Interlocked.Decrement(ref _running); public async Task Wait() { while (Volatile.Read(ref _running) > 0) await Task.Delay(10); }", "a number")]
    [InlineData("readonly Queue<int> _all = new(); public void Add(int i) => _all.Enqueue(i); public async Task<int> Take() { while (_all.Count == 0) await Task.Delay(10); return _all.Dequeue(); }", "a collection")]
    [InlineData("readonly ConcurrentDictionary<int, string> _all = new(); public void Set(int i, string s) => _all[i] = s; public async Task<string?> Wait(int i, int left) { while (left > 0) { if (_all.TryGetValue(i, out var s) && s == \"done\") return s; await Task.Delay(10); left--; } return null; }", "an element")]
    [InlineData(Flag + "bool IsOpen() => _ready; public async Task Wait() { while (!IsOpen()) await Task.Delay(10); }", "through a method")]
    [InlineData(Flag + "bool IsOpen() { lock (this) { return _ready; } } public async Task Wait() { while (!IsOpen()) await Task.Delay(10); }", "through a method with a lock")]
    [InlineData("int _state; bool IsUp => Volatile.Read(ref _state) == 2; public void Up() => Volatile.Write(ref _state, 2); public async Task Wait() { while (!IsUp) await Task.Delay(10); }", "through a property")]
    [InlineData(Flag + "public async Task Wait() { while (true) { lock (this) { if (_ready) return; } await Task.Delay(10); } }", "under a lock")]
    public void SomebodyCouldSaySo(string members, string because) => Assert.True(Run(members) is [{ Severity: DiagnosticSeverity.Info }], because);

    [Theory]
    [InlineData(Flag + "public async Task Wait() { while (!_ready) { await Task.Delay(10); Console.WriteLine(\"…\"); } }", "it does something else")]
    [InlineData(Flag + "public async Task Run(Func<Task> work) { while (!_ready) { await work(); await Task.Delay(10); } }", "it works")]
    [InlineData("bool _ready; public async Task Wait() { while (!_ready) await Task.Delay(10); }", "nobody sets it")]
    [InlineData("bool _ready; public C() => _ready = true; public async Task Wait() { while (!_ready) await Task.Delay(10); }", "set once and for all")]
    [InlineData("public bool Ready { get; set; } public async Task Wait() { while (!Ready) await Task.Delay(10); }", "others set it")]
    [InlineData("public async Task Wait(string file) { while (!File.Exists(file)) await Task.Delay(10); }", "a file")]
    [InlineData("System.Diagnostics.Process? _p; public void Begin() => _p = new(); public async Task Wait() { while (!_p!.HasExited) await Task.Delay(10); }", "what belongs to somebody else")]
    [InlineData("Task? _t; public void Begin(Task t) => _t = t; public async Task Wait() { while (!_t!.IsCompleted) await Task.Delay(10); }", "a task")]
    [InlineData("public async Task Wait(CancellationToken t) { while (!t.IsCancellationRequested) await Task.Delay(10); }", "a token")]
    [InlineData("public async Task Wait(Func<bool> ready) { while (!ready()) await Task.Delay(10); }", "a delegate")]
    [InlineData("bool _ready; public async Task Wait() { while (!_ready) { await Task.Delay(10); _ready = Environment.TickCount > 3; } }", "it sets it itself")]
    [InlineData("[Xunit.Fact] public void M() { } " + Flag + "public async Task Wait() { while (!_ready) await Task.Delay(10); } } } namespace Xunit { class FactAttribute : Attribute { } namespace N { class D {", "a test")]
    [InlineData(Flag + "public async Task Tick() { while (!_ready) await Refresh(); } Task Refresh() => Task.Delay(10);", "what is awaited is not a pause by its name")]
    [InlineData("int _free; public void Give() { lock (this) _free++; } bool TryTake() { lock (this) { if (_free == 0) return false; _free--; return true; } } public async Task Wait() { while (!TryTake()) await Task.Delay(10); }", "a method that takes")]
    [InlineData("string _text = string.Empty; public void Say(string text) => _text = text; public async Task Type() { for (var i = 0; i < _text.Length; i++) await Task.Delay(40); }", "it goes through a text")]
    [InlineData("int _most = 5; public void Allow(int most) => _most = most; public async Task Wait() { var i = 0; while (i++ <= _most) await Task.Delay(40); }", "so often")]
    [InlineData("int _state; bool IsUp() => Volatile.Read(ref _state) == 2; public async Task Wait() { while (!IsUp()) await Task.Delay(10); }", "a method that reads changes nothing")]
    public void NobodyCould(string members, string because) => Assert.True(Run(members).Length == 0, because);

    [Fact]
    public void SeveralLoopsOverOneFlagAreReportedOnce() => Assert.Equal(
        3,
        Assert.Single(Run(Flag + "public async Task Wait() { while (!_ready) await Task.Delay(10); } public async Task Look() { while (!_ready) await Task.Delay(20); }")).AdditionalLocations.Count);

    [Fact]
    public void TheMessageSaysWhoChangesIt() => Assert.Equal(
        "'_ready' is looked at again and again, with 'Task.Delay(10)' between; 'Open' changes it and could wake who waits",
        Assert.Single(Run(Flag + "public async Task Wait() { while (!_ready) await Task.Delay(10); }")).GetMessage());

    [Fact]
    [KnownError("A loop whose condition is a method of several statements is not known to poll what the method looks at (ASA0504).")]
    public void KnownMissedAlarm_AMethodOfSeveralStatements() => Assert.Empty(Run(Flag + "int _looks; bool IsOpen() { _looks++; return _ready; } public async Task Wait() { while (!IsOpen()) await Task.Delay(10); }"));

    private static Diagnostic[] Run(string members) =>
        [.. AnalyzerRunner.Run("using System.Collections.Concurrent; namespace M { public class C { " + members + " } }").Where(r => r.Id == "ASA0504")];
}
