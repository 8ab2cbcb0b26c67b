namespace AsyncStateAnalyzers.Tests.Lowering;

/// <summary>Lambdas and local functions: made is not run, and who gets them decides when they run.</summary>
public class DelegateTests
{
    [Fact]
    public void Lambda_in_a_local_runs_where_the_local_is_called() =>
        Lowered.Body("Func<Task> f = async () => _n = await External.F(); await f();", """
            B1: enter called held by f; f <- {}; await-call f() = c1; suspend c1 -> exit
              B1: suspend = w1; write this._n <- {w1} -> exit
            """);

    [Fact]
    public void Local_that_a_lambda_shares_is_memory() =>
        Lowered.Body("var n = 0; Action a = () => n++; a(); _n = n;", """
            B1: write local n <- {} const other; enter called held by a; a <- {}; call a(); read r1 local n; write this._n <- {r1} -> exit
              B1: read r1 local n; write local n <- {r1} as update -> exit
            """);

    [Fact]
    public void Local_that_nobody_writes_again_is_a_value_inside_too() =>
        Lowered.Body("var n = _n; Action a = () => _m = n; a();", """
            B1: read r1 this._n; n <- {r1}; enter called held by a; a <- {}; call a() -> exit
              B1: write this._m <- {v1} -> exit
            """);

    [Fact]
    public void Task_run_is_deferred() =>
        Lowered.Body("_task = Task.Run(() => _n = 1);", """
            B1: enter deferred via Task.Run; write this._task <- {} -> exit
              B1: write this._n <- {} const other; return <- {} -> exit
            """);

    [Fact]
    public void Awaited_task_run_is_part_of_this_run_after_a_suspension() =>
        Lowered.Body("await Task.Run(() => { _n = 1; });", """
            B1: suspend; enter immediate via Task.Run; suspend -> exit
              B1: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Task_run_in_a_loop_runs_several_times_at_once() =>
        Lowered.Body("while (_busy) { _ = Task.Run(() => { _n = 1; }); }", """
            B1: read r1 this._busy if r1 -> B2 else exit
            B2: enter concurrent via Task.Run -> B1
              B1: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Async_lambda_in_a_query_runs_several_times_at_once() =>
        Lowered.Body("await Task.WhenAll(_map.Select(async p => { _n = await External.F(); }));", """
            B1: enter concurrent via Enumerable.Select; read r1 this._map[*] as view; v1 <- {r1}; suspend v1 -> exit
              B1: suspend = w1; write this._n <- {w1} -> exit
            """);

    [Fact]
    public void Parallel_loop_runs_its_body_several_times_at_once() =>
        Lowered.Members("int _n; void M() { Parallel.For(0, 3, i => { _n = i; }); }", """
            B1: enter concurrent via Parallel.For -> exit
              B1: write this._n <- {i} -> exit
            """);

    [Fact]
    public void Handler_of_an_event_runs_whenever_it_is_raised() =>
        Lowered.Members("int _n; void M(System.Timers.Timer t) { t.Elapsed += (_, _) => _n = 1; }", """
            B1: enter concurrent via Timer.Elapsed -> exit
              B1: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Method_given_to_a_timer_is_called_by_it() =>
        Lowered.Members("int _n; Timer? _t; void Tick(object? x) => _n = 1; void M() { _t = new Timer(Tick); }", """
            B1: enter concurrent via new Timer; write this._t <- {} -> exit
              B1: await-call Tick() -> exit
            """);

    [Fact]
    public void Lambda_of_a_lazy_value_runs_later() =>
        Lowered.Members("int _n; object? _o; void Reset() => _n = 0; void M() { _o = new Lazy<int>(() => _n); }", """
            B1: enter deferred via new Lazy; write this._o <- {} -> exit
              B1: read r1 this._n; return <- {r1} -> exit
            """);

    [Fact]
    public void List_foreach_runs_at_once() =>
        Lowered.Body("_list.ForEach(x => _n = x);", """
            B1: read r1 this._list as receiver; enter immediate via List.ForEach; read r2 this._list[*] as content -> exit
              B1: write this._n <- {x} -> exit
            """);

    [Fact]
    public void Wrapper_that_is_named_after_a_lock_runs_it_under_the_lock() =>
        Lowered.File("""
            class Runner { public Task RunLockedAsync(Func<Task> work) => throw new Exception(); }
            class C { readonly Runner _runner = new(); int _n; async Task M() { await _runner.RunLockedAsync(async () => { _n += await External.F(); }); } }
            """, """
            B1: suspend; enter immediate via Runner.RunLockedAsync under this._runner; suspend -> exit
              B1: read r1 this._n; suspend = w1; write this._n <- {r1, w1} as update -> exit
            """);

    [Fact]
    public void Wrapper_of_a_package_that_is_not_there_goes_by_its_names() =>
        Lowered.Members("readonly SequentialExecutor _executor = new(); int _n; async Task M() { await _executor.RunAsync(async () => { _n = 1; }); }", """
            B1: suspend; enter immediate via RunAsync under this._executor; suspend -> exit
              B1: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Wrapper_whose_body_takes_a_semaphore_runs_it_under_the_semaphore() =>
        Lowered.File("""
            class Runner { readonly SemaphoreSlim _s = new(1); public async Task GoAsync(Func<Task> work) { await _s.WaitAsync(); try { await work(); } finally { _s.Release(); } } }
            class C { readonly Runner _runner = new(); int _n; async Task M() { await _runner.GoAsync(async () => { _n = 1; }); } }
            """, """
            B1: suspend; enter immediate via Runner.GoAsync under this._runner; suspend -> exit
              B1: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Delegate_given_to_a_method_of_the_type_is_bound_by_the_call() =>
        Lowered.Members("int _n; static Task Run(Func<Task> work) => work(); async Task M() { await Run(async () => { _n = 1; }); }", """
            B1: enter called; await-call Run({} runs lambda) = c1; suspend c1 -> exit
              B1: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Delegate_in_a_parameter_is_called_by_that_name() =>
        Lowered.Members("int _n; async Task M(Func<Task<int>> load) { _n = await load(); }", "B1: await-call load() = c1; suspend c1 = w1; write this._n <- {w1} -> exit");

    [Fact]
    public void Delegate_in_a_field_is_read_and_its_result_comes_from_it() =>
        Lowered.Members("int _n; Func<Task<int>> _f = null!; void Reset() => _f = null!; async Task M() { _n = await _f(); }", "B1: read r1 this._f as receiver; v1 <- {r1}; suspend v1 = w1; write this._n <- {w1} -> exit");

    [Fact]
    public void Object_that_a_deferred_lambda_sees_is_known_to_others() =>
        Lowered.Members("int P { get; set; } void M() { var c = new C(); c.P = 1; External.Tell(() => c.P = 2); }", """
            B1: c <- {}; new c; write local c.P <- {} at {c} const other; c <- {c}; escape {c}; enter deferred via External.Tell -> exit
              B1: write local c.P <- {} at {v1} const other; v1 <- {v1}; return <- {} -> exit
            """);
}
