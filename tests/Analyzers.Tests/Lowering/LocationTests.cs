namespace AsyncStateAnalyzers.Tests.Lowering;

/// <summary>Which locations there are, and which names lead to the same one.</summary>
public class LocationTests
{
    [Fact]
    public void Readonly_fields_are_not_read_but_lead_on() =>
        Lowered.Members("readonly C _c = null!; int P { get; set; } void M() { _c.P = 1; var c = _c; }", "B1: write this._c.P <- {} const other; c <- {} -> exit");

    [Fact]
    public void Private_field_set_by_constructors_only_is_readonly() =>
        Lowered.Members("C _c; int P { get; set; } C(C c) { _c = c; } void M() { _c.P = 1; }", "B1: write this._c.P <- {} const other -> exit");

    [Fact]
    public void Property_that_hands_on_a_field_is_the_field() =>
        Lowered.Members("int _n; int N => _n; int L { get { lock (this) { return _n; } } } void M() { _n = N + L; }", "B1: read r1 this._n; read r2 this._n; write this._n <- {r1, r2} -> exit");

    [Fact]
    public void Computed_property_of_the_type_is_a_call() =>
        Lowered.Members("int _n; int Twice => _n * 2; void M() { _n = Twice; }", "B1: call get_Twice() = c1; write this._n <- {c1} -> exit");

    [Fact]
    public void Auto_property_is_a_location() =>
        Lowered.Members("int P { get; set; } async Task M() { P += await External.F(); }", "B1: read r1 this.P; suspend = w1; write this.P <- {r1, w1} as update -> exit");

    [Fact]
    public void Static_members_belong_to_their_type() =>
        Lowered.Members("static int s_n; async Task M() { s_n += await External.F(); }", "B1: read r1 static C.s_n; suspend = w1; write static C.s_n <- {r1, w1} as update -> exit");

    [Fact]
    public void Inherited_members_are_members_of_this() =>
        Lowered.File("class B { protected int _n; } class C : B { async Task M() { base._n = _n + await External.F(); } }", "B1: read r1 this._n; suspend = w1; write this._n <- {r1, w1} -> exit");

    [Fact]
    public void Primary_constructor_parameter_is_state() =>
        Lowered.File("class C(int seed) { async Task M() { seed += await External.F(); } }", "B1: read r1 this.seed; suspend = w1; write this.seed <- {r1, w1} as update -> exit");

    [Fact]
    public void Primary_constructor_parameter_that_nobody_writes_is_readonly() =>
        Lowered.File("class C(int seed) { int _n; void M() { _n = seed; } }", "B1: write this._n <- {} -> exit");

    [Fact]
    public void Member_of_a_parameter_has_a_path() =>
        Lowered.Members("int P { get; set; } async Task M(C other) { other.P += await External.F(); }", "B1: read r1 param other.P; suspend = w1; write param other.P <- {r1, w1} at {other} as update -> exit");

    [Fact]
    public void Local_assigned_once_is_another_name_for_the_object() =>
        Lowered.Body("var c = _next!; c.P += await External.F();", "B1: read r1 this._next; c <- {r1}; read r2 this._next.P; suspend = w1; write this._next.P <- {r2, w1} at {c} as update -> exit");

    [Fact]
    public void Local_assigned_twice_is_a_root_of_its_own() =>
        Lowered.Body("var c = _next!; c = External.Make() as C; c!.P = 1;", "B1: read r1 this._next; c <- {r1}; c <- {}; write local c.P <- {} at {c} const other; c <- {c} -> exit");

    [Fact]
    public void New_object_belongs_to_its_local_until_it_escapes() =>
        Lowered.Body("var c = new C(); c.P = await External.F(); External.Tell(c);", "B1: c <- {}; new c; suspend = w1; write local c.P <- {w1} at {c}; c <- {c, w1}; escape {c} -> exit");

    [Fact]
    public void Deep_paths_are_cut() =>
        Lowered.Body("_next!._next!._next!._next!._next = null;", "B1: read r1 this._next as receiver; read r2 this._next._next as receiver; read r3 this._next._next._next as receiver; read r4 this._next._next._next._next as receiver; write this._next._next._next._next.… <- {} at {r4} const null -> exit");

    [Fact]
    public void Event_is_read_when_raised_and_stepped_when_subscribed() =>
        Lowered.Members("event Action? Changed; void M(Action a) { Changed += a; Changed?.Invoke(); }", """
            B1: write this.Changed <- {a} as atomic; read r1 this.Changed if null {r1} -> exit else exit
            """);

    [Fact]
    public void Indexer_of_the_type_is_a_location() =>
        Lowered.Members("int this[int i] { get => 0; set { } } async Task M(int k) { this[k] += await External.F(); }", "B1: read r1 this.this[]; suspend = w1; write this.this[] <- {k, r1, w1} at {k} as update -> exit");

    [Fact]
    public void Constants_are_not_locations() =>
        Lowered.Members("const int Max = 3; int _n; void M() { _n = Max; }", "B1: write this._n <- {} const other -> exit");

    [Fact]
    public void Tuple_field_is_part_of_its_location() =>
        Lowered.Members("(int A, int B) _t; async Task M() { _t.A = _t.B + await External.F(); }", "B1: read r1 this._t as receiver; read r2 this._t.B; suspend = w1; write this._t.A <- {r1, r2, w1} -> exit");
#if NEWEST_ROSLYN

    // The floor reads 'field' as an ordinary name.
    [Fact]
    public void Field_keyword_is_the_property() =>
        Lowered.File("class C { int M { get => field; set => field = value; } }", """
            B1: read r1 this.M; return <- {r1} -> exit
            B1: write this.M <- {value} -> exit
            """);
#endif
}
