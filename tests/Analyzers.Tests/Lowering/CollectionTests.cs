namespace AsyncStateAnalyzers.Tests.Lowering;

/// <summary>Collections: questions, elements, additions, removals; and the values that are no collections.</summary>
public class CollectionTests
{
    [Fact]
    public void Missing_key_is_tested_and_added() =>
        Lowered.Body("if (!_map.ContainsKey(_s)) _map.Add(\"x\", new C());", """
            B1: read r1 this._s; read r2 this._map[*] as test if r2 -> exit else B2
            B2: write this._map[*] <- {} as insert -> exit
            """);

    [Fact]
    public void TryGetValue_tests_and_gives_out_the_element() =>
        Lowered.Body("if (_map.TryGetValue(\"x\", out var c)) c.P = 2;", """
            B1: read r1 this._map[*] as test; v1 <- {r1} if r1 -> B2 else exit
            B2: write this._map[*].P <- {} at {v1} const other -> exit
            """);

    [Fact]
    public void Indexer_reads_and_stores_elements() =>
        Lowered.Body("_map[\"a\"] = _map[\"b\"];", "B1: read r1 this._map[*]; write this._map[*] <- {r1} -> exit");

    [Fact]
    public void Count_is_a_test_of_the_content() =>
        Lowered.Body("if (_list.Count > 0) _n = 1;", """
            B1: read r1 this._list as receiver; read r2 this._list[*] as test if {r1, r2} -> B2 else exit
            B2: write this._n <- {} const other -> exit
            """);

    [Fact]
    public void Query_with_a_predicate_runs_it_at_once() =>
        Lowered.Body("_busy = _map.Any(p => p.Value == _next);", """
            B1: enter immediate via Enumerable.Any; read r1 this._map[*] as test; write this._busy <- {r1} -> exit
              B1: read r1 this._next; return <- {p, r1} -> exit
            """);

    [Fact]
    public void Copy_reads_all_elements() =>
        Lowered.Body("var copy = _map.ToArray(); _o = copy;", "B1: read r1 this._map[*] as content; copy <- {r1}; write this._o <- {copy} -> exit");

    [Fact]
    public void Spread_reads_all_elements() =>
        Lowered.Body("_a = [.. _list, await External.F()];", "B1: read r1 this._list; read r2 this._list[*] as content; suspend = w1; write this._a <- {r1, r2, w1} -> exit");

    [Fact]
    public void Copy_constructor_reads_all_elements() =>
        Lowered.Body("_list = new List<int>(_a);", "B1: read r1 this._a; read r2 this._a[*] as content; write this._list <- {r1, r2} -> exit");

    [Fact]
    public void Removal_by_position_is_not_removal_by_key() =>
        Lowered.Members("readonly List<int> _l = new(); readonly Queue<int> _q = new(); void M() { _l.RemoveAt(0); _l.Remove(3); _q.Dequeue(); _l.Clear(); }", "B1: write this._l[*] <- {} as takeout; write this._l[*] <- {} as remove; write this._q[*] <- {} as takeout; write this._l[*] <- {} as clear -> exit");

    [Fact]
    public void Added_value_is_written_at_the_key() =>
        Lowered.Members("readonly Dictionary<int, int> _d = new(); int _k; void Reset() => _k = 0; async Task M() { _d.Add(_k, await External.F()); }", "B1: read r1 this._k; suspend = w1; write this._d[*] <- {w1} at {r1} as insert -> exit");

    [Fact]
    public void Set_that_tells_whether_it_added_is_test_and_set() =>
        Lowered.Members("readonly HashSet<int> _d = new(); int _k; void Reset() => _k = 0; void M() { if (_d.Add(1)) _k = 1; _d.Add(2); }", """
            B1: read r1 this._d[*] as test; write this._d[*] <- {} as testandset; acquire r1 this._d[*] async whentrue if r1 -> B2 else B3
            B2: write this._k <- {} const other -> B3
            B3: write this._d[*] <- {} as insert -> exit
            """);

    [Fact]
    public void GetOrAdd_is_one_step_and_runs_its_factory_at_once() =>
        Lowered.Members("readonly ConcurrentDictionary<int, C> _d = new(); int P { get; set; } void M() { var c = _d.GetOrAdd(1, k => new C()); c.P = 3; }", """
            B1: enter immediate via ConcurrentDictionary.GetOrAdd; read r1 this._d[*]; write this._d[*] <- {} as testandset; c <- {r1}; write this._d[*].P <- {} at {c} const other -> exit
              B1: return <- {} -> exit
            """);

    [Fact]
    public void TryUpdate_compares_and_stores() =>
        Lowered.Members("readonly ConcurrentDictionary<int, int> _d = new(); void M(int old) { while (!_d.TryUpdate(1, 2, old)) { } }", """
            B1: read r1 this._d[*] as test; write this._d[*] <- {} at {old} as testandset if r1 -> exit else B1
            """);

    [Fact]
    public void TryUpdate_that_is_compared_with_what_is_there_stores() =>
        Lowered.Members("readonly ConcurrentDictionary<int, int> _d = new(); void M() { while (!_d.TryUpdate(1, 2, _d[1])) { } }", """
            B1: read r1 this._d[*]; read r2 this._d[*] as test; write this._d[*] <- {} at {r1} as store if r2 -> exit else B1
            """);

    [Fact]
    public void AddOrUpdate_is_atomic() =>
        Lowered.Members("readonly ConcurrentDictionary<int, int> _d = new(); void M() => _d.AddOrUpdate(1, 1, (k, v) => v + 1);", """
            B1: enter immediate via ConcurrentDictionary.AddOrUpdate; write this._d[*] <- {} as atomic -> exit
              B1: return <- {v} -> exit
            """);

    [Fact]
    public void Immutable_collection_is_a_value() =>
        Lowered.Members("ImmutableList<int> _l = ImmutableList<int>.Empty; async Task M() { _l = _l.Add(await External.F()); }", "B1: read r1 this._l as receiver; suspend = w1; write this._l <- {r1, w1} -> exit");

    [Fact]
    public void String_builder_is_a_collection_of_text() =>
        Lowered.Members("readonly StringBuilder _b = new(); async Task M() { _b.Append(await External.F()).AppendLine(); _ = _b.ToString(); }", "B1: suspend = w1; write this._b[*] <- {w1} as insert; write this._b[*] <- {} as insert; read r1 this._b[*] as content -> exit");

    [Fact]
    public void Interface_of_a_collection_is_enough() =>
        Lowered.Members("readonly IDictionary<int, int> _d = new Dictionary<int, int>(); void M() { _d[1] = 2; _d.Remove(3); }", "B1: write this._d[*] <- {} const other; write this._d[*] <- {} as remove -> exit");

    [Fact]
    public void Element_found_by_foreach_is_the_content() =>
        Lowered.Members("readonly List<C> _l = new(); int P { get; set; } void M() { foreach (var c in _l) c.P = 1; }", """
            B1: read r1 this._l[*] as content -> B2
            B2: if {r1} -> B3 else exit
            B3: v1 <- {r1}; write this._l[*].P <- {} at {v1} const other -> B2
            """);

    [Fact]
    public void Value_of_a_pair_is_the_element() =>
        Lowered.Members("readonly Dictionary<int, C> _d = new(); int P { get; set; } void M() { foreach (var pair in _d) pair.Value.P = 1; }", """
            B1: read r1 this._d[*] as content -> B2
            B2: if {r1} -> B3 else exit
            B3: v1 <- {r1}; write this._d[*].P <- {} at {v1} const other -> B2
            """);

    [Fact]
    public void Collection_in_a_local_keeps_what_was_put_in() =>
        Lowered.Body("var l = new List<int>(); l.Add(_n); await External.F(); _m = l[0];", "B1: l <- {}; new l; read r1 this._n; write local l[*] <- {r1} at {l} as insert; l <- {l, r1}; suspend; read r2 local l[*]; write this._m <- {l, r2} -> exit");
}
