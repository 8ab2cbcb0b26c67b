namespace AsyncStateAnalyzers.Tests.Lowering;

/// <summary>What is handed to another execution, when, and what changes it.</summary>
public class MessageTests
{
    private const string Fields = "readonly System.Threading.Channels.ChannelWriter<List<int>> _w = null!; readonly System.Threading.Channels.ChannelWriter<Msg> _m = null!; List<int> _l = new(); void Reset() => _l = new(); record Msg(List<int> A) { public List<int>? B { get; init; } } ";

    [Fact]
    public void An_awaited_send_is_made_when_the_wait_is_over() =>
        Lowered.Members(Fields + "async Task M() { await _w.WriteAsync(_l); }", "B1: read r1 this._l; v1 <- {r1}; suspend v1; sent this._l -> exit");

    [Fact]
    public void A_send_that_is_not_awaited_is_made_at_once() =>
        Lowered.Members(Fields + "void M() { _ = _w.WriteAsync(_l); }", "B1: read r1 this._l; sent this._l -> exit");

    [Fact]
    public void An_attempt_has_an_answer() =>
        Lowered.Members(Fields + "void M() { if (_w.TryWrite(_l)) Reset(); }", "B1: read r1 this._l; v1 <- {r1}; sent this._l = v1 if v1 -> B2 else exit\nB2: call Reset() -> exit");

    [Fact]
    public void What_a_message_is_made_of_goes_with_it() =>
        Lowered.Members(
            Fields + "void M(List<int> a, List<int> b) { _ = _m.WriteAsync(new Msg(a) { B = b }); }",
            "B1: v1 <- {a}; v1 <- {b, v1}; sent param a, param b -> exit");

    [Fact]
    public void A_local_that_is_another_name_is_followed_by_itself() =>
        Lowered.Members(Fields + "void M() { var full = _l; _ = _w.WriteAsync(full); }", "B1: read r1 this._l; full <- {r1}; sent this._l by full -> exit");

    [Fact]
    public void A_local_that_has_taken_out_what_is_replaced_is_no_other_name() =>
        Lowered.Members(Fields + "void M() { var full = _l; _l = new(); _ = _w.WriteAsync(full); }", "B1: read r1 this._l; full <- {r1}; write this._l <- {}; sent local full -> exit");

    [Fact]
    public void A_buffer_is_filled() =>
        Lowered.Members("byte[] _b = new byte[9]; void Reset() => _b = new byte[1]; async Task M(System.IO.Stream s) { await s.ReadAsync(_b, 0, 9); }", "B1: read r1 this._b; use whole param s to read; change this._b filled; v1 <- {r1, s}; suspend v1 -> exit");

    [Fact]
    public void A_pooled_array_is_given_back() =>
        Lowered.Members("void M() { var b = System.Buffers.ArrayPool<byte>.Shared.Rent(9); System.Buffers.ArrayPool<byte>.Shared.Return(b); }", "B1: b <- {}; change local b givenback -> exit");

    [Fact]
    public void A_yield_gives_out() =>
        Lowered.Members("IEnumerable<List<int>> M() { var l = new List<int>(); yield return l; l.Clear(); }", "B1: l <- {}; new l; escape {l}; sent local l yielded; write local l[*] <- {} at {l} as clear; l <- {l} -> exit");
}
