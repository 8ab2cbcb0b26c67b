namespace AsyncStateAnalyzers.Tests.Lowering;

/// <summary>Conditions, patterns, loops, jumps, and the ways through try, catch and finally.</summary>
public class ControlFlowTests
{
    [Fact]
    public void Boolean_location_decides() =>
        Lowered.Body("if (!_busy) _n = 1;", """
            B1: read r1 this._busy if r1 -> exit else B2
            B2: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Comparison_with_true_is_the_location_itself() =>
        Lowered.Body("if (_busy == false) _n = 1;", """
            B1: read r1 this._busy if not r1 -> B2 else exit
            B2: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Comparison_with_null_asks_for_null() =>
        Lowered.Body("if (_task != null) _n = 1;", """
            B1: read r1 this._task if not null {r1} -> B2 else exit
            B2: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Null_patterns_ask_for_null() =>
        Lowered.Body("if (_task is not null) _n = 1; if (_next is null) _n = 2;", """
            B1: read r1 this._task if not null {r1} -> B2 else B3
            B2: write this._n <- {} const other -> B3
            B3: read r2 this._next if null {r2} -> B4 else exit
            B4: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Pattern_declares_a_local_for_the_tested_value() =>
        Lowered.Body("if (_task is { } t) await t;", """
            B1: read r1 this._task; t <- {r1} if not null {r1} -> B2 else exit
            B2: suspend t -> exit
            """);

    [Fact]
    public void Property_pattern_reads_the_properties() =>
        Lowered.Body("if (_next is { P: > 3 }) _n = 1;", """
            B1: read r1 this._next; read r2 this._next.P if {r1, r2} -> B2 else exit
            B2: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Short_circuit_waits_only_on_one_side() =>
        Lowered.Body("if (_busy && await External.F() > 0) _n = 1;", """
            B1: read r1 this._busy if r1 -> B2 else exit
            B2: suspend = w1 if {w1} -> B3 else exit
            B3: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Null_conditional_access_tests_the_value_it_uses() =>
        Lowered.Body("_n = _next?.P ?? 0;", """
            B1: read r1 this._next if null {r1} -> B2 else B3
            B2: v1 <- {} -> B4
            B3: read r2 this._next.P; v1 <- {r2} -> B4
            B4: if null {v1} -> B5 else B6
            B5: v2 <- {} -> B7
            B6: v2 <- {v1} -> B7
            B7: write this._n <- {v2} -> exit
            """);

    [Fact]
    public void Switch_expression_tests_one_value() =>
        Lowered.Body("_n = _m switch { 1 => await External.F(), _ => 0 };", """
            B1: read r1 this._m if {r1} -> B2 else B3
            B2: suspend = w1; v1 <- {w1} -> B4
            B3: v1 <- {} -> B4
            B4: write this._n <- {v1} -> exit
            """);

    [Fact]
    public void While_loop_reads_its_condition_every_turn() =>
        Lowered.Body("while (_n > 0) { await External.F(); _n--; }", """
            B1: read r1 this._n if {r1} -> B2 else exit
            B2: suspend; read r2 this._n; write this._n <- {r2} as update -> B1
            """);

    [Fact]
    public void Endless_loop_has_no_way_out() =>
        Lowered.Body("while (true) { await External.F(); _n = 1; }", "B1: suspend; write this._n <- {} const other -> B1");

    [Fact]
    public void Goto_is_an_edge() =>
        Lowered.Body("again: _n = 1; if (await External.F() > 0) goto again;", """
            B1: write this._n <- {} const other; suspend = w1 if {w1} -> B1 else exit
            """);

    [Fact]
    public void Foreach_looks_at_the_content_until_its_end_and_elements_come_from_it() =>
        Lowered.Body("foreach (var x in _list) _n += x;", """
            B1: read r1 this._list as receiver; read r2 this._list[*] as view -> B2
            B2: advance {r1, r2} if {r1, r2} -> B3 else exit
            B3: v1 <- {r1, r2}; read r3 this._n; write this._n <- {r3, v1} as update -> B2
            """);

    [Fact]
    public void Throw_goes_nowhere_but_into_handlers() =>
        Lowered.Body("if (_busy) throw new Exception(); _n = 1;", """
            B1: read r1 this._busy if r1 -> end else B2
            B2: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Catch_is_reached_from_everything_in_the_try() =>
        Lowered.Body("try { await External.F(); _n = 1; } catch (Exception) { _n = 2; }", """
            B1: suspend; write this._n <- {} const other -> exit throws B2
            B2: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Narrow_catch_lets_other_exceptions_out() =>
        Lowered.Body("try { try { _n = 1; } catch (IOException) { _n = 2; } } catch { _n = 3; }", """
            B1: write this._n <- {} const other -> exit throws B2,B3
            B2: write this._n <- {} const other -> exit throws B3
            B3: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Filter_that_does_not_apply_leads_to_outer_handlers() =>
        Lowered.Body("try { try { _n = 1; } catch when (_busy) { _n = 2; } } catch { _n = 3; }", """
            B1: write this._n <- {} const other -> exit throws B2,B3
            B2: read r1 this._busy if r1 -> B4 else B5 throws B3
            B3: write this._n <- {} const other -> exit
            B4: write this._n <- {} const other -> exit throws B3
            B5: -> end rethrows B3
            """);

    [Fact]
    public void Finally_is_copied_for_each_way_through_it() =>
        Lowered.Body("try { if (_busy) return; _n = 1; } finally { _m = 2; } _s = \"\";", """
            B1: read r1 this._busy if r1 -> B2 else B3 throws B4
            B2: write this._m <- {} const other -> exit
            B3: write this._n <- {} const other -> B5 throws B4
            B4: write this._m <- {} const other -> end
            B5: write this._m <- {} const other; write this._s <- {} const other -> exit
            """);

    [Fact]
    public void Exceptional_copy_of_finally_leads_to_the_handlers_outside() =>
        Lowered.Body("try { try { _n = 1; } finally { _m = 2; } } catch { _n = 3; }", """
            B1: write this._n <- {} const other -> B2 throws B3
            B2: write this._m <- {} const other -> exit throws B4
            B3: write this._m <- {} const other -> end throws B4 rethrows B4
            B4: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Finally_inside_finally_keeps_both_ways_apart() =>
        Lowered.Body("try { _n = 1; } finally { try { _n = 2; } finally { _n = 3; } _m = 4; }", """
            B1: write this._n <- {} const other -> B2 throws B3
            B2: write this._n <- {} const other -> B4 throws B5
            B3: write this._n <- {} const other -> B6 throws B7
            B4: write this._n <- {} const other; write this._m <- {} const other -> exit
            B5: write this._n <- {} const other -> end
            B6: write this._n <- {} const other; write this._m <- {} const other -> end
            B7: write this._n <- {} const other -> end
            """);

    [Fact]
    public void Return_leaves_through_both_finallys_inner_first() =>
        Lowered.Body("try { try { return; } finally { _n = 1; } } finally { _m = 2; }", """
            B1: write this._n <- {} const other -> B2 throws B3
            B2: write this._m <- {} const other -> exit
            B3: write this._m <- {} const other -> end
            """);

    [Fact]
    public void Returned_value_is_taken_before_finally_runs() =>
        Lowered.Members("int _n; void Reset() => _n = 0; int M() { try { return _n; } finally { _n = 2; } }", """
            B1: read r1 this._n; return <- {r1} -> B2 throws B3
            B2: write this._n <- {} const other -> exit
            B3: write this._n <- {} const other -> end
            """);
}
