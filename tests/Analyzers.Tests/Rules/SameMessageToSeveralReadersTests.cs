using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>One object that goes to several readers, of which one changes it (ASA0303).</summary>
public sealed class SameMessageToSeveralReadersTests
{
    private const string Reader = "public async Task Read() { await foreach (var o in _a.Reader.ReadAllAsync()) o.Id++; } ";

    [Theory]
    [InlineData("async Task M(Order o) { await _a.Writer.WriteAsync(o); await _b.Writer.WriteAsync(o); }", "by '_b.Writer.WriteAsync(o)' and by '_a.Writer.WriteAsync(o)'")]
    [InlineData("async Task M(Order o) { foreach (var w in _all) await w.WriteAsync(o); }", "by 'w.WriteAsync(o)' and again in the next turn of the loop")]
    [InlineData("void M(Order o, IEnumerable<ChannelWriter<Order>> all) { foreach (var w in all) w.TryWrite(o); }", "by 'w.TryWrite(o)' and again in the next turn of the loop")]
    [InlineData("void M(Order o) { _a.Writer.TryWrite(o); _block.Post(o); }", "by '_block.Post(o)' and by '_a.Writer.TryWrite(o)'")]
    public void TheOthersSeeTheChange(string member, string how) => Assert.Equal([$"warning 'o' goes to several readers as one object, {how}, and a reader changes it: 'o.Id++'"], Reports(Reader + "public " + member));

    [Theory]
    [InlineData("public void M(Order o) { _queue.Enqueue(o); Task.Run(() => Console.WriteLine(o.Id)); } public Order? Take() { if (!_queue.TryDequeue(out var o)) return null; o.Id++; return o; }", "by '_queue.Enqueue(o)' and by the lambda that names it")]
    [InlineData(Reader + "public void M(Order o, IProgress<Order> p) { _a.Writer.TryWrite(o); p.Report(o); }", "by 'p.Report(o)' and by '_a.Writer.TryWrite(o)'")]
    public void WhereSomebodyMayNotBeAnotherExecutionItIsASuggestion(string members, string how) => Assert.Equal([$"info 'o' goes to several readers as one object, {how}, and a reader changes it: 'o.Id++'"], Reports(members));

    // What makes a new value of a part of the message changes nothing in it.
    [Theory]
    [InlineData("o.Lines.Add(1);", "o.Lines.Add(1)")]
    [InlineData("Console.WriteLine(o.Text.Replace('a', 'b')); o.Lines.Clear();", "o.Lines.Clear()")]
    [InlineData("Console.WriteLine(o.Text.Replace('a', 'b'));", "")]
    [InlineData("var tags = o.Tags.Add(1); Console.WriteLine(tags.Count);", "")]
    [InlineData("Console.WriteLine(o.Lines.Take(3).Append(4).Count());", "")]
    public void AReaderThatMakesSomethingNew(string reads, string change) => Assert.Equal(
        change.Length == 0 ? [] : [$"warning 'o' goes to several readers as one object, by '_b.Writer.TryWrite(o)' and by '_a.Writer.TryWrite(o)', and a reader changes it: '{change}'"],
        Reports("public async Task Read() { await foreach (var o in _a.Reader.ReadAllAsync()) { " + reads + " } } public void M(Order o) { _a.Writer.TryWrite(o); _b.Writer.TryWrite(o); }"));

    [Theory]
    [InlineData("public async Task Read() { await foreach (var o in _a.Reader.ReadAllAsync()) Console.WriteLine(o.Id); } public async Task M(Order o) { await _a.Writer.WriteAsync(o); await _b.Writer.WriteAsync(o); }", "nobody changes it")]
    [InlineData(Reader + "public void M(Order o) { if (o.Id > 3) _a.Writer.TryWrite(o); else _b.Writer.TryWrite(o); }", "one of them gets it")]
    [InlineData(Reader + "public void M(Order o) { if (!_a.Writer.TryWrite(o)) _b.Writer.TryWrite(o); }", "it was refused")]
    [InlineData(Reader + "public void M() { foreach (var w in _all) w.TryWrite(new Order()); }", "one for each")]
    [InlineData(Reader + "public void M() { foreach (var w in _all) { var o = new Order(); w.TryWrite(o); } }", "one for each")]
    [InlineData(Reader + "public void M(List<Order> all) { foreach (var o in all) _a.Writer.TryWrite(o); }", "each to the same")]
    [InlineData(Reader + "public void M(Order o) { _a.Writer.TryWrite(o); _a.Writer.TryWrite(o); }", "the same channel")]
    [InlineData(Reader + "public void M(Fixed o, ChannelWriter<Fixed> a, ChannelWriter<Fixed> b) { a.TryWrite(o); b.TryWrite(o); }", "it cannot change")]
    [InlineData(Reader + "public void M(Order o) { Task.Run(() => Console.WriteLine(o.Id)); Task.Run(() => Console.WriteLine(o)); }", "no message")]
    public void NobodyIsSurprised(string members, string why)
    {
        Assert.Empty(Reports(members));
        Assert.NotEmpty(why);
    }

    private static IEnumerable<string> Reports(string members)
    {
        var compilation = AnalyzerRunner.Compile(("Test.cs",
            "using System.Collections.Concurrent; using System.Threading.Channels; using System.Threading.Tasks.Dataflow;\npublic class Order { public int Id { get; set; } public string Text { get; set; } = \"\"; public List<int> Lines { get; } = new(); public System.Collections.Immutable.ImmutableList<int> Tags { get; set; } = System.Collections.Immutable.ImmutableList<int>.Empty; } public sealed record Fixed(int Id);\npublic class C\n{\n"
            + "private readonly Channel<Order> _a = Channel.CreateUnbounded<Order>(), _b = Channel.CreateUnbounded<Order>(); private readonly List<ChannelWriter<Order>> _all = new(); private readonly ConcurrentQueue<Order> _queue = new(); private readonly BufferBlock<Order> _block = new();\n"
            + members + "\n}\n"));
        Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        return AnalyzerRunner.Run(compilation).Where(r => r.Id == "ASA0303").Select(r => $"{r.Severity.ToString().ToLowerInvariant()} {r.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
    }
}
