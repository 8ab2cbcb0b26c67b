namespace AsyncStateAnalyzers.Tests.Lowering;

/// <summary>What suspends, what does not, and where in the order of evaluation.</summary>
public class SuspensionTests
{
    [Fact]
    public void Awaiting_hands_on_what_the_task_was_made_from() =>
        Lowered.Body("_n = await External.G(_m);", "B1: read r1 this._m; v1 <- {r1}; suspend v1 = w1; write this._n <- {w1} -> exit");

    [Fact]
    public void Awaiting_a_method_of_the_type_is_a_call_and_a_suspension_on_its_task() =>
        Lowered.Body("_n = await F();", "B1: await-call F() = c1; suspend c1 = w1; write this._n <- {w1} -> exit");

    [Fact]
    public void ConfigureAwait_hands_the_task_on() =>
        Lowered.Body("_n = await F().ConfigureAwait(false);", "B1: await-call F() = c1; suspend c1 = w1; write this._n <- {w1} -> exit");

    [Fact]
    public void Task_in_a_field_is_read_and_awaited() =>
        Lowered.Body("await _task!;", "B1: read r1 this._task; suspend r1 -> exit");

    [Fact]
    public void Task_started_earlier_is_not_awaited_at_its_call() =>
        Lowered.Body("var t = F(); _n = 1; _m = await t;", "B1: call F() = c1; t <- {c1}; write this._n <- {} const other; suspend t = w1; write this._m <- {w1} -> exit");

    [Fact]
    public void Completed_tasks_do_not_suspend() =>
        Lowered.Body("await Task.CompletedTask; _n = await Task.FromResult(_m); await default(ValueTask); _m = await new ValueTask<int>(3);", "B1: read r1 this._m; write this._n <- {r1}; write this._m <- {} -> exit");

    [Fact]
    public void Forced_yielding_suspends_on_a_completed_task() =>
        Lowered.Body("await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);", "B1: suspend -> exit");

    [Fact]
    public void Yield_suspends() =>
        Lowered.Body("await Task.Yield();", "B1: suspend -> exit");

    [Fact]
    public void Arguments_are_evaluated_as_written() =>
        Lowered.Members("int _n; void Reset() => _n = 0; static int Sum(int a, int b) => a + b; async Task M() { _n = Sum(b: await External.F(), a: _n); }", "B1: suspend = w1; read r1 this._n; call Sum({w1}, {r1} this._n) = c1; write this._n <- {c1} -> exit");

    [Fact]
    public void Receiver_is_evaluated_before_arguments() =>
        Lowered.Body("_s = _s.Insert(await External.F(), _s);", "B1: read r1 this._s as receiver; suspend = w1; read r2 this._s; write this._s <- {r1, r2, w1} -> exit");

    [Fact]
    public void Interpolation_is_evaluated_from_left_to_right() =>
        Lowered.Body("_s = $\"{_n} {await External.F()} {_m}\";", "B1: read r1 this._n; suspend = w1; read r2 this._m; write this._s <- {r1, r2, w1} -> exit");

    [Fact]
    public void Await_foreach_suspends_in_every_turn_and_at_the_end() =>
        Lowered.Body("await foreach (var x in External.Stream()) _n += x;", """
            B1: suspend awaitforeach = w1 if w1 -> B2 else B3 throws B4
            B2: v1 <- {}; read r1 this._n; write this._n <- {r1, v1} as update -> B1 throws B4
            B3: suspend awaitdispose -> exit
            B4: suspend awaitdispose -> end
            """);

    [Fact]
    public void Await_using_suspends_at_the_end_of_the_scope() =>
        Lowered.Body("await using (var f = External.Open()) _n = 1;", """
            B1: f <- {} -> B2
            B2: write this._n <- {} const other -> B3 throws B4
            B3: dispose {f}; v1 <- {f}; suspend awaitdispose v1 -> exit
            B4: dispose {f}; v1 <- {f}; suspend awaitdispose v1 -> end
            """);

    [Fact]
    public void Async_iterator_suspends_at_yield() =>
        Lowered.Members("int _n; void Reset() => _n = 0; async IAsyncEnumerable<int> M() { yield return _n; _n = 2; }", "B1: read r1 this._n; suspend yield; write this._n <- {} const other -> exit");

    [Fact]
    public void Synchronous_iterator_does_not_suspend() =>
        Lowered.Members("int _n; void Reset() => _n = 0; IEnumerable<int> M() { yield return _n; _n = 2; }", "B1: read r1 this._n; write this._n <- {} const other -> exit");

    [Fact]
    public void Returned_task_of_the_type_counts_as_awaited() =>
        Lowered.Members("int _n; void Reset() => _n = 0; Task F() => throw new Exception(); Task M() { _n = 1; return F(); }", "B1: write this._n <- {} const other; await-call F() = c1; return <- {c1} -> exit");
}
