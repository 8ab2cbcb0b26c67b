namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Tasks and handed code that are waited for under the guard which they need (ASA0203).</summary>
public sealed class TasksThatNeedTheGuardTests
{
    private const string Inner = " private async Task Inner() { await _gate.WaitAsync(); try { await F(); } finally { _gate.Release(); } }";

    private const string Retry = " private static async Task Retry(Func<Task> act) { try { await act(); } catch (IOException) { await act(); } }";

    private const string Locked = " private async Task Locked(Func<Task> act) { await _gate.WaitAsync(); try { await act(); } finally { _gate.Release(); } }";

    [Theory]
    [InlineData("var t = Inner(); await F(); await t;")]
    [InlineData("Task t; t = Inner(); await t.ConfigureAwait(false);")]
    [InlineData("var t = Inner(); await Task.WhenAll(t, F());")]
    [InlineData("await Task.WhenAll(Inner(), F());")]
    [InlineData("await Task.WhenAll(new[] { F(), Inner() });")]
    [InlineData("await Task.WhenAll(a.Select(i => Inner()));")]
    [InlineData("var all = a.Select(async i => { await F(); await Inner(); }).ToList(); await Task.WhenAll(all);")]
    [InlineData("var all = new List<Task>(); foreach (var i in a) all.Add(Inner()); await Task.WhenAll(all);")]
    [InlineData("await Task.Run(() => Inner());")]
    [InlineData("await Task.Run(Inner);")]
    [InlineData("await Parallel.ForEachAsync(a, async (i, stop) => await Inner());")]
    [InlineData("Inner().Wait();")]
    [InlineData("Inner().GetAwaiter().GetResult();")]
    [InlineData("Task.Run(Inner).GetAwaiter().GetResult();")]
    [InlineData("await Retry(() => Inner());")]
    [InlineData("await Retry(Inner);")]
    [InlineData("if (a.Length > 0) await M(a[1..]);")]
    public void It_waits_for_what_needs_the_guard(string inside) => Assert.Equal(["warning ASA0203"], Held(inside));

    [Theory]
    [InlineData("_ = Inner();", "nobody waits")]
    [InlineData("var t = Inner(); await F();", "nobody waits here")]
    [InlineData("await Task.WhenAny(Inner(), Task.Delay(100));", "the time may end first")]
    [InlineData("var t = Inner(); if (await Task.WhenAny(t, Task.Delay(100)) == t) _n++;", "so it may here")]
    [InlineData("Inner().Wait(100);", "a wait that gives up")]
    [InlineData("var t = Inner(); await t.WaitAsync(TimeSpan.FromSeconds(1));", "it gives up as well")]
    [InlineData("_ = Task.Run(Inner);", "nobody waits for the thread")]
    [InlineData("_all.Add(Inner());", "the list is awaited by others")]
    [InlineData("_later = () => Inner();", "it runs at another time")]
    public void Nobody_waits_for_it(string inside, string because) => Assert.True(!Held(inside).Any(), because);

    [Theory]
    [InlineData("public async Task M() { var t = Inner(); await _gate.WaitAsync(); try { await t; } finally { _gate.Release(); } }" + Inner, "it was started first, and had the guard before")]
    [InlineData("public async Task M() { Task t; await _gate.WaitAsync(); try { t = Inner(); } finally { _gate.Release(); } await t; }" + Inner, "the guard is given back before the wait")]
    [InlineData("public async Task M() { await _gate.WaitAsync(); try { await Task.WhenAll(Pause(), F()); } finally { _gate.Release(); } } private async Task Pause() { _gate.Release(); await F(); await _gate.WaitAsync(); }", "it gives the guard back for a while")]
    [InlineData("public async Task M() { await Locked(F); await Locked(() => Task.Delay(1)); }" + Locked, "what is handed over asks for nothing")]
    public void The_guard_is_free_when_it_is_needed(string members, string because) => Assert.True(!GuardedClass.Reports(members).Any(), because);

    [Fact]
    public void A_task_that_is_returned_goes_on_without_the_guard() => Assert.Equal(
        ["warning ASA0209"],
        GuardedClass.Reports("public Task M() { _gate.Wait(); try { return Inner(); } finally { _gate.Release(); } }" + Inner));

    [Theory]
    [InlineData("public async Task M() { await Locked(async () => { await Inner(); }); }", "await Inner()")]
    [InlineData("public async Task M() { await Locked(Inner); }", "Locked(Inner)")]
    public void The_place_is_with_whoever_hands_the_code_over(string member, string place)
    {
        var report = Assert.Single(GuardedClass.Diagnostics(member + Locked + Inner));
        Assert.Equal("'_gate' is asked for again while it is held: 'M' → 'Locked' → 'Inner' waits for it again; a semaphore is not re-entrant, so the execution waits for itself", report.GetMessage());
        Assert.Contains(report.Location.SourceTree!.ToString().Substring(report.Location.SourceSpan.Start, report.Location.SourceSpan.Length), place, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_in_a_field_is_a_suggestion() => Assert.Equal(
        "'_gate' is asked for again by 'Inner', whose task is in '_loop' and is awaited here while it is held; a semaphore is not re-entrant, so the execution waits for itself",
        Assert.Single(GuardedClass.Diagnostics("private Task _loop = Task.CompletedTask; public void Start() => _loop = Inner(); public async Task Stop() { await _gate.WaitAsync(); try { await _loop; } finally { _gate.Release(); } }" + Inner), r => r.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Info).GetMessage());

    [Theory]
    [InlineData("await F(); } finally { _gate.Release(); } await _loop;", "after it was given back")]
    [InlineData("await _loop.WaitAsync(TimeSpan.FromSeconds(1)); } finally { _gate.Release(); }", "for a time only")]
    public void A_task_in_a_field_does_no_harm(string inside, string because) =>
        Assert.True(!GuardedClass.Reports("private Task _loop = Task.CompletedTask; public void Start() => _loop = Inner(); public async Task Stop() { await _gate.WaitAsync(); try { " + inside + " }" + Inner).Any(), because);

    private static IEnumerable<string> Held(string inside) =>
        GuardedClass.Reports("private readonly List<Task> _all = new(); private Func<Task>? _later; public async Task M(int[] a) { await _gate.WaitAsync(); try { " + inside + " } finally { _gate.Release(); } }" + Inner + Retry);

    [Theory]
    [InlineData("Queue<TaskCompletionSource> _waiting = new();", "_waiting.Enqueue(signal);", "_waiting.Dequeue().TrySetResult();")]
    [InlineData("Dictionary<int, TaskCompletionSource> _waiting = new();", "_waiting[1] = signal;", "if (_waiting.Remove(1, out var next)) next.TrySetResult();")]
    [InlineData("List<TaskCompletionSource> _waiting = new();", "_waiting.Add(signal);", "foreach (var one in _waiting) one.TrySetResult();")]
    [InlineData("TaskCompletionSource? _waiting;", "_waiting = signal;", "_waiting!.TrySetResult();")]
    [InlineData("TaskCompletionSource? _waiting;", "this._waiting = signal;", "var mine = _waiting!; mine.TrySetResult();")]
    public void A_signal_that_is_put_somewhere_and_needs_the_guard_to_come(string field, string put, string give) =>
        Assert.Contains(Signal(field, put, "await _gate.WaitAsync(); try { " + give + " } finally { _gate.Release(); }"), r => r == "info ASA0203");

    [Theory]
    [InlineData("Queue<TaskCompletionSource> _waiting = new();", "_waiting.Enqueue(signal);", "await Task.Yield(); _waiting.Dequeue().TrySetResult();", "given without the guard")]
    [InlineData("Queue<TaskCompletionSource> _waiting = new();", "_waiting.Enqueue(signal); using var end = new CancellationTokenSource(9).Token.Register(() => signal.TrySetCanceled());", "await _gate.WaitAsync(); try { _waiting.Dequeue().TrySetResult(); } finally { _gate.Release(); }", "a time ends it")]
    [InlineData("TaskCompletionSource? _waiting;", "_waiting = signal; Give(signal);", "await _gate.WaitAsync(); try { _waiting!.TrySetResult(); } finally { _gate.Release(); }", "somebody else has it as well")]
    [InlineData("TaskCompletionSource? _waiting; void Give(TaskCompletionSource other) => other.TrySetResult();", "_waiting = signal;", "await _gate.WaitAsync(); try { _waiting!.TrySetResult(); } finally { _gate.Release(); }", "which signal is given is not seen")]
    public void A_signal_that_somebody_can_give(string field, string put, string give, string because) => Assert.True(!Signal(field, put, give).Any(), because);

    private static IEnumerable<string> Signal(string field, string put, string give) =>
        GuardedClass.Reports("private readonly " + field.Replace("TaskCompletionSource? _waiting", "object _none = new(); private TaskCompletionSource? _waiting", StringComparison.Ordinal) + " public async Task M() { await _gate.WaitAsync(); try { var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); " + put + " await signal.Task; } finally { _gate.Release(); } } public async Task N() { " + give + " } private static void Give(object o) { }");
}
