using System.Globalization;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>One message that means the end, and several loops that look for it.</summary>
public sealed class EndMarkerForSeveralReadersTests
{
    private const string While = "async Task Consume(ChannelReader<int?> r) { while (true) { var x = await r.ReadAsync(); if (x is null) break; Console.WriteLine(x); } }";

    [Theory]
    [InlineData("var a = Consume(ch.Reader); var b = Consume(ch.Reader); await ch.Writer.WriteAsync(null); await Task.WhenAll(a, b);", While)]
    [InlineData("await Task.WhenAll(Produce(ch.Writer), Consume(ch.Reader), Consume(ch.Reader));", While + " async Task Produce(ChannelWriter<int?> w) { for (var i = 0; i < 3; i++) await w.WriteAsync(i); await w.WriteAsync(null); }")]
    [InlineData("var all = Enumerable.Range(0, 3).Select(_ => Consume(ch.Reader)).ToArray(); ch.Writer.TryWrite(null); await Task.WhenAll(all);", While)]
    [InlineData("for (var i = 0; i < 3; i++) _ = Consume(ch.Reader); ch.Writer.TryWrite(null);", While)]
    [InlineData("for (var i = 0; i < 3; i++) _ = Task.Run(() => Consume(ch.Reader)); ch.Writer.TryWrite(null);", While)]
    [InlineData("var a = Consume(ch.Reader); var b = Consume(ch.Reader); await ch.Writer.WriteAsync(-1); await Task.WhenAll(a, b);", "async Task Consume(ChannelReader<int?> r) { await foreach (var x in r.ReadAllAsync()) { if (x == -1) return; Console.WriteLine(x); } }")]
    [InlineData("var a = Consume(ch.Reader); var b = Consume(ch.Reader); await ch.Writer.WriteAsync(default); await Task.WhenAll(a, b);", "async Task Consume(ChannelReader<int?> r) { while (await r.WaitToReadAsync()) while (r.TryRead(out var x)) { if (!x.HasValue) return; } }")]
    [InlineData("var a = Consume(ch.Reader); var b = Consume(ch.Reader); await ch.Writer.WriteAsync(null); await Task.WhenAll(a, b);", "async Task Consume(ChannelReader<int?> r) { while (await r.ReadAsync() is { } x) Console.WriteLine(x); }")]
    [InlineData("var a = Consume(ch.Reader); var b = Consume(ch.Reader); await ch.Writer.WriteAsync(-1); await Task.WhenAll(a, b);", "async Task Consume(ChannelReader<int?> r) { int? x; while ((x = await r.ReadAsync()) != -1) Console.WriteLine(x); }")]
    [InlineData("var a = Consume(ch.Reader); var b = Consume(ch.Reader); await ch.Writer.WriteAsync(null); await Task.WhenAll(a, b);", "async Task Consume(ChannelReader<int?> r) { while (await r.ReadAsync() is var x && x is not null) Console.WriteLine(x); }")]
    public void TheOthersWaitForEver(string body, string members)
    {
        var report = Assert.Single(Run(body, members));
        Assert.Equal(DiagnosticSeverity.Warning, report.Severity);
        Assert.Contains("' ends one reader of 'ch' only: the others wait for ever, because ", report.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("var a = Consume(ch.Reader); await ch.Writer.WriteAsync(null); await a;", While, "one reader")]
    [InlineData("await Consume(ch.Reader); await Consume(ch.Reader); await ch.Writer.WriteAsync(null);", While, "one after the other")]
    [InlineData("var a = Consume(ch.Reader); var b = Consume(ch.Reader); await ch.Writer.WriteAsync(null); await ch.Writer.WriteAsync(null); await Task.WhenAll(a, b);", While, "two markers")]
    [InlineData("var a = Consume(ch.Reader); var b = Consume(ch.Reader); for (var i = 0; i < 2; i++) await ch.Writer.WriteAsync(null); await Task.WhenAll(a, b);", While, "a marker for each")]
    [InlineData("var a = Consume(ch.Reader); var b = Consume(ch.Reader); await ch.Writer.WriteAsync(null); ch.Writer.Complete(); await Task.WhenAll(a, b);", While, "it is completed")]
    [InlineData("var a = Consume(ch.Reader); var b = Consume(ch.Reader); await ch.Writer.WriteAsync(7); await Task.WhenAll(a, b);", While, "no marker")]
    [InlineData("var a = Consume(ch); var b = Consume(ch); await ch.Writer.WriteAsync(null); await Task.WhenAll(a, b);", "async Task Consume(Channel<int?> c) { while (true) { var x = await c.Reader.ReadAsync(); if (x is null) { c.Writer.TryWrite(null); break; } Console.WriteLine(x); } }", "it is passed on")]
    [InlineData("var a = Consume(ch.Reader); var b = Consume(ch.Reader); await ch.Writer.WriteAsync(null); await Task.WhenAll(a, b);", "async Task Consume(ChannelReader<int?> r) { while (true) { var x = await r.ReadAsync(); if (x is null) continue; Console.WriteLine(x); } }", "it ends nothing")]
    [InlineData("var a = Consume(ch.Reader); var b = Print(two.Reader); await ch.Writer.WriteAsync(null); await Task.WhenAll(a, b);", While + " async Task Print(ChannelReader<int> r) { while (await r.ReadAsync() != 0) { } }", "two channels")]
    [InlineData("var a = Consume(ch.Reader); var b = Consume(ch.Reader); await ch.Writer.WriteAsync(null); await Task.WhenAll(a, b);", "async Task Consume(ChannelReader<int?> r) { int? x; while ((x = await r.ReadAsync()) != -1) Console.WriteLine(x); }", "another mark")]
    public void EachIsEnded(string body, string members, string because) => Assert.True(Run(body, members).Length == 0, because);

    [Fact]
    [KnownError("An end marker in a `BlockingCollection` is not looked at: only channels are (ASA0305).")]
    public void KnownMissedAlarm_AMarkerInABlockingCollection() => Assert.Empty(Run(
        "var q = new System.Collections.Concurrent.BlockingCollection<int>(); var a = Task.Run(() => Take(q)); var b = Task.Run(() => Take(q)); q.Add(-1); await Task.WhenAll(a, b);",
        "void Take(System.Collections.Concurrent.BlockingCollection<int> q) { while (true) { var x = q.Take(); if (x == -1) return; Console.WriteLine(x); } }"));

    private static Diagnostic[] Run(string body, string members) =>
        [.. AnalyzerRunner.Run("using System.Threading.Channels; public class C { public async Task M() { var ch = Channel.CreateUnbounded<int?>(); var two = Channel.CreateUnbounded<int>(); " + body + " await Task.Yield(); } " + members + " }").Where(r => r.Id == "ASA0305")];
}
