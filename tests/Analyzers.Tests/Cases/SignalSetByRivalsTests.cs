using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Signals that are completed by calls which throw where somebody else was first.</summary>
public sealed class SignalSetByRivalsTests
{
    private const string Field = "readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously); public Task<int> Done => _done.Task; ";
    private const string Swapped = "TaskCompletionSource<int>? _done; public Task<int> NextAsync() => (_done = new()).Task; ";
    private const string Channel = "readonly Channel<int> _ch = System.Threading.Channels.Channel.CreateUnbounded<int>(); public ValueTask Add(int i) => _ch.Writer.WriteAsync(i); ";

    // An actor that has stopped gets no message any more; one that is only told to stop does.
    [Theory]
    [InlineData("PostStop", false)]
    [InlineData("Dispose", true)]
    public void TheLastOfAll(string last, bool reported) => Assert.Equal(
        reported,
        Run(Field + "public void OnFull(Action<Action<int>> callback) => callback(n => _done.SetResult(n)); public void " + last + "() => _done.TrySetException(new Exception());").Any(d => d.Severity == DiagnosticSeverity.Warning));

    [Theory]
    [InlineData(Field + "public C(CancellationToken t) => t.Register(() => _done.TrySetCanceled()); public void OnReply(int r) => _done.SetResult(r);", "cancellation, and the answer throws")]
    [InlineData(Field + "public C(CancellationToken t) => t.Register(() => _done.SetCanceled()); public void OnReply(int r) => _done.TrySetResult(r);", "cancellation throws")]
    [InlineData(Field + "public C(CancellationToken t) => t.Register(_done.SetCanceled); public void OnReply(int r) => _done.TrySetResult(r);", "a method group")]
    [InlineData(Field + "public C(CancellationToken t) => t.Register(s => ((C)s!)._done.TrySetCanceled(), this); public void OnReply(int r) => _done.SetResult(r);", "the object as state")]
    [InlineData(Field + "public C(CancellationToken t) => t.Register(s => ((TaskCompletionSource<int>)s!).TrySetCanceled(), _done); public void OnReply(int r) => _done.SetResult(r);", "the signal as state")]
    [InlineData(Field + "Timer? _t; public void Begin() => _t = new Timer(_ => _done.TrySetException(new TimeoutException()), null, 100, -1); public void OnReply(int r) => _done.SetResult(r);", "a timer")]
    [InlineData(Field + "Timer? _t; public void Begin() => _t = new Timer(OnTime, null, 100, -1); void OnTime(object? s) => Fail(new TimeoutException()); void Fail(Exception e) => _done.TrySetException(e); public void OnReply(int r) => _done.SetResult(r);", "through private methods")]
    [InlineData("public Task<int> Run(System.Diagnostics.Process p, CancellationToken t) { var done = new TaskCompletionSource<int>(); p.Exited += (_, _) => done.TrySetResult(p.ExitCode); t.Register(() => { p.Kill(); done.SetCanceled(); }); return done.Task; }", "a local")]
    [InlineData("public async Task<int> Run(Func<Task<int>> f, CancellationToken t) { var done = new TaskCompletionSource<int>(); using var r = t.Register(() => done.TrySetCanceled()); done.SetResult(await f()); return await done.Task; }", "the method itself, while the registration stands")]
    [InlineData("public async Task<int> Run(Socket s) { var done = new TaskCompletionSource<int>(); s.Received += (_, n) => done.SetResult(n); if (await Task.WhenAny(done.Task, Task.Delay(100)) != done.Task) done.TrySetCanceled(); return await done.Task; } public class Socket { public event EventHandler<int>? Received; }", "a handler that is late")]
    [InlineData(Channel + "public Task StopAsync() { _ch.Writer.Complete(); return Task.CompletedTask; } public void Dispose() => _ch.Writer.Complete();", "stop and dispose")]
    [InlineData(Channel + "public void Stop() => _ch.Writer.Complete(); public ValueTask DisposeAsync() { Stop(); return default; }", "dispose stops")]
    [InlineData(Field + "public void Close() => _done.SetResult(1); public void Dispose() => _done.SetCanceled();", "close and dispose")]
    [InlineData(Channel + "public C() => Task.Run(async () => { try { await Task.Delay(1); } finally { _ch.Writer.TryComplete(); } }); public void Dispose() => _ch.Writer.Complete();", "the loop tries, dispose does not")]
    [InlineData(Field + "public async Task Begin(bool ready, CancellationToken t, Func<Task<int>> f) { if (ready) { _done.SetResult(1); return; } using var r = t.Register(() => _done.TrySetCanceled()); _done.SetResult(await f()); }", "behind the registration")]
    [InlineData(Field + "public void Begin(CancellationToken[] all) { foreach (var t in all) { if (t.IsCancellationRequested) { _done.SetResult(1); return; } t.Register(() => _done.TrySetCanceled()); } }", "registered in the turn before")]
    public void TheSecondThrows(string members, string because) => Assert.True(Run(members) is [{ Severity: DiagnosticSeverity.Warning }], because);

    [Fact]
    public void ItIsSaidWhereTheOtherCanBeFirst() => Assert.StartsWith(
        "'_done.SetResult(await f())' throws",
        Assert.Single(Run(Field + "public async Task Begin(bool ready, CancellationToken t, Func<Task<int>> f) { if (ready) { _done.SetResult(1); return; } using var r = t.Register(() => _done.TrySetCanceled()); _done.SetResult(await f()); }")).GetMessage(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(Field + "public void OnReply(int r) => _done.SetResult(r); public void OnFault(Exception e) => _done.SetException(e);", "two members", 2)]
    [InlineData(Field + "public void OnReply(int r) => _done.SetResult(r); public void Dispose() => _done.TrySetCanceled();", "a late answer", 1)]
    [InlineData(Field + "public void Complete(int r) => _done.SetResult(r); public void OnTimeout() => _done.SetCanceled();", "what comes on its own", 2)]
    [InlineData(Field + "public C(CancellationToken t) => t.Register(() => { if (!_done.Task.IsCompleted) _done.SetCanceled(); }); public void OnReply(int r) => _done.TrySetResult(r);", "looked at before", 1)]
    [InlineData(Channel + "bool _on; public void Set(bool on) { if (_on == on) return; _on = on; if (!on) _ch.Writer.Complete(); }", "a flag", 1)]
    [InlineData(Field + "bool _over; public void Finish(int r) { if (!_over) { _over = true; _done.SetResult(r); } }", "a flag around", 1)]
    [InlineData(Field + "public void Begin(bool ready, CancellationToken t) { if (ready) { _done.SetResult(1); return; } t.Register(() => _done.TrySetCanceled()); }", "registered on the other way only", 1)]
    public void ItMayBe(string members, string because, int count)
    {
        var found = Run(members);
        Assert.True(found.Length == count && found.All(d => d.Severity == DiagnosticSeverity.Info), because);
    }

    [Theory]
    [InlineData(Field + "public C(CancellationToken t) => t.Register(() => _done.TrySetCanceled()); public void OnReply(int r) => _done.TrySetResult(r);", "all of them try")]
    [InlineData(Field + "public void OnReply(int r) => _done.SetResult(r);", "only one")]
    [InlineData(Field + "public void OnReply(int r) { if (r > 0) _done.SetResult(r); else _done.SetException(new Exception()); }", "branches")]
    [InlineData(Field + "public async Task Run(Func<Task<int>> f) { try { _done.SetResult(await f()); } catch (Exception e) { _done.SetException(e); } }", "the result or the exception")]
    [InlineData(Swapped + "public void OnReply(int r) => Interlocked.Exchange(ref _done, null)?.SetResult(r); public void Cancel() => Interlocked.Exchange(ref _done, null)?.SetCanceled();", "exchanged")]
    [InlineData(Swapped + "public void OnReply(int r) { var d = Interlocked.Exchange(ref _done, null); d?.SetResult(r); } public C(CancellationToken t) => t.Register(() => Interlocked.Exchange(ref _done, null)?.SetCanceled());", "exchanged into a local")]
    [InlineData(Swapped + "readonly object _gate = new(); public void OnReply(int r) { lock (_gate) { _done?.SetResult(r); _done = null; } } public void Cancel() { lock (_gate) { _done?.SetCanceled(); _done = null; } }", "removed under a lock")]
    [InlineData(Field + "int _over; public void OnReply(int r) { if (Interlocked.Exchange(ref _over, 1) == 0) _done.SetResult(r); } public C(CancellationToken t) => t.Register(() => { if (Interlocked.Exchange(ref _over, 1) == 0) _done.SetCanceled(); });", "one wins")]
    [InlineData(Field + "int _over; public void OnReply(int r) { if (Interlocked.CompareExchange(ref _over, 1, 0) != 0) return; _done.SetResult(r); } public void Cancel() { if (Interlocked.CompareExchange(ref _over, 1, 0) != 0) return; _done.SetCanceled(); }", "one wins and the other leaves")]
    [InlineData(Field + "int _over; public void OnReply(int r) { var mine = Interlocked.Exchange(ref _over, 1) == 0; if (mine) _done.SetResult(r); } public void Cancel() { if (Interlocked.Exchange(ref _over, 1) == 0) _done.SetCanceled(); }", "kept in a local")]
    [InlineData("readonly ConcurrentDictionary<int, TaskCompletionSource<int>> _all = new(); public void OnReply(int id) { if (_all.TryRemove(id, out var d)) d.SetResult(id); } public void Cancel(int id) { if (_all.TryRemove(id, out var d)) d.SetCanceled(); }", "taken out")]
    [InlineData(Field + "bool _over; readonly object _gate = new(); public void OnReply(int r) { lock (_gate) { if (_over) return; _over = true; _done.SetResult(r); } } public void Cancel() { lock (_gate) { if (_over) return; _over = true; _done.SetCanceled(); } }", "a flag under a lock")]
    [InlineData(Field + "public void OnReply(int r) { try { _done.SetResult(r); } catch (InvalidOperationException) { } } public C(CancellationToken t) => t.Register(() => _done.TrySetCanceled());", "caught")]
    [InlineData(Field + "public void SetResult(int r) => _done.SetResult(r); public void SetException(Exception e) => _done.SetException(e);", "handed on to callers")]
    [InlineData("public Task<int> Run(Player p) { var done = new TaskCompletionSource<int>(); p.Ended += (_, n) => done.SetResult(n); p.Failed += (_, _) => done.SetException(new Exception()); return done.Task; } public class Player { public event EventHandler<int>? Ended; public event EventHandler? Failed; }", "two events of which one comes")]
    [InlineData("public Task<int> Run(Client c) { var done = new TaskCompletionSource<int>(); c.Get(n => done.SetResult(n), e => done.SetException(e)); return done.Task; } public class Client { public void Get(Action<int> good, Action<Exception> bad) { } }", "two callbacks of one call")]
    [InlineData("public Task<int> Run(Client c) { var done = new TaskCompletionSource<int>(); try { c.Begin(n => done.SetResult(n)); } catch (Exception e) { done.SetException(e); } return done.Task; } public class Client { public void Begin(Action<int> good) { } }", "it did not begin")]
    [InlineData("public Task<int> Run(Client c, int? known) { var done = new TaskCompletionSource<int>(); if (known is { } k) { done.SetResult(k); return done.Task; } c.Begin(n => done.SetResult(n)); return done.Task; } public class Client { public void Begin(Action<int> good) { } }", "known before")]
    [InlineData("public async Task<int> Run(Func<Task> f, CancellationToken t) { var done = new TaskCompletionSource<int>(); using (t.Register(() => { })) { await f(); } using (t.Register(() => done.TrySetCanceled())) { await f(); } if (!t.IsCancellationRequested) done.SetResult(1); return await done.Task; }", "the registration is gone")]
    [InlineData(Channel + "public void Stop() => _ch.Writer.TryComplete(); public void Dispose() => _ch.Writer.TryComplete();", "both try")]
    [InlineData(Channel + "int _over; public void Stop() { if (Interlocked.Exchange(ref _over, 1) == 0) _ch.Writer.Complete(); } public void Dispose() => Stop();", "dispose stops once")]
    [InlineData(Channel + "bool _over; public void Dispose() { if (_over) return; _over = true; _ch.Writer.Complete(); }", "dispose is called by one")]
    [InlineData("public static Task<int> Run(Func<int> f) { var done = new TaskCompletionSource<int>(); var thread = new Thread(() => { try { done.SetResult(f()); } catch (Exception e) { done.SetException(e); } }); thread.Start(); return done.Task; }", "a thread")]
    [InlineData(Field + "public C(bool over) { if (over) _done.SetResult(0); } public void Cancel() => _done.TrySetCanceled();", "the constructor is first")]
    [InlineData("sealed class Own { public void SetResult(int r) { } public void SetCanceled() { } } readonly Own _done = new(); public C(CancellationToken t) => t.Register(() => _done.SetCanceled()); public void OnReply(int r) => _done.SetResult(r);", "another type")]
    public void NobodyElseCanBeFirst(string members, string because) => Assert.True(Run(members).Length == 0, because);

    [Theory]
    [InlineData(Field + "public void SetValue(int r) { if (!_done.Task.IsCompleted) _done.SetResult(r); } public void Fail() { if (!_done.Task.IsCompleted) _done.SetException(new Exception()); }", 2, "both look first")]
    [InlineData(Keyed + "public void Handle(int i) => _all[i].SetResult(i); public void OnTimeout(int i) => _all[i].SetException(new Exception());", 2, "found in a collection")]
    [InlineData(Keyed + "public void Handle(int i) { if (_all.TryGetValue(i, out var done)) done.SetResult(i); } public void GiveUp(int i) { if (_all.TryGetValue(i, out var done)) done.SetCanceled(); }", 2, "found by a key")]
    [InlineData("public Task Run(Button b) { var done = new TaskCompletionSource(); b.Clicked += (_, _) => done.SetResult(); return done.Task; }" + Button, 1, "an event that comes again")]
    [InlineData(Field + "public void Set() { if (!_done.Task.IsCompleted) _done.SetResult(1); }", 1, "two calls that both look first")]
    [InlineData(Field + "readonly Line _line = new(); public C() => _line.Ready += OnReady; void OnReady(object? s, EventArgs e) => _done.SetResult(1); public void Dispose() => _line.Ready -= OnReady;" + Line, 1, "taken back at the end of the object only")]
    public void SomebodyElseMayBeFirst(string members, int count, string because) => Assert.True(Run(members) is var found && found.Length == count && found.All(f => f.Severity == DiagnosticSeverity.Info), because);

    [Theory]
    [InlineData(Keyed + "public void Handle(int i) { if (_all.Remove(i, out var done)) done.SetResult(i); } public void OnTimeout(int i) { if (_all.Remove(i, out var done)) done.SetCanceled(); }", "taken out")]
    [InlineData(Keyed + "public void Handle(int i) { var done = _all[i]; _all.Remove(i); done.SetResult(i); } public void OnTimeout(int i) { var done = _all[i]; _all.Remove(i); done.SetCanceled(); }", "taken out before")]
    [InlineData(Keyed + "public void Handle(int i) => _all[i].SetResult(i); public void Refuse(int i) => _all[i].SetException(new Exception());", "an answer or a refusal")]
    [InlineData("public Task Run(Button b) { var done = new TaskCompletionSource(); void Done(object? s, EventArgs e) { b.Clicked -= Done; done.SetResult(); } b.Clicked += Done; return done.Task; }" + Button, "the handler is taken back")]
    [InlineData(Field + "readonly Line _line = new(); public C() => _line.Ready += OnReady; void OnReady(object? s, EventArgs e) { _line.Ready -= OnReady; _done.SetResult(1); }" + Line, "the handler takes itself back")]
    [InlineData("public Task Run(Button b) { var done = new TaskCompletionSource(); b.Clicked += (_, e) => { if (e == EventArgs.Empty) done.SetResult(); }; return done.Task; }" + Button, "it waits for one of them")]
    [InlineData("public Task Run(Button b) { var done = new TaskCompletionSource(); b.Closed += (_, _) => done.SetResult(); return done.Task; }" + Button, "an event that comes once")]
    [InlineData("public Task Run(Button b) { var done = new TaskCompletionSource(); b.Clicked += (_, _) => done.TrySetResult(); return done.Task; }" + Button, "it tries")]
    public void ASignalThatIsOneOfMany(string members, string because) => Assert.True(Run(members).Length == 0, because);

    [Fact]
    [KnownError("Of signals that are found in a collection, only those are reported that a time limit or a cancellation completes as well (ASA0502).")]
    public void KnownMissedAlarm_ASignalInACollection() => Assert.Empty(Run(Keyed + "public void Handle(int i) => _all[i].SetResult(i); public void Refuse(int i) => _all[i].SetException(new Exception());"));

    [Theory]
    [InlineData("t.Register(() => reply.TrySetCanceled()); _all.Enqueue(new Item(\"\", reply));", Work + "r.Reply.SetResult(1); }", true, "a record")]
    [InlineData("using var end = t.Register(() => reply.TrySetCanceled()); _all.Enqueue(new Item(\"\", Reply: reply));", Work + "var reply = r.Reply; reply.SetResult(1); }", true, "by the name of the parameter, and a copy")]
    [InlineData("t.Register(() => reply.TrySetCanceled()); _all.Enqueue(new Ask { Reply = reply });", "public void P(Ask r) => r.Reply!.SetResult(1); ", true, "an initializer")]
    [InlineData("t.Register(() => reply.TrySetCanceled()); _all.Enqueue(new Plain(reply));", "public void P(Plain r) => r.Reply.SetResult(1); ", true, "a constructor")]
    [InlineData("t.Register(() => reply.TrySetCanceled()); _all.Enqueue(new Item(\"\", reply));", Work + "r.Reply.TrySetResult(1); }", false, "it only tries")]
    [InlineData("t.Register(() => reply.TrySetCanceled()); _all.Enqueue(new Item(\"\", reply));", Work + "try { r.Reply.SetResult(1); } catch (InvalidOperationException) { } }", false, "it catches")]
    [InlineData("t.Register(() => { if (_open.TryRemove(1, out _)) reply.TrySetCanceled(); }); _all.Enqueue(new Item(\"\", reply));", "readonly ConcurrentDictionary<int, Item> _open = new(); public void P() { if (_open.TryRemove(1, out var r)) r.Reply.SetResult(1); } ", false, "one of them gets it")]
    [InlineData("var mine = new TaskCompletionSource<int>(); t.Register(() => mine.TrySetCanceled()); _all.Enqueue(new Item(\"\", reply));", Work + "r.Reply.SetResult(1); }", false, "another one")]
    [InlineData("_all.Enqueue(new Item(\"\", reply)); if (t.IsCancellationRequested) reply.TrySetCanceled();", Work + "r.Reply.SetResult(1); }", false, "nothing comes on its own")]
    public void ASignalInAMessage(string ask, string members, bool reported, string because) => Assert.True(
        Run("readonly ConcurrentQueue<object> _all = new(); public async Task<int> AskAsync(CancellationToken t) { var reply = new TaskCompletionSource<int>(); " + ask + " return await reply.Task; } " + members + " public record Item(string Name, TaskCompletionSource<int> Reply); public class Ask { public TaskCompletionSource<int>? Reply { get; init; } } public class Plain { public TaskCompletionSource<int> Reply { get; } public Plain(TaskCompletionSource<int> reply) => Reply = reply; }")
            .Any(d => d.Severity == DiagnosticSeverity.Warning) == reported,
        because);

    private const string Work = "public void P(Item r) { ";

    [Theory]
    [InlineData("public async Task P(Item r, Func<Task<int>> f) { for (var i = 0; i < 3; i++) { try { r.Reply.SetResult(await f()); return; } catch (IOException e) { r.Reply.SetException(e); await Task.Delay(1); } } }", true, "each attempt says that it failed")]
    [InlineData("public async Task P(Func<Task<int>> f) { var done = new TaskCompletionSource<int>(); while (true) { var x = await f(); done.SetResult(x); } }", true, "a local that is made before")]
    [InlineData("public async Task P(Func<Task<int>> f) { while (true) { _done.SetResult(await f()); } }", true, "a field that stays")]
    [InlineData("public async Task P(Func<Task<int>> f) { while (true) { var d = new TaskCompletionSource<int>(); d.SetResult(await f()); } }", false, "a new one for each turn")]
    [InlineData("public void P(IEnumerable<Item> all) { foreach (var r in all) r.Reply.SetResult(1); }", false, "each its own")]
    [InlineData("public void P(ConcurrentQueue<Item> all) { while (all.TryDequeue(out var r)) r.Reply.SetResult(1); }", false, "taken out")]
    [InlineData("public async Task P(Item r, Func<Task<int>> f) { while (true) { try { r.Reply.SetResult(await f()); break; } catch (IOException) { await Task.Delay(1); } } }", false, "it leaves")]
    [InlineData("public async Task P(Item r, Func<Task<Item>> f) { while (true) { r.Reply.SetResult(1); r = await f(); } }", false, "the next one")]
    [InlineData("public async Task P(Func<Task<int>> f) { while (true) { var x = await f(); if (x > 3) { _done.SetResult(x); } } }", false, "a condition decides")]
    public void TheNextTurnOfALoop(string members, bool reported, string because) =>
        Assert.True(Run(Field + members + " public record Item(TaskCompletionSource<int> Reply);").Any(d => d.Severity == DiagnosticSeverity.Warning) == reported, because);

    private const string Waiting = "readonly object _gate = new(); TaskCompletionSource<int>? _next; void Reset() => _next = null; public void Add(int i) { lock (_gate) { if (_next != null) { _next.SetResult(i); Reset(); } } } ";

    [Theory]
    [InlineData("public Task<int> NextAsync(CancellationToken t) { lock (_gate) { _next = new(); var task = _next.Task; t.Register(Cancel); return task; } } void Cancel() { lock (_gate) { if (_next != null) { _next.SetCanceled(); Reset(); } } }", false)]
    [InlineData("public Task<int> NextAsync(CancellationToken t) { lock (_gate) { _next = new(); t.Register(() => _next.SetCanceled()); return _next.Task; } }", true)]
    public void WhatALockAndAMethodTakeAway(string members, bool reported) => Assert.Equal(reported, Run(Waiting + members).Length > 0);

    private const string Keyed = "readonly Dictionary<int, TaskCompletionSource<int>> _all = new(); ";

    private const string Line = " public class Line { public event EventHandler? Ready; public void Raise() => Ready?.Invoke(this, EventArgs.Empty); }";

    private const string Button = " public class Button { public event EventHandler? Clicked; public event EventHandler? Closed; public void Raise() { Clicked?.Invoke(this, EventArgs.Empty); Closed?.Invoke(this, EventArgs.Empty); } }";

    private const string One = " } static class P { public static void Main(object services) => services.AddSingleton<C>(); static void AddSingleton<T>(this object o) { }";

    // One object for all callers says nothing of threads, and nothing of an end that comes before the start is over.
    [Theory]
    [InlineData(Field + "TaskCompletionSource? _first; public async Task Go(int r) { if (_first is not null) { await _first.Task; return; } _first = new(); await Task.Delay(1); _done.SetResult(r); }" + One, DiagnosticSeverity.Info)]
    [InlineData("bool _over; " + Field + "public void Finish(int r) { if (!_over) { _over = true; _done.SetResult(r); } }" + One, DiagnosticSeverity.Info)]
    [InlineData(Field + "bool _on; public async Task Go(int r) { if (_on) return; await Task.Delay(1); _on = true; _done.SetResult(r); }" + One, DiagnosticSeverity.Warning)]
    [InlineData(Field + "public async Task StartAsync(int r) { await Task.Delay(1); _done.SetResult(r); } public Task StopAsync() { _done.TrySetCanceled(); return Task.CompletedTask; }" + One, DiagnosticSeverity.Info)]
    [InlineData(Field + "public async Task Answer(int r) { await Task.Delay(1); _done.SetResult(r); } public Task StopAsync() { _done.TrySetCanceled(); return Task.CompletedTask; }" + One, DiagnosticSeverity.Warning)]
    [InlineData(Field + "void Loop() { if (!_done.Task.IsCompleted) _done.SetResult(1); } public void Run() => Loop(); public void Nested() => Loop();" + One, DiagnosticSeverity.Info)]
    [InlineData(Field + "void Loop() => _done.SetResult(1); public void Run() => Loop(); public void Nested() => Loop();" + One, DiagnosticSeverity.Info)]
    public void OneObjectForAll(string members, DiagnosticSeverity severity) => Assert.Equal(severity, Assert.Single(Run(members)).Severity);

    // One function completes what it is given, and several of its runs are given the same.
    [Theory]
    [InlineData("_ = Ask(a, done); _ = Ask(b, done);", "done.SetResult(await f());", DiagnosticSeverity.Warning)]
    [InlineData("_ = Ask(a, done); _ = Ask(b, done);", "var n = await f(); if (n > 0) done.SetResult(n);", DiagnosticSeverity.Info)]
    [InlineData("foreach (var f in new[] { a, b }) { _ = Ask(f, done); }", "done.SetResult(await f());", DiagnosticSeverity.Warning)]
    [InlineData("_ = Ask(a, done); _ = Ask(b, done);", "done.TrySetResult(await f());", DiagnosticSeverity.Hidden)]
    [InlineData("_ = Ask(a, done); _ = Ask(b, done);", "var n = await f(); if (Interlocked.Exchange(ref _won, 1) == 0) done.SetResult(n);", DiagnosticSeverity.Hidden)]
    [InlineData("_ = Ask(a, done); var other = new TaskCompletionSource<int>(); _ = Ask(b, other);", "done.SetResult(await f());", DiagnosticSeverity.Hidden)]
    [InlineData("foreach (var f in new[] { a, b }) { var own = new TaskCompletionSource<int>(); _ = Ask(f, own); }", "done.SetResult(await f());", DiagnosticSeverity.Hidden)]
    [InlineData("if (a == b) _ = Ask(a, done); else _ = Ask(b, done);", "done.SetResult(await f());", DiagnosticSeverity.Hidden)]
    public void OneSignalForSeveralRuns(string starts, string body, DiagnosticSeverity severity) => Assert.Equal(
        severity,
        Run("int _won; public async Task<int> First(Func<Task<int>> a, Func<Task<int>> b) { var done = new TaskCompletionSource<int>(); " + starts + " return await done.Task; } async Task Ask(Func<Task<int>> f, TaskCompletionSource<int> done) { " + body + " }")
            .Select(d => d.Severity).DefaultIfEmpty(DiagnosticSeverity.Hidden).Max());

    // Two events of which the one comes over and over: the other does not come instead of it.
    [Theory]
    [InlineData("b.Closed += (_, _) => done.SetResult(); b.Clicked += (_, e) => { if (e != EventArgs.Empty) done.SetException(new Exception()); };", 2)]
    [InlineData("b.Closed += (_, _) => done.TrySetResult(); b.Clicked += (_, e) => { if (e != EventArgs.Empty) done.TrySetException(new Exception()); };", 0)]
    [InlineData("EventHandler click = (_, e) => { if (e != EventArgs.Empty) done.SetException(new Exception()); }; b.Closed += (_, _) => { b.Clicked -= click; done.SetResult(); }; b.Clicked += click;", 0)]
    public void AnEventBesideOneThatComesAgain(string handlers, int count) =>
        Assert.Equal(count, Run("public Task Run(Button b) { var done = new TaskCompletionSource(); " + handlers + " return done.Task; }" + Button).Count(d => d.Severity == DiagnosticSeverity.Info));

    // One call completes it or starts the work; and what one thread does comes one after the other.
    [Theory]
    [InlineData("public void Ask(bool known) { if (known) { _done.TrySetResult(1); return; } _ = Task.Run(() => _done.SetResult(2)); }", DiagnosticSeverity.Info)]
    [InlineData("public void Ask() => _ = Task.Run(() => _done.SetResult(2)); public void Answer(int r) => _done.TrySetResult(r);", DiagnosticSeverity.Warning)]
    [InlineData("public void Begin() => new Thread(Run).Start(); void Run() { try { Loop(); } catch (Exception e) { _done.TrySetException(e); } } void Loop() => _done.SetResult(1); public void Nested() => Loop();", DiagnosticSeverity.Info)]
    [InlineData("public void Begin() => new Thread(Run).Start(); void Run() { try { Use(); } catch (Exception e) { _done.TrySetException(e); } } static void Use() { } void Loop() => _done.SetResult(1); public void Nested() => Loop();", DiagnosticSeverity.Warning)]
    public void WorkThatLeadsToBoth(string members, DiagnosticSeverity severity) => Assert.Equal(severity, Assert.Single(Run(Field + members)).Severity);

    [Fact]
    public void TheMessageSaysWhoCanBeFirst() => Assert.Equal(
        "'_done.SetResult(r)' throws where '_done' is already completed: '_done.TrySetCanceled()' can come first, when the token is cancelled",
        Assert.Single(Run(Field + "public C(CancellationToken t) => t.Register(() => _done.TrySetCanceled()); public void OnReply(int r) => _done.SetResult(r);")).GetMessage());

    [Fact]
    public void OnePlaceIsReportedForEachFunction()
    {
        var found = Assert.Single(Run(Field + "public C(CancellationToken t) => t.Register(() => _done.TrySetCanceled()); public void OnReply(int r) { if (r > 0) _done.SetResult(r); else _done.SetException(new Exception()); }"));
        Assert.Equal(3, found.AdditionalLocations.Count);
    }

    [Fact]
    public void ATestIsSilent() => Assert.Empty(Run("[Xunit.Fact] public void M() { } " + Field + "public C(CancellationToken t) => t.Register(() => _done.TrySetCanceled()); public void OnReply(int r) => _done.SetResult(r); } } namespace Xunit { class FactAttribute : Attribute { } namespace N { class D {"));

    [Theory]
    [InlineData("public class Base { protected readonly TaskCompletionSource<int> Done = new(); } public class One : Base { public void Run() => Done.SetResult(1); } public class Two : Base { public void Run() => Done.SetResult(2); }", 0)]
    [InlineData("public class Base { protected readonly TaskCompletionSource<int> Done = new(); public void Run() => Done.SetResult(0); } public class One : Base { public void Finish() => Done.SetResult(1); }", 2)]
    public void TypesThatInheritItCompleteTheirOwn(string members, int expected) => Assert.Equal(expected, Run(members).Length);

    [Theory]
    [InlineData("Channel<int> _ch = Channel.CreateUnbounded<int>(); public async Task Feed(IAsyncEnumerable<int> s) { try { await foreach (var x in s) await _ch.Writer.WriteAsync(x); } catch (Exception e) { _ch.Writer.Complete(e); throw; } finally { _ch.Writer.Complete(); } }", "a finally runs in any case")]
    [InlineData("Channel<int> _ch = Channel.CreateUnbounded<int>(); public async Task Feed(IAsyncEnumerable<int> s) { try { await foreach (var x in s) await _ch.Writer.WriteAsync(x); } catch (Exception e) { _ch.Writer.TryComplete(e); } _ch.Writer.Complete(); }", "behind a catch that goes on")]
    [InlineData("public Task<int> Ask(Func<Task<int>> f) { var done = new TaskCompletionSource<int>(); _ = Go(); return done.Task; async Task Go() { var r = 0; try { r = await f(); } catch (Exception e) { done.SetException(e); } done.SetResult(r); } }", "a source of the method")]
    [InlineData(Field + "public async Task Go(Func<Task<int>> f) { var r = 0; try { r = await f(); } catch (Exception e) { _done?.SetException(e); } finally { _done?.SetResult(r); } }", "if there is one")]
    public void OneCallCompletesItTwice(string members, string because) => Assert.True(Run(members) is [{ Severity: DiagnosticSeverity.Warning }], because);

    [Fact]
    public void TheMessageSaysWhatHasComeBefore() => Assert.Equal(
        "'_done.SetResult(r)' throws where '_done' is already completed: '_done.SetException(e)' has come before where an exception is caught",
        Assert.Single(Run(Field + "public async Task Go(Func<Task<int>> f) { var r = 0; try { r = await f(); } catch (Exception e) { _done.SetException(e); } _done.SetResult(r); }")).GetMessage());

    [Theory]
    [InlineData(Field + "public async Task Go(Func<Task<int>> f) { var r = 0; try { r = await f(); } catch (Exception e) { _done.SetException(e); return; } _done.SetResult(r); }", "the catch leaves")]
    [InlineData(Field + "public async Task Go(Func<Task<int>> f) { var r = 0; try { r = await f(); } catch (Exception e) { _done.SetException(e); } if (r > 0) _done.SetResult(r); }", "a condition tells")]
    [InlineData(Field + "public async Task Go(Func<Task<int>> f) { var r = 0; try { r = await f(); } catch (Exception e) { _done.SetException(e); r = -1; } if (r < 0) return; _done.SetResult(r); }", "it leaves in between")]
    [InlineData(Field + "public async Task Go(Func<Task<int>> f) { var r = 0; try { r = await f(); } catch (Exception e) { _done.SetException(e); } finally { _done.TrySetResult(r); } }", "the second tries")]
    [InlineData("TaskCompletionSource<int> _done = new(); public async Task Go(Func<Task<int>> f) { var r = 0; try { r = await f(); } catch (Exception e) { _done.SetException(e); _done = new(); } _done.SetResult(r); }", "another source")]
    [InlineData(Field + "public async Task Go(Func<Task<int>> f) { try { _done.SetResult(await f()); } catch (Exception e) { _done.SetException(e); } }", "the one or the other")]
    [InlineData(Field + "readonly TaskCompletionSource<int> _failed = new(); public async Task Go(Func<Task<int>> f) { var r = 0; try { r = await f(); } catch (Exception e) { _failed.SetException(e); } _done.SetResult(r); }", "two sources")]
    public void OneCallCompletesItOnce(string members, string because) => Assert.True(Run(members).Length == 0, because);

    private static Diagnostic[] Run(string members) =>
        [.. AnalyzerRunner.Run("using System.Threading.Channels; using System.Collections.Concurrent; namespace M { public partial class C { " + members + " } }").Where(r => r.Id == "ASA0502")];
}
