using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Channels made for one reader or writer that have several.</summary>
public sealed class ChannelPromiseBrokenTests
{
    private const string Reader = "readonly Channel<int> _ch = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true });";
    private const string Writer = "readonly Channel<int> _ch = Channel.CreateBounded<int>(new BoundedChannelOptions(9) { SingleWriter = true });";
    private const string Work = "async Task Work() { await foreach (var x in _ch.Reader.ReadAllAsync()) Console.WriteLine(x); }";

    [Theory]
    [InlineData(Reader, "public Task Run() => Task.WhenAll(Work(), Work()); " + Work)]
    [InlineData(Reader, "public Task Run() => Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Work())); " + Work)]
    [InlineData(Reader, "public void Run() { for (var i = 0; i < 4; i++) _ = Task.Run(Work); } " + Work)]
    [InlineData(Reader, "public async Task Run() { var a = Work(); var b = Other(); await a; await b; } async Task Other() => await _ch.Reader.ReadAsync(); " + Work)]
    [InlineData(Writer, "public void Fill() => Parallel.For(0, 9, i => _ch.Writer.TryWrite(i));")]
    [InlineData(Writer, "public Task Fill() => Task.WhenAll(Enumerable.Range(0, 9).Select(async i => { await Task.Yield(); await _ch.Writer.WriteAsync(i); }));")]
    [InlineData(Writer, "public Task Fill() => Parallel.ForEachAsync(new[] { 1 }, async (i, t) => await _ch.Writer.WriteAsync(i, t));")]
    [InlineData("readonly Channel<int> _ch; public C() { var o = new UnboundedChannelOptions { SingleReader = true }; _ch = Channel.CreateUnbounded<int>(o); }", "public Task Run() => Task.WhenAll(Work(), Work()); " + Work)]
    [InlineData("readonly Channel<int> _ch; public C() { var o = new UnboundedChannelOptions(); o.SingleReader = true; _ch = Channel.CreateUnbounded<int>(o); }", "public Task Run() => Task.WhenAll(Work(), Work()); " + Work)]
    [InlineData(Writer, "readonly SemaphoreSlim _four = new(4); public Task Fill() => Task.WhenAll(Enumerable.Range(0, 9).Select(async i => { await _four.WaitAsync(); try { await _ch.Writer.WriteAsync(i); } finally { _four.Release(); } }));")]
    [InlineData(Writer, "readonly object _gate = new(); public void Fill() => Parallel.For(0, 9, i => { lock (_gate) { } _ch.Writer.TryWrite(i); });")]
    public void SeveralAtOnce(string field, string members) => Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(Run(field, members)).Severity);

    [Fact]
    public void AReaderThatIsGivenOutBesidesTheLoopIsASuggestion() => Assert.Equal(
        DiagnosticSeverity.Info,
        Assert.Single(Run(Reader, "public C() => _ = Task.Run(Work); public ChannelReader<int> Reader => _ch.Reader; " + Work)).Severity);

    [Theory]
    [InlineData(Reader, "public C() => _ = Task.Run(Work); " + Work, "one loop")]
    [InlineData(Reader, "public async Task Run() { await Work(); await Work(); } " + Work, "one after the other")]
    [InlineData(Reader, "public C() => _ = Task.Run(Work); public void Dispose() { while (_ch.Reader.TryRead(out _)) { } } " + Work, "what is left is taken out")]
    [InlineData(Reader, "public Task Fill() => Task.WhenAll(Enumerable.Range(0, 9).Select(i => _ch.Writer.WriteAsync(i).AsTask())); public C() => _ = Task.Run(Work); " + Work, "several writers")]
    [InlineData(Writer, "public Task Run() => Task.WhenAll(Work(), Work()); public void Add(int i) => _ch.Writer.TryWrite(i); " + Work, "several readers")]
    [InlineData(Writer, "public void A() => _ch.Writer.TryWrite(1); public void B() => _ch.Writer.TryWrite(2);", "nothing shows that they run at once")]
    [InlineData(Writer, "public void Fill() => Parallel.For(0, 9, new ParallelOptions { MaxDegreeOfParallelism = 1 }, i => _ch.Writer.TryWrite(i));", "one at a time")]
    [InlineData("readonly Channel<int> _ch = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = false });", "public Task Run() => Task.WhenAll(Work(), Work()); " + Work, "nothing is promised")]
    [InlineData(Reader, "public ChannelReader<int> Reader => _ch.Reader;", "the only reader")]
    [InlineData(Writer, "readonly object _gate = new(); public void Fill() => Parallel.For(0, 9, i => { lock (_gate) _ch.Writer.TryWrite(i); });", "a lock lets one write at a time")]
    [InlineData(Writer, "readonly SemaphoreSlim _one = new(1, 1); public Task Fill() => Task.WhenAll(Enumerable.Range(0, 9).Select(async i => { await _one.WaitAsync(); try { await _ch.Writer.WriteAsync(i); } finally { _one.Release(); } }));", "a semaphore lets one write at a time")]
    [InlineData("readonly Channel<int> _ch; public C(bool one) { var o = new UnboundedChannelOptions(); if (one) o.SingleReader = true; _ch = Channel.CreateUnbounded<int>(o); }", "public Task Run() => Task.WhenAll(Work(), Work()); " + Work, "it is not known whether it is promised")]
    public void ThePromiseIsKept(string field, string members, string because) => Assert.True(Run(field, members).Length == 0, because);

    // The options stand in another part of the type, in a file of its own.
    [Fact]
    public void OptionsOfAnotherFile()
    {
        var reports = AnalyzerRunner.Run(AnalyzerRunner.Compile(
            ("A.cs", "using System.Threading.Channels; public partial class C { static readonly BoundedChannelOptions s_options = new(2 + 7) { FullMode = BoundedChannelFullMode.DropOldest, SingleWriter = true }; }"),
            ("B.cs", "using System.Threading.Channels; public partial class C { readonly Channel<int> _ch = Channel.CreateBounded<int>(s_options); public void Fill() => Parallel.For(0, 9, i => _ch.Writer.TryWrite(i)); }")));
        Assert.Equal("ASA0306", Assert.Single(reports).Id);
    }

    [Fact]
    [KnownError("Handlers of events and timers that write to one channel are not known to run at once (ASA0306).")]
    public void KnownMissedAlarm_WritersInHandlers() => Assert.Empty(Run(
        "readonly Channel<string> _ch = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleWriter = true }); Timer? _t;",
        "public void Watch(FileSystemWatcher w) { w.Changed += (_, e) => _ch.Writer.TryWrite(e.FullPath); _t = new Timer(_ => _ch.Writer.TryWrite(\"\"), null, 0, 9); }"));

    private static Diagnostic[] Run(string field, string members) =>
        [.. AnalyzerRunner.Run("using System.Threading.Channels; public class C { " + field + " " + members + " }").Where(r => r.Id == "ASA0306")];
}
