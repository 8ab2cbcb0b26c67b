namespace AsyncStateAnalyzers.Tests.Lowering;

/// <summary>All forms of assignment: what they read, in which order, and what they write.</summary>
public class AssignmentTests
{
    [Fact]
    public void Compound_assignment_reads_before_it_waits() =>
        Lowered.Body("_n += await Task.FromResult(1).WaitAsync(default(CancellationToken)) + await External.F();", "B1: read r1 this._n; suspend = w1; write this._n <- {r1, w1} as update -> exit");

    [Fact]
    public void Plain_assignment_reads_where_the_read_is_written() =>
        Lowered.Body("_n = await External.F() + _n;", "B1: suspend = w1; read r1 this._n; write this._n <- {r1, w1} -> exit");

    [Fact]
    public void Increment_is_read_and_update() =>
        Lowered.Body("_n++;", "B1: read r1 this._n; write this._n <- {r1} as update -> exit");

    [Fact]
    public void Constants_are_told_apart() =>
        Lowered.Body("_busy = true; _busy = false; _next = null; _n = 7;", "B1: write this._busy <- {} const true; write this._busy <- {} const false; write this._next <- {} const null; write this._n <- {} const other -> exit");

    [Fact]
    public void Chained_assignment_writes_from_right_to_left() =>
        Lowered.Body("_n = _m = 3;", "B1: write this._m <- {} const other; write this._n <- {} const other -> exit");

    [Fact]
    public void Coalescing_assignment_tests_and_writes_only_where_empty() =>
        Lowered.Body("_task ??= External.F();", """
            B1: read r1 this._task if null {r1} -> B2 else exit
            B2: write this._task <- {} -> exit
            """);

    [Fact]
    public void Deconstruction_evaluates_all_values_before_all_writes() =>
        Lowered.Body("(_n, _m) = (_m, await External.F());", "B1: read r1 this._m; suspend = w1; write this._n <- {r1}; write this._m <- {w1} -> exit");

    [Fact]
    public void Deconstruction_of_a_whole_gives_every_part_what_the_whole_came_from() =>
        Lowered.Body("(_n, _m) = await External.Pair();", "B1: suspend = w1; write this._n <- {w1}; write this._m <- {w1} -> exit");

    [Fact]
    public void Deconstruction_declares_locals() =>
        Lowered.Body("var (a, b) = (_n, 2); _m = a;", "B1: read r1 this._n; v1 <- {r1}; v2 <- {}; write this._m <- {v1} -> exit");

    [Fact]
    public void Discards_are_evaluated_and_dropped() =>
        Lowered.Body("_ = _n;", "B1: read r1 this._n -> exit");

    [Fact]
    public void Out_argument_is_written_after_the_call() =>
        Lowered.Body("int.TryParse(_s, out _n);", "B1: read r1 this._s; write this._n <- {r1} as byreference -> exit");

    [Fact]
    public void Out_local_gets_what_the_call_was_given() =>
        Lowered.Body("if (int.TryParse(_s, out var v)) _n = v;", """
            B1: read r1 this._s; v1 <- {r1} if {r1} -> B2 else exit
            B2: write this._n <- {v1} -> exit
            """);

    [Fact]
    public void Ref_argument_is_read_when_the_call_runs() =>
        Lowered.Body("External.Add(ref _n, await External.F());", "B1: suspend = w1; read r1 this._n; write this._n <- {r1, w1} as byreference -> exit");

    [Fact]
    public void Ref_local_is_another_name() =>
        Lowered.Members("int _n; void Reset() => _n = 0; void M() { ref var r = ref _n; r += 2; }", "B1: read r1 this._n; write this._n <- {r1} as update -> exit");

    [Fact]
    public void Array_element_is_the_content_of_the_array() =>
        Lowered.Body("_a[_n] = await External.F();", "B1: read r1 this._a as receiver; read r2 this._n; suspend = w1; write this._a[*] <- {w1} at {r1, r2} -> exit");

    [Fact]
    public void Awaited_index_comes_before_the_element_is_read() =>
        Lowered.Body("_a[await External.F()] += 1;", "B1: read r1 this._a as receiver; suspend = w1; read r2 this._a[*]; write this._a[*] <- {r2, w1} at {r1, w1} as update -> exit");

    [Fact]
    public void Index_from_end_reads_the_element() =>
        Lowered.Body("_n = _a[^1];", "B1: read r1 this._a as receiver; read r2 this._a[*]; write this._n <- {r2} -> exit");

    [Fact]
    public void Nested_member_is_written_into_the_object_found_first() =>
        Lowered.Body("_next!.P = await External.F();", "B1: read r1 this._next as receiver; suspend = w1; write this._next.P <- {w1} at {r1} -> exit");

    [Fact]
    public void Conditional_value_is_read_before_the_branch() =>
        Lowered.Body("_n = _n + (_busy ? await External.F() : 2);", """
            B1: read r1 this._n; read r2 this._busy if r2 -> B2 else B3
            B2: suspend = w1; v1 <- {w1} -> B4
            B3: v1 <- {} -> B4
            B4: write this._n <- {r1, v1} -> exit
            """);

    [Fact]
    public void Object_initialiser_fills_a_new_object() =>
        Lowered.Body("var c = new C { P = _n }; _next = c;", "B1: v1 <- {}; read r1 this._n; v1 <- {r1, v1}; c <- {v1}; new c; write this._next <- {c}; escape {c} -> exit");

    [Fact]
    public void Collection_initialiser_fills_a_new_collection() =>
        Lowered.Body("_list = new List<int> { _n, await External.F() };", "B1: v1 <- {}; read r1 this._n; v1 <- {r1, v1}; suspend = w1; v1 <- {v1, w1}; write this._list <- {v1} -> exit");

    [Fact]
    public void With_expression_reads_the_record_and_makes_a_new_one() =>
        Lowered.Members("record R(int A, int B); R _r = new(1, 2); async Task M() { _r = _r with { A = _r.B + await External.F() }; }", "B1: read r1 this._r as receiver; v1 <- {r1}; read r2 this._r as receiver; suspend = w1; v1 <- {r2, v1, w1}; write this._r <- {v1} -> exit");

    [Fact]
    public void Part_of_a_struct_is_changed_in_place() =>
        Lowered.Members("struct S { public int A; } S _t; async Task M() { _t.A += await External.F(); }", "B1: read r1 this._t as receiver; read r2 this._t.A; suspend = w1; write this._t.A <- {r1, r2, w1} as update -> exit");

    [Fact]
    public void Part_of_a_struct_in_a_local_is_part_of_the_local() =>
        Lowered.Members("struct S { public int A; } S _t; void Reset() => _t = default; void M() { var t = _t; t.A = 2; _t = t; }", "B1: read r1 this._t; t <- {r1}; t <- {t}; write this._t <- {t} -> exit");
}
