using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>What was sent, and is changed by its sender afterwards (ASA0301).</summary>
public sealed class MessageChangedAfterSendTests
{
    private const string Types =
        """
        public class Order { public int Id { get; set; } public volatile bool Stop; public int Count; public List<int> Lines { get; set; } = new(); }
        public sealed record Packet(string Name, byte[] Bytes);
        public sealed class Keeper { public Keeper(byte[] bytes) { Bytes = bytes; } public byte[] Bytes { get; } }
        public sealed class Copier { public Copier(byte[] bytes) { Bytes = bytes.ToArray(); } public byte[] Bytes { get; } }
        public struct Sample { public int Id; }
        public sealed class Job { public TaskCompletionSource Done { get; } = new(); public int Id { get; set; } }
        public sealed class Frame { public byte[] Data = new byte[9]; public void Reset() { } }
        public sealed class FramePool { public Frame Rent() => new(); public void Return(Frame frame) => frame.Reset(); }
        public sealed class Asked { public int Id { get; set; } public byte[] Bytes { get; init; } = Array.Empty<byte>(); public Task<int> Answer { get; init; } = Task.FromResult(1); }
        """;

    private const string Fields =
        """
        private readonly Channel<Order> _orders = Channel.CreateUnbounded<Order>(); private readonly Channel<byte[]> _bytes = Channel.CreateUnbounded<byte[]>();
        private readonly Channel<List<int>> _lists = Channel.CreateUnbounded<List<int>>(); private List<int> _batch = new(); private readonly List<int> _fixed = new(); private readonly List<Order> _all = new();
        private readonly ConcurrentQueue<Order> _queue = new(); private readonly ConcurrentQueue<Order> _pool = new(); private Order _order = new(); private readonly Channel<Order> _other = Channel.CreateUnbounded<Order>(); private byte[] _buffer = new byte[9]; private readonly Asked _asked = new();
        """;

    [Theory]
    [InlineData("async Task M() { var o = new Order(); await _orders.Writer.WriteAsync(o); o.Id = 1; }", "'o.Id' is set after '_orders.Writer.WriteAsync(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("async Task M() { var o = new Order(); await _orders.Writer.WriteAsync(o).ConfigureAwait(false); o.Id++; }", "'o.Id' is set after '_orders.Writer.WriteAsync(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("async Task M() { var o = new Order(); await _orders.Writer.WriteAsync(o); o.Lines.Add(1); }", "'o.Lines' is changed after '_orders.Writer.WriteAsync(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("async Task M() { var o = new Order(); await _orders.Writer.WriteAsync(o); o.Lines[0] = 1; }", "'o.Lines' is changed after '_orders.Writer.WriteAsync(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("async Task M() { var o = new Order(); for (var i = 0; i < 9; i++) { o.Id = i; await _orders.Writer.WriteAsync(o); } }", "'o.Id' is set after '_orders.Writer.WriteAsync(o)' has sent 'o' in the turn before, and the receiver sees the change")]
    [InlineData("async Task M(Stream s) { var b = new byte[9]; while (await s.ReadAsync(b) > 0) await _bytes.Writer.WriteAsync(b); }", "'b' is filled after '_bytes.Writer.WriteAsync(b)' has sent 'b' in the turn before, and the receiver sees the change")]
    [InlineData("async Task M(Stream s) { var b = new byte[9]; while (await s.ReadAsync(b.AsMemory(0, 3)) > 0) await _bytes.Writer.WriteAsync(b); }", "'b' is filled after '_bytes.Writer.WriteAsync(b)' has sent 'b' in the turn before, and the receiver sees the change")]
    [InlineData("async Task M(Stream s, ChannelWriter<ReadOnlyMemory<byte>> w) { var b = new byte[9]; int n; while ((n = await s.ReadAsync(b)) > 0) await w.WriteAsync(b.AsMemory(0, n)); }", "'b' is filled after 'w.WriteAsync(b.AsMemory(0, n))' has sent 'b' in the turn before, and the receiver sees the change")]
    [InlineData("async Task M(Stream s, ChannelWriter<Packet> w) { var b = new byte[9]; while (await s.ReadAsync(b) > 0) { var p = new Packet(\"\", b); await w.WriteAsync(p); } }", "'b' is filled after 'w.WriteAsync(p)' has sent 'b' in the turn before, and the receiver sees the change")]
    [InlineData("async Task M(ChannelWriter<Keeper> w) { var b = new byte[9]; await w.WriteAsync(new Keeper(b)); b[0] = 1; }", "'b' is changed after 'w.WriteAsync(new Keeper(b))' has sent 'b', and the receiver sees the change")]
    [InlineData("async Task M(ChannelWriter<Order> w) { await w.WriteAsync(new Order { Lines = _fixed }); _fixed.Clear(); }", "'_fixed' is changed after 'w.WriteAsync(new Order { Lines = _fixed })' has sent '_fixed', and the receiver sees the change")]
    [InlineData("async Task M(ChannelWriter<(int, List<int>)> w) { var l = new List<int>(); await w.WriteAsync((1, l)); l.Clear(); }", "'l' is changed after 'w.WriteAsync((1, l))' has sent 'l', and the receiver sees the change")]
    [InlineData("async Task M() { var b = ArrayPool<byte>.Shared.Rent(9); await _bytes.Writer.WriteAsync(b); ArrayPool<byte>.Shared.Return(b); }", "'b' is given back after '_bytes.Writer.WriteAsync(b)' has sent 'b', and the receiver may still use it")]
    [InlineData("async Task M() { var b = ArrayPool<byte>.Shared.Rent(9); try { await _bytes.Writer.WriteAsync(b); } finally { ArrayPool<byte>.Shared.Return(b); } }", "'b' is given back after '_bytes.Writer.WriteAsync(b)' has sent 'b', and the receiver may still use it")]
    [InlineData("async Task M(ChannelWriter<Memory<byte>> w) { using var o = MemoryPool<byte>.Shared.Rent(9); await w.WriteAsync(o.Memory); }", "'o' is given back after 'w.WriteAsync(o.Memory)' has sent 'o', and the receiver may still use it")]
    [InlineData("async Task M(ChannelWriter<StringBuilder> w) { var t = new StringBuilder(); for (var i = 0; i < 9; i++) { t.Append(i); await w.WriteAsync(t); t.Clear(); } }", "'t' is changed after 'w.WriteAsync(t)' has sent 't', and the receiver sees the change")]
    [InlineData("void M(int x) { _batch.Add(x); if (_batch.Count > 9) { _lists.Writer.TryWrite(_batch); _batch.Clear(); } }", "'_batch' is changed after '_lists.Writer.TryWrite(_batch)' has sent '_batch', and the receiver sees the change")]
    [InlineData("async Task M(IAsyncEnumerable<int> s) { await foreach (var x in s) { _batch.Add(x); if (_batch.Count > 9) await Flush(); } } async Task Flush() => await _lists.Writer.WriteAsync(_batch);", "'_batch' is changed after '_lists.Writer.WriteAsync(_batch)' has sent '_batch', and the receiver sees the change")]
    [InlineData("void M(Order o) { if (_orders.Writer.TryWrite(o)) o.Id = 1; }", "'o.Id' is set after '_orders.Writer.TryWrite(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("void M(BlockingCollection<Order> q) { var o = new Order(); q.Add(o); o.Id = 1; }", "'o.Id' is set after 'q.Add(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("void M(System.Threading.Tasks.Dataflow.ActionBlock<Order> b) { var o = new Order(); b.Post(o); o.Id = 1; }", "'o.Id' is set after 'b.Post(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("void M() { var o = new Order(); _queue.Enqueue(o); o.Id = 1; } void Start() => Task.Run(Work); void Work() { while (_queue.TryDequeue(out var o)) Console.WriteLine(o); }", "'o.Id' is set after '_queue.Enqueue(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("async Task M(Order o) { await _orders.Writer.WriteAsync(o); Fill(o); } static void Fill(Order o) => o.Id = 1;", "'o.Id' is set after '_orders.Writer.WriteAsync(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("async Task M() { await _orders.Writer.WriteAsync(_order); _order.Id = 1; }", "'_order.Id' is set after '_orders.Writer.WriteAsync(_order)' has sent '_order', and the receiver sees the change")]
    [InlineData("async Task M() { foreach (var o in _all) { await _orders.Writer.WriteAsync(o); o.Id = 1; } }", "'o.Id' is set after '_orders.Writer.WriteAsync(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("async Task M() { var o = new Order(); await Hand(o); Fill(o); } async Task Hand(Order o) { await _orders.Writer.WriteAsync(o); } static void Fill(Order o) => o.Id = 1;", "'o.Id' is set after '_orders.Writer.WriteAsync(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("async Task M() { var o = new Order(); await Outer(o); All(o); } Task Outer(Order o) => Hand(o); async Task Hand(Order o) { await _orders.Writer.WriteAsync(o); } void All(Order o) { Fill(o); } void Fill(Order o) => o.Lines.Add(1);", "'o.Lines' is changed after '_orders.Writer.WriteAsync(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("async Task M() { var o = new Order(); for (var i = 0; i < 3; i++) { Fill(o, i); await Hand(o); } } async Task Hand(Order o) { await _orders.Writer.WriteAsync(o); } static void Fill(Order o, int i) => o.Id = i;", "'o.Id' is set after '_orders.Writer.WriteAsync(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("bool M() { var o = new Order(); if (Try(o)) { o.Id = 1; return true; } return false; } bool Try(Order o) => _orders.Writer.TryWrite(o);", "'o.Id' is set after '_orders.Writer.TryWrite(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("async Task M(Stream s) { var b = ArrayPool<byte>.Shared.Rent(9); await s.ReadAsync(b); await Hand(b); Free(b); } async Task Hand(byte[] b) => await _bytes.Writer.WriteAsync(b); static void Free(byte[] b) => ArrayPool<byte>.Shared.Return(b);", "'b' is given back after '_bytes.Writer.WriteAsync(b)' has sent 'b', and the receiver may still use it")]
    [InlineData("async Task M(byte[] b) { await _bytes.Writer.WriteAsync(b); Free(b); } static void Free(byte[] b) => ArrayPool<byte>.Shared.Return(b);", "'b' is given back after '_bytes.Writer.WriteAsync(b)' has sent 'b', and the receiver may still use it")]
    [InlineData("async Task M(Stream s) { var b = new byte[9]; while (await Fill(s, b) > 0) await Hand(b); } async Task<int> Fill(Stream s, byte[] b) => await s.ReadAsync(b); async Task Hand(byte[] b) => await _bytes.Writer.WriteAsync(b);", "'b' is filled after '_bytes.Writer.WriteAsync(b)' has sent 'b', and the receiver sees the change")]
    [InlineData("async Task M(Stream s) { while (await Fill(s) > 0) await Hand(); } async Task<int> Fill(Stream s) => await s.ReadAsync(_buffer); async Task Hand() => await _bytes.Writer.WriteAsync(_buffer);", "'_buffer' is filled after '_bytes.Writer.WriteAsync(_buffer)' has sent '_buffer', and the receiver sees the change")]
    [InlineData("async Task M(Stream s) { while (s.CanRead) await Step(s); } async Task Step(Stream s) { var n = await s.ReadAsync(_buffer); await _bytes.Writer.WriteAsync(_buffer); }", "'_buffer' is filled after '_bytes.Writer.WriteAsync(_buffer)' has sent '_buffer' in the turn before, and the receiver sees the change")]
    [InlineData("async Task M(Stream s) { while (await Step(s)) { } } async Task<bool> Step(Stream s) { if (await s.ReadAsync(_buffer) == 0) return false; await _bytes.Writer.WriteAsync(_buffer); return true; }", "'_buffer' is filled after '_bytes.Writer.WriteAsync(_buffer)' has sent '_buffer' in the turn before, and the receiver sees the change")]
    [InlineData("async Task M(Stream s) { await _bytes.Writer.WriteAsync(_buffer); await Fill(s); } async Task Fill(Stream s) { var n = await s.ReadAsync(_buffer.AsMemory(0, 4)); }", "'_buffer' is filled after '_bytes.Writer.WriteAsync(_buffer)' has sent '_buffer', and the receiver sees the change")]
    [InlineData("async Task M() { var o = new Order(); _order = o; await _orders.Writer.WriteAsync(o); _order.Id = 1; }", "'o.Id' is set after '_orders.Writer.WriteAsync(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("async Task M() { var o = new Order(); var lines = o.Lines; await _orders.Writer.WriteAsync(o); lines.Add(1); }", "'o.Lines' is changed after '_orders.Writer.WriteAsync(o)' has sent 'o', and the receiver sees the change")]
    [InlineData("async Task M() { var o = new Order(); for (var i = 0; i < 3; i++) { o.Id = i; await Put(o); } async ValueTask Put(Order x) => await _orders.Writer.WriteAsync(x); }", "'x.Id' is set after '_orders.Writer.WriteAsync(x)' has sent 'x', and the receiver sees the change")]
    [InlineData("async Task M(FramePool pool, ChannelWriter<Frame> w) { var f = pool.Rent(); await w.WriteAsync(f); pool.Return(f); }", "'f' is given back after 'w.WriteAsync(f)' has sent 'f', and the receiver may still use it")]
    [InlineData("async Task M(IEnumerable<byte[]> all) { var s = new MemoryStream(); foreach (var x in all) { s.SetLength(0); s.Write(x, 0, x.Length); await _bytes.Writer.WriteAsync(s.GetBuffer()); } }", "'s' is filled after '_bytes.Writer.WriteAsync(s.GetBuffer())' has sent 's' in the turn before, and the receiver sees the change")]
    public void TheReceiverSeesTheChange(string member, string message) => Assert.Equal([$"warning {message}"], Reports(member));

    [Theory]
    [InlineData("IEnumerable<List<int>> M(int[] s) { var l = new List<int>(); foreach (var x in s) { l.Add(x); if (l.Count == 3) { yield return l; l.Clear(); } } }", "'l' is changed after 'yield return l' has given out 'l', and whoever keeps it sees the change")]
    [InlineData("IEnumerable<Packet> M(byte[][] s) { var b = new byte[9]; foreach (var x in s) { x.CopyTo(b, 0); yield return new Packet(\"\", b); } }", "'b' is filled after 'yield return new Packet(\"\", b)' has given out 'b' in the turn before, and whoever keeps it sees the change")]
    [InlineData("async IAsyncEnumerable<byte[]> M(Stream s) { var b = new byte[9]; while (await s.ReadAsync(b) > 0) yield return b; }", "'b' is filled after 'yield return b' has given out 'b' in the turn before, and whoever keeps it sees the change")]
    [InlineData("void M(IProgress<Order> p) { var o = new Order(); for (var i = 0; i < 9; i++) { o.Id = i; p.Report(o); } }", "'o.Id' is set after 'p.Report(o)' has passed on 'o' in the turn before, and whoever keeps it sees the change")]
    [InlineData("void M(IObserver<Order> p) { var o = new Order(); p.OnNext(o); o.Id = 1; }", "'o.Id' is set after 'p.OnNext(o)' has passed on 'o', and whoever keeps it sees the change")]
    [InlineData("void M(int x) { _fixed.Clear(); _fixed.Add(x); _lists.Writer.TryWrite(_fixed); }", "'_fixed' is changed after '_lists.Writer.TryWrite(_fixed)' has sent '_fixed' in the call before, and the receiver sees the change")]
    [InlineData("async Task M(Stream s) { await Fill(s); await Hand(); } async Task Fill(Stream s) => await s.ReadAsync(_buffer); async Task Hand() => await _bytes.Writer.WriteAsync(_buffer);", "'_buffer' is filled after '_bytes.Writer.WriteAsync(_buffer)' has sent '_buffer' in the call before, and the receiver sees the change")]
    public void WhereItMayBeDoneWithItIsASuggestion(string member, string message) => Assert.Equal([$"info {message}"], Reports(member));

    [Theory]
    [InlineData("async Task M(Stream s) { while (s.CanRead) await Step(s); } async Task Step(Stream s) { var n = await s.ReadAsync(_buffer); await _bytes.Writer.WriteAsync(_buffer.ToArray()); }", "a helper in a loop sends a copy")]
    [InlineData("async Task M(Stream s) { while (s.CanRead) await Step(s); } async Task Step(Stream s) { var b = new byte[9]; var n = await s.ReadAsync(b); await _bytes.Writer.WriteAsync(b); }", "a helper in a loop makes it anew")]
    [InlineData("async Task M(Stream s) { await Step(s); } async Task Step(Stream s) { var n = await s.ReadAsync(_buffer); await _bytes.Writer.WriteAsync(_buffer); }", "nobody calls the helper twice")]
    [InlineData("async Task M() { for (var i = 0; i < 9; i++) { var o = new Order(); o.Id = i; await _orders.Writer.WriteAsync(o); } }", "made in each turn")]
    [InlineData("async Task M() { var o = new Order(); Fill(o); await Hand(o); } async Task Hand(Order o) { await _orders.Writer.WriteAsync(o); } static void Fill(Order o) => o.Id = 1;", "changed by a helper before another sends it")]
    [InlineData("async Task M() { var o = new Order(); await Hand(o); Fill(o); } async Task Hand(Order o) { await _orders.Writer.WriteAsync(new Order { Id = o.Id }); } static void Fill(Order o) => o.Id = 1;", "the helper sends another object")]
    [InlineData("async Task M() { for (var i = 0; i < 9; i++) { var o = Make(i); await Hand(o); } } async Task Hand(Order o) { await _orders.Writer.WriteAsync(o); } static Order Make(int i) { var o = new Order(); o.Id = i; return o; }", "made by a helper in each turn")]
    [InlineData("bool M() { var o = new Order(); if (!Try(o)) { o.Id = 1; return false; } return true; } bool Try(Order o) => _orders.Writer.TryWrite(o);", "the helper was refused")]
    [InlineData("async Task M(Stream s) { var b = new byte[9]; while (await s.ReadAsync(b) > 0) await _bytes.Writer.WriteAsync(b.ToArray()); }", "a copy")]
    [InlineData("async Task M(IEnumerable<byte[]> all) { var s = new MemoryStream(); foreach (var x in all) { s.SetLength(0); s.Write(x, 0, x.Length); await _bytes.Writer.WriteAsync(s.ToArray()); } }", "a copy")]
    [InlineData("async Task M() { _batch.Add(1); await _lists.Writer.WriteAsync([.. _batch]); _batch.Clear(); }", "a copy")]
    [InlineData("async Task M() { _batch.Add(1); await _lists.Writer.WriteAsync(new List<int>(_batch)); _batch.Clear(); }", "a copy")]
    [InlineData("async Task M() { _batch.Add(1); var copy = _batch.ToList(); await _lists.Writer.WriteAsync(copy); _batch.Clear(); }", "a copy")]
    [InlineData("async Task M(ChannelWriter<Copier> w) { var b = new byte[9]; await w.WriteAsync(new Copier(b)); b[0] = 1; }", "the constructor copies")]
    [InlineData("async Task M(ChannelWriter<Packet> w, Packet p) { await w.WriteAsync(p with { Bytes = p.Bytes.ToArray() }); p.Bytes[0] = 1; }", "a copy")]
    [InlineData("async Task M(Stream s) { var b = new byte[9]; while (await s.ReadAsync(b) > 0) { await _bytes.Writer.WriteAsync(b); b = new byte[9]; } }", "another one from here on")]
    [InlineData("void M(int x) { _batch.Add(x); if (_batch.Count > 9) { _lists.Writer.TryWrite(_batch); _batch = new(); } _batch.Add(1); }", "another one from here on")]
    [InlineData("void M(int x) { var full = _batch; _batch = new(); _lists.Writer.TryWrite(full); _batch.Add(x); }", "the field has another one by then")]
    [InlineData("void M() { Order? o = null; for (var i = 0; i < 9; i++) { o ??= new Order(); o.Id = i; if (_orders.Writer.TryWrite(o)) o = null; } }", "another one where it was taken")]
    [InlineData("void M() { var b = ArrayPool<byte>.Shared.Rent(9); if (!_bytes.Writer.TryWrite(b)) ArrayPool<byte>.Shared.Return(b); }", "it was refused")]
    [InlineData("void M(Order o) { var taken = _orders.Writer.TryWrite(o); if (!taken) o.Id = 1; }", "it was refused")]
    [InlineData("async Task M(System.Threading.Tasks.Dataflow.BufferBlock<Order> b, Order o) { if (!await System.Threading.Tasks.Dataflow.DataflowBlock.SendAsync(b, o)) o.Id = 1; }", "it was refused")]
    [InlineData("async Task M() { var b = ArrayPool<byte>.Shared.Rent(9); try { await _bytes.Writer.WriteAsync(b); } catch { ArrayPool<byte>.Shared.Return(b); throw; } }", "it was not sent")]
    [InlineData("async Task M(Stream s, byte[] b) { await s.WriteAsync(b); b[0] = 1; }", "a stream is done with it")]
    [InlineData("void M() { for (var i = 0; i < _all.Count; i++) { _all[i].Id = 1; _orders.Writer.TryWrite(_all[i]); } }", "another element in each turn")]
    [InlineData("void M() { foreach (var o in _all) { o.Id = 1; _orders.Writer.TryWrite(o); } }", "another element in each turn")]
    [InlineData("async Task M(ChannelWriter<Sample> w) { var s = new Sample(); await w.WriteAsync(s); s.Id = 1; }", "a struct is copied")]
    [InlineData("async Task M(ChannelWriter<string> w) { var s = \"\"; await w.WriteAsync(s); s += 1; }", "a string cannot change")]
    [InlineData("async Task M(Order o) { await _orders.Writer.WriteAsync(o); o.Stop = true; }", "meant to be seen at once")]
    [InlineData("async Task M(Order o) { await _orders.Writer.WriteAsync(o); Interlocked.Increment(ref o.Count); }", "one step")]
    [InlineData("async Task M(ChannelWriter<Job> w, Job j) { await w.WriteAsync(j); j.Id = 1; }", "work is shared on purpose")]
    [InlineData("async Task M(ChannelWriter<Asked> w, Asked a) { await w.WriteAsync(a); await a.Answer; a.Id = 1; }", "the receiver has answered")]
    [InlineData("async Task M(ChannelWriter<C> w) { await w.WriteAsync(this); _batch.Add(1); }", "it goes on as itself")]
    [InlineData("void M() { var o = _pool.TryDequeue(out var free) ? free : new Order(); _pool.Enqueue(o); o.Id = 1; }", "nobody else takes it out")]
    [InlineData("void M(ChannelWriter<Packet> w) { var b = new byte[9]; var p = new Packet(\"\", b); b = new byte[9]; w.TryWrite(p); b[0] = 1; }", "the message keeps the first one")]
    [InlineData("IEnumerable<List<int>> M(int[] s) { var l = new List<int>(); foreach (var x in s) { l.Add(x); if (l.Count == 3) { yield return l; l = new(); } } }", "another one from here on")]
    [InlineData("IEnumerable<int> M(int[] s) { var l = new List<int>(); foreach (var x in s) { l.Add(x); yield return l.Count; } }", "a number")]
    [InlineData("async Task M(Order o) { o.Id = 1; await _orders.Writer.WriteAsync(o); Console.WriteLine(o.Id); }", "it is only read")]
    [InlineData("async Task M(byte[] b) { await Hand(b); Free(b); } async Task Hand(byte[] b) => await _bytes.Writer.WriteAsync(b.ToArray()); static void Free(byte[] b) => ArrayPool<byte>.Shared.Return(b);", "the helper sends a copy")]
    [InlineData("void M(byte[] b) { if (!Try(b)) Free(b); } bool Try(byte[] b) => _bytes.Writer.TryWrite(b); static void Free(byte[] b) => ArrayPool<byte>.Shared.Return(b);", "the helper was refused, and another gives it back")]
    [InlineData("async Task M(Stream s) { while (await Fill(s) > 0) await Hand(); } async Task<int> Fill(Stream s) { _buffer = new byte[9]; return await s.ReadAsync(_buffer); } async Task Hand() => await _bytes.Writer.WriteAsync(_buffer);", "filled anew by a helper each time")]
    [InlineData("async Task M() { var o = new Order(); _order = o; _order = new Order(); await _orders.Writer.WriteAsync(o); _order.Id = 1; }", "the field has another one by then")]
    [InlineData("async Task M() { var o = new Order(); var lines = new List<int>(o.Lines); await _orders.Writer.WriteAsync(o); lines.Add(1); }", "a copy")]
    [InlineData("async Task M(FramePool pool, ChannelWriter<Frame> w) { var f = pool.Rent(); try { await w.WriteAsync(f); } catch { pool.Return(f); throw; } }", "it was not sent")]
    [InlineData("void M(int x) { _fixed.Add(x); _lists.Writer.TryWrite([.. _fixed]); }", "a copy")]
    [InlineData("void StartAsync(int x) { _fixed.Add(x); _lists.Writer.TryWrite(_fixed); }", "it runs once")]
    [InlineData("void M(int x) { if (_fixed.Count < 3) Step(x); } void Step(int x) { _fixed.Add(x); _lists.Writer.TryWrite(_fixed); }", "who calls it decides how often it runs")]
    [InlineData("async Task M(ChannelWriter<Asked> w) { _asked.Id = 2; await w.WriteAsync(_asked); await _asked.Answer; }", "the receiver has answered before the next call")]
    [InlineData("async Task M(Stream s, ChannelWriter<Asked> w) { var b = new byte[9]; while (await s.ReadAsync(b) > 0) { var a = new Asked { Bytes = b }; await w.WriteAsync(a); await a.Answer; } }", "the receiver has answered by the message that holds it")]
    public void NobodySeesIt(string member, string why)
    {
        Assert.Empty(Reports(member));
        Assert.NotEmpty(why);
    }

    [Theory]
    [InlineData("async Task M(IBus b, Order o) { var sent = b.Publish(o); o.Id = 1; await sent; }", 1)]
    [InlineData("async Task M(IBus b, Order o) { await b.Publish(o); o.Id = 1; }", 0)]
    public void APublishThatIsAwaitedIsDoneWithTheMessage(string member, int count) => Assert.Equal(count, Reports(member, "public interface IPublishEndpoint { Task Publish<T>(T message); } public interface IBus : IPublishEndpoint;").Count());

    [Fact]
    public void ListedSendersSend() => Assert.Equal(
        ["warning 'o.Id' is set after 'm.Put(o)' has sent 'o', and the receiver sees the change"],
        Reports("void M(Mailbox m, Order o) { m.Put(o); o.Id = 1; }", "public class Mailbox { public void Put(object o) { } }", "Mailbox.Put"));

    [Fact]
    public void TheSendAndTheChangeInsideACallAreNamed()
    {
        var report = Assert.Single(Run("async Task M(Order o) { await _orders.Writer.WriteAsync(o); Fill(o); } static void Fill(Order o) => o.Id = 1;", "", ""));
        Assert.Equal(["_orders.Writer.WriteAsync(o)", "o.Id = 1"], report.AdditionalLocations.Select(Text));
        Assert.Equal("Fill(o)", Text(report.Location));
    }

    private static string Text(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);

    private static IEnumerable<string> Reports(string member, string more = "", string options = "") =>
        Run(member, more, options).Select(r => $"{r.Severity.ToString().ToLowerInvariant()} {r.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");

    private static IEnumerable<Diagnostic> Run(string member, string more, string options)
    {
        var compilation = AnalyzerRunner.Compile(("Test.cs", "using System.Buffers; using System.Collections.Concurrent; using System.Text; using System.Threading.Channels;\n" + Types + more + "\npublic class C\n{\n" + Fields + "\npublic " + member + "\n}\n"));
        Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        return AnalyzerRunner.Run(compilation, options.Length == 0 ? [] : [("async_state.senders", options)]).Where(r => r.Id == "ASA0301");
    }
}
