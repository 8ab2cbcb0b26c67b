using System.Globalization;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Channels whose readers wait for messages that do not come any more.</summary>
public sealed class ChannelNeverCompletedTests
{
    private const string Feeder =
        """
        public class C
        {
            readonly Channel<string> _ch = Channel.CreateUnbounded<string>();
            readonly TextReader _in;
            public C(TextReader i) { _in = i; _ = Task.Run(FeedAsync); }
            public async Task<string> NextAsync() => await _ch.Reader.ReadAsync();
            async Task FeedAsync() { FEED }
        }
        """;

    [Theory]
    [InlineData("while (await _in.ReadLineAsync() is { } line) await _ch.Writer.WriteAsync(line);")]
    [InlineData("try { while (await _in.ReadLineAsync() is { } line) await _ch.Writer.WriteAsync(line); } catch (IOException) { }")]
    [InlineData("while (true) { var line = await _in.ReadLineAsync(); if (line is null) break; await _ch.Writer.WriteAsync(line); }")]
    [InlineData("while (true) { var line = await _in.ReadLineAsync(); if (line is null) return; _ch.Writer.TryWrite(line); }")]
    [InlineData("for (var i = 0; i < 3; i++) { await Task.Delay(1); await _ch.Writer.WriteAsync(\"\"); }")]
    [InlineData("var w = _ch.Writer; foreach (var x in new[] { \"a\" }) await w.WriteAsync(x);")]
    public void TheLoopThatFeedsItEnds(string feed)
    {
        var report = Assert.Single(Run(Feeder.Replace("FEED", feed, StringComparison.Ordinal)));
        Assert.Equal(DiagnosticSeverity.Warning, report.Severity);
        Assert.Equal("'_ch.Reader.ReadAsync()' can wait for ever: nothing completes '_ch' when the loop in 'FeedAsync' that feeds it has ended", report.GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("try { while (await _in.ReadLineAsync() is { } line) await _ch.Writer.WriteAsync(line); } finally { _ch.Writer.Complete(); }", "it is completed")]
    [InlineData("while (true) { var line = await _in.ReadLineAsync(); await _ch.Writer.WriteAsync(line!); }", "it does not end by itself")]
    [InlineData("while (!_stopped) { await _ch.Writer.WriteAsync(\"\"); } } bool _stopped; public void Stop() { _stopped = true; }  void N() {", "the program wants it to end")]
    [InlineData("while (await new PeriodicTimer(TimeSpan.FromSeconds(1)).WaitForNextTickAsync()) await _ch.Writer.WriteAsync(\"\");", "a timer")]
    [InlineData("foreach (var x in new[] { \"a\" }) await _ch.Writer.WriteAsync(x); } public void Add(string s) => _ch.Writer.TryWrite(s); void N() {", "others write too")]
    [InlineData("foreach (var x in new[] { \"a\" }) await Other.Fill(_ch.Writer, x); } static class Other { public static Task Fill(object w, string x) => Task.CompletedTask; } void N() {", "the writer leaves")]
    public void TheLoopDoesNotEndOrSomebodyElseMayCompleteIt(string feed, string because) => Assert.True(Run(Feeder.Replace("FEED", feed, StringComparison.Ordinal)).Length == 0, because);

    [Fact]
    public void WithATokenItIsASuggestion() => Assert.Equal(
        DiagnosticSeverity.Info,
        Assert.Single(Run("public class C { readonly Channel<int> _ch = Channel.CreateUnbounded<int>(); public C() => _ = Task.Run(F); public async Task<int> N(CancellationToken t) => await _ch.Reader.ReadAsync(t); async Task F() { foreach (var i in new[] { 1 }) await _ch.Writer.WriteAsync(i); } }")).Severity);

    [Theory]
    [InlineData("var consumer = Task.Run(async () => { await foreach (var x in ch.Reader.ReadAllAsync()) Console.WriteLine(x); }); for (var i = 0; i < 3; i++) await ch.Writer.WriteAsync(i); await consumer;")]
    [InlineData("var w = ch.Writer; var r = ch.Reader; var p = Produce(w); while (await r.WaitToReadAsync()) while (r.TryRead(out var x)) Console.WriteLine(x); await p; static async Task Produce(ChannelWriter<int> w) { for (var i = 0; i < 3; i++) await w.WriteAsync(i); }")]
    [InlineData("await ch.Writer.WriteAsync(1); await foreach (var x in ch.Reader.ReadAllAsync().ConfigureAwait(false)) Console.WriteLine(x);")]
    public void ALocalChannelThatNobodyCompletes(string body) => Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(Local(body)).Severity);

    [Theory]
    [InlineData("var consumer = Task.Run(async () => { await foreach (var x in ch.Reader.ReadAllAsync()) Console.WriteLine(x); }); for (var i = 0; i < 3; i++) await ch.Writer.WriteAsync(i); ch.Writer.Complete(); await consumer;", "it is completed")]
    [InlineData("Task.Run(() => ch.Writer.WriteAsync(1)).ContinueWith(t => ch.Writer.TryComplete(t.Exception)); await foreach (var x in ch.Reader.ReadAllAsync()) Console.WriteLine(x);", "by a continuation")]
    [InlineData("await ch.Writer.WriteAsync(1); await foreach (var x in ch.Reader.ReadAllAsync()) { if (x == 1) break; }", "the loop has another end")]
    [InlineData("await ch.Writer.WriteAsync(1); await foreach (var x in ch.Reader.ReadAllAsync(new CancellationTokenSource(9).Token)) { }", "a token ends it")]
    [InlineData("for (var i = 0; i < 3; i++) await ch.Writer.WriteAsync(i); for (var i = 0; i < 3; i++) await ch.Reader.ReadAsync();", "they are counted")]
    [InlineData("_ = Task.Run(async () => { await foreach (var x in ch.Reader.ReadAllAsync()) Console.WriteLine(x); }); Changed += x => ch.Writer.TryWrite(x);", "nobody waits for it")]
    [InlineData("await ch.Writer.WriteAsync(1); Action end = ch.Writer.Complete; end(); await foreach (var x in ch.Reader.ReadAllAsync()) { }", "by a delegate")]
    public void ALocalChannelThatEnds(string body, string because) => Assert.True(Local(body).Length == 0, because);

    [Theory]
    [InlineData("public class C : IDisposable", "public void Dispose() { }", true)]
    [InlineData("public class C", "public Task StopAsync() => Task.CompletedTask;", true)]
    [InlineData("public class C", "", false)]
    [InlineData("public class C : IDisposable", "public void Dispose() => _ch.Writer.TryComplete();", false)]
    [InlineData("public class C : IDisposable", "public void Dispose() { } public ChannelWriter<int> Writer => _ch.Writer;", false)]
    public void TheLoopOfAnObjectThatEnds(string head, string members, bool isReported) => Assert.Equal(
        isReported ? 1 : 0,
        Run(head + " { readonly Channel<int> _ch = Channel.CreateUnbounded<int>(); public C() => _ = Task.Run(LoopAsync); public void Add(int i) => _ch.Writer.TryWrite(i); async Task LoopAsync() { while (true) Console.WriteLine(await _ch.Reader.ReadAsync()); } " + members + " }").Length);

    [Theory]
    [InlineData("while (await input.ReadLineAsync() is { } s) await ch.Writer.WriteAsync(1); ch.Writer.Complete();", true)]
    [InlineData("await foreach (var i in Many()) await ch.Writer.WriteAsync(i); ch.Writer.Complete();", true)]
    [InlineData("try { while (await input.ReadLineAsync() is { } s) await ch.Writer.WriteAsync(1); } catch (IOException) { } ch.Writer.Complete();", true)]
    [InlineData("for (var i = 0; i < 3; i++) { if (i == input.Peek()) return; await ch.Writer.WriteAsync(i); } ch.Writer.Complete();", true)]
    [InlineData("for (var i = 0; i < 3; i++) { if (i == input.Peek()) break; await ch.Writer.WriteAsync(i); } ch.Writer.Complete();", false)]
    [InlineData("try { for (var i = 0; i < 3; i++) { if (i == input.Peek()) return; await ch.Writer.WriteAsync(i); } } finally { ch.Writer.Complete(); }", false)]
    [InlineData("for (var i = 0; i < 3; i++) { await Task.Delay(1); await ch.Writer.WriteAsync(i); } ch.Writer.Complete();", false)]
    [InlineData("try { while (await input.ReadLineAsync() is { } s) await ch.Writer.WriteAsync(1); } catch (Exception) { } ch.Writer.Complete();", false)]
    [InlineData("try { while (await input.ReadLineAsync() is { } s) await ch.Writer.WriteAsync(1); } finally { ch.Writer.Complete(); }", false)]
    [InlineData("try { while (await input.ReadLineAsync() is { } s) await ch.Writer.WriteAsync(1); ch.Writer.Complete(); } catch (Exception e) { ch.Writer.Complete(e); }", false)]
    public void TheLoopThatFeedsItEndsByAnException(string feed, bool isReported)
    {
        var reports = Local("var p = Task.Run(async () => { " + feed + " }); await foreach (var x in ch.Reader.ReadAllAsync()) Console.WriteLine(x); await p;");
        Assert.Equal(isReported ? 1 : 0, reports.Length);
        Assert.All(reports, r => Assert.Equal(DiagnosticSeverity.Info, r.Severity));
    }

    [Theory]
    [InlineData("var all = Enumerable.Range(0, 3).Select(_ => Work(ch.Writer)).ToArray(); var end = Task.Run(async () => { await Task.WhenAll(all); ch.Writer.Complete(); });")]
    [InlineData("var all = new List<Task>(); for (var i = 0; i < 3; i++) { all.Add(Task.Run(() => Work(ch.Writer))); } _ = End(); async Task End() { await Task.WhenAll(all).ConfigureAwait(false); ch.Writer.Complete(); }")]
    [InlineData("_ = Task.Run(async () => { await Work(ch.Writer); ch.Writer.Complete(); });")]
    [InlineData("var one = Task.Run(async () => { while (await input.ReadLineAsync() is { } s) await ch.Writer.WriteAsync(1); }); _ = Task.Run(async () => { await one; ch.Writer.Complete(); });")]
    public void TheWorkThatIsWaitedForBeforeItIsCompletedFails(string start)
    {
        var report = Assert.Single(Local(start + Read));
        Assert.Equal(DiagnosticSeverity.Info, report.Severity);
        Assert.Matches("^'ch.Reader.ReadAllAsync\\(\\)' can wait for ever: 'ch.Writer.Complete\\(\\)' is not reached when 'await input.ReadLineAsync\\(\\)' in '[A-Za-z]+' throws, because 'await [^']+' throws then too$", report.GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("var all = Enumerable.Range(0, 3).Select(_ => Work(ch.Writer)).ToArray(); _ = Task.Run(async () => { try { await Task.WhenAll(all); } finally { ch.Writer.Complete(); } });", "in a finally")]
    [InlineData("var all = Enumerable.Range(0, 3).Select(_ => Work(ch.Writer)).ToArray(); _ = Task.Run(async () => { try { await Task.WhenAll(all); } catch (Exception) { } ch.Writer.Complete(); });", "it catches")]
    [InlineData("var all = Enumerable.Range(0, 3).Select(_ => Work(ch.Writer)).ToArray(); _ = Task.WhenAll(all).ContinueWith(_ => ch.Writer.Complete());", "a continuation comes anyhow")]
    [InlineData("var all = Enumerable.Range(0, 3).Select(_ => Task.WhenAny(Work(ch.Writer))).ToArray(); _ = Task.Run(async () => { await Safe(); ch.Writer.Complete(); }); async Task Safe() { try { await Work(ch.Writer); } catch (Exception e) { Console.WriteLine(e); } }", "what is waited for keeps its exceptions")]
    [InlineData("_ = Task.Run(async () => { await Count(); ch.Writer.Complete(); }); async Task Count() { for (var i = 0; i < 3; i++) await ch.Writer.WriteAsync(i); }", "nothing fails")]
    [InlineData("_ = Task.Run(async () => { await Quiet(); ch.Writer.Complete(); }); async Task Quiet() { try { while (await input.ReadLineAsync() is { } s) await ch.Writer.WriteAsync(1); } catch (Exception e) { Console.WriteLine(e); } }", "the work catches")]
    [InlineData("_ = Task.Run(async () => { await Tells(); ch.Writer.Complete(); }); async Task Tells() { try { while (await input.ReadLineAsync() is { } s) await ch.Writer.WriteAsync(1); } catch (Exception e) { ch.Writer.TryComplete(e); throw; } }", "the work completes it then")]
    [InlineData("_ = Task.Run(async () => { await Task.Delay(9); ch.Writer.Complete(); }); await ch.Writer.WriteAsync(1);", "only time passes")]
    public void ItIsCompletedWhateverTheWorkDoes(string start, string because) => Assert.True(Local(start + Read).Length == 0, because);

    [Theory]
    [InlineData("public async Task FeedAsync(Stream s) { int n; while ((n = await s.ReadAsync(new byte[9])) > 0) await _ch.Writer.WriteAsync(n); _ch.Writer.Complete(); }", true)]
    [InlineData("public async Task FeedAsync(Stream s) { try { int n; while ((n = await s.ReadAsync(new byte[9])) > 0) await _ch.Writer.WriteAsync(n); } finally { _ch.Writer.Complete(); } }", false)]
    [InlineData("public async Task FeedAsync(Stream s) { for (var i = 0; i < 9; i++) await _ch.Writer.WriteAsync(i); _ch.Writer.Complete(); }", false)]
    public void AMemberThatFeedsItFails(string member, bool isReported)
    {
        var reports = Run("public class C { readonly Channel<int> _ch = Channel.CreateUnbounded<int>(); public async Task<int> SumAsync() { var n = 0; await foreach (var x in _ch.Reader.ReadAllAsync()) n += x; return n; } " + member + " }");
        Assert.Equal(isReported ? 1 : 0, reports.Length);
        Assert.All(reports, r => Assert.Equal(DiagnosticSeverity.Info, r.Severity));
    }

    [Theory]
    [InlineData("await foreach (var x in _ch.Reader.ReadAllAsync()) await s.WriteAsync(new byte[x]);", true)]
    [InlineData("try { while (await _ch.Reader.WaitToReadAsync()) { while (_ch.Reader.TryRead(out var x)) await s.WriteAsync(new byte[x]); } } catch (Exception e) { Console.WriteLine(e); throw; }", true)]
    [InlineData("try { await foreach (var x in _ch.Reader.ReadAllAsync()) await s.WriteAsync(new byte[x]); } catch (Exception e) { _ch.Writer.TryComplete(e); }", false)]
    [InlineData("await foreach (var x in _ch.Reader.ReadAllAsync()) { try { await s.WriteAsync(new byte[x]); } catch (Exception e) { Console.WriteLine(e); } }", false)]
    [InlineData("await foreach (var x in _ch.Reader.ReadAllAsync()) Console.WriteLine(x);", false)]
    [InlineData("await foreach (var x in _ch.Reader.ReadAllAsync()) await Put(x); async Task Put(int x) { try { await s.WriteAsync(new byte[x]); } catch (IOException) { } catch (Exception e) { Console.WriteLine(e); } }", false)]
    [InlineData("await foreach (var x in _ch.Reader.ReadAllAsync()) await Put(x); async Task Put(int x) { try { await s.WriteAsync(new byte[x]); } catch (Exception e) { Console.WriteLine(e); throw; } }", true)]
    [InlineData("while (true) { try { await foreach (var x in _ch.Reader.ReadAllAsync()) await s.WriteAsync(new byte[x]); } catch (IOException) { } }", false)]
    public void TheLoopThatMakesRoomFails(string body, bool isReported)
    {
        foreach (var (making, counts) in new[] { ("Channel.CreateBounded<int>(9)", isReported), ("Channel.CreateUnbounded<int>()", false), ("Channel.CreateBounded<int>(new BoundedChannelOptions(9) { FullMode = BoundedChannelFullMode.DropOldest })", false) })
        {
            var reports = Run("public class C { readonly Channel<int> _ch = " + making + "; readonly Task _loop; public C(Stream s) => _loop = Task.Run(() => LoopAsync(s)); public async Task AddAsync(int x) => await _ch.Writer.WriteAsync(x); async Task LoopAsync(Stream s) { " + body + " } }");
            Assert.Equal(counts ? 1 : 0, reports.Length);
            Assert.All(reports, r => Assert.StartsWith("'_ch.Writer.WriteAsync(x)' can wait for ever: '_ch' has room for so many messages only, and the loop in 'LoopAsync' that makes room ends when ", r.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("public ValueTask AddAsync(int x) => _ch.Writer.WriteAsync(x);", "await s.WriteAsync(new byte[x])", true)]
    [InlineData("public ValueTask AddAsync(int x) { return _ch.Writer.WriteAsync(x); }", "await s.WriteAsync(new byte[x])", true)]
    [InlineData("public void Add(int x) => _ch.Writer.WriteAsync(x);", "await s.WriteAsync(new byte[x])", false)]
    [InlineData("public ValueTask AddAsync(int x) => _ch.Writer.WriteAsync(x);", "await _next.Writer.WriteAsync(x)", false)]
    [InlineData("public ValueTask AddAsync(int x) => _ch.Writer.WriteAsync(x);", "await _next.Writer.WriteAsync(x).ConfigureAwait(false)", false)]
    public void WhoGivesTheWaitToTheCallerWaitsToo(string add, string work, bool isReported) => Assert.Equal(
        isReported ? [DiagnosticSeverity.Info] : [],
        Run("public class C { readonly Channel<int> _ch = Channel.CreateBounded<int>(9), _next = Channel.CreateBounded<int>(9); readonly Task _loop; public C(Stream s) => _loop = Task.Run(() => LoopAsync(s)); " + add + " public ChannelReader<int> Next => _next.Reader; async Task LoopAsync(Stream s) { await foreach (var x in _ch.Reader.ReadAllAsync()) " + work + "; } }").Where(r => r.GetMessage(CultureInfo.InvariantCulture).Contains("that makes room", StringComparison.Ordinal)).Select(r => r.Severity));

    [Theory]
    [InlineData("Changed += x => ch.Writer.TryWrite(x);")]
    [InlineData("Changed += delegate(int x) { ch.Writer.TryWrite(x); };")]
    [InlineData("Changed += Write; void Write(int x) => ch.Writer.TryWrite(x);")]
    public void WhereEventsFeedItNobodyKnowsTheLastOne(string feed) =>
        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(Local(feed + " await foreach (var x in ch.Reader.ReadAllAsync()) Console.WriteLine(x);")).Severity);

    [Fact]
    public void AReaderThatIsGivenAwayIsASuggestion() => Assert.Equal(
        DiagnosticSeverity.Info,
        Assert.Single(Run("public class C { public ChannelReader<int> Numbers() { var ch = Channel.CreateUnbounded<int>(); _ = Write(ch.Writer); return ch.Reader; } async Task Write(ChannelWriter<int> w) { for (var i = 0; i < 9; i++) { await Task.Delay(9); await w.WriteAsync(i); } } }")).Severity);

    private const string Read = " await foreach (var x in ch.Reader.ReadAllAsync()) Console.WriteLine(x); async Task Work(ChannelWriter<int> w) { while (await input.ReadLineAsync() is { } s) await w.WriteAsync(1); }";

    private static Diagnostic[] Local(string body) =>
        Run("public class C { event Action<int>? Changed; async IAsyncEnumerable<int> Many() { await Task.Yield(); yield return 1; Changed?.Invoke(1); } public async Task M(TextReader input) { var ch = Channel.CreateUnbounded<int>(); " + body + " } }");

    private static Diagnostic[] Run(string source) => [.. AnalyzerRunner.Run("using System.Threading.Channels; " + source).Where(r => r.Id == "ASA0304")];
}
