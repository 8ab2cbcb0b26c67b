using System.Globalization;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Writes that can be refused, and whose answer nobody looks at.</summary>
public sealed class RejectedMessageLostTests
{
    private const string Bounded = "readonly Channel<string> _ch = Channel.CreateBounded<string>(10);";

    [Theory]
    [InlineData(Bounded, "public void Add(string s) { _ch.Writer.TryWrite(s); }")]
    [InlineData(Bounded, "public void Add(string s) => _ch.Writer.TryWrite(s);")]
    [InlineData(Bounded, "public event Action<string>? E; public void Start() => E += s => _ch.Writer.TryWrite(s);")]
    [InlineData("readonly Channel<string> _ch = Channel.CreateBounded<string>(new BoundedChannelOptions(10) { FullMode = BoundedChannelFullMode.Wait });", "public void Add(string s) { _ch.Writer.TryWrite(s); }")]
    [InlineData("readonly Channel<string> _ch; public C() { var o = new BoundedChannelOptions(10); o.FullMode = BoundedChannelFullMode.Wait; _ch = Channel.CreateBounded<string>(o); }", "public void Add(string s) { _ch.Writer.TryWrite(s); }")]
    [InlineData(Bounded + " ChannelWriter<string> W => _ch.Writer;", "public void Add(string s) { W.TryWrite(s); }")]
    [InlineData("readonly ChannelWriter<string> _w; public C() { var ch = Channel.CreateBounded<string>(10); _w = ch.Writer; }", "public void Add(string s) { _w.TryWrite(s); }")]
    [InlineData("readonly System.Threading.Tasks.Dataflow.BufferBlock<string> _b = new(new System.Threading.Tasks.Dataflow.DataflowBlockOptions { BoundedCapacity = 3 });", "public void Add(string s) { _b.Post(s); }")]
    [InlineData("readonly System.Threading.Tasks.Dataflow.ActionBlock<string> _b = new(s => Console.WriteLine(s), new System.Threading.Tasks.Dataflow.ExecutionDataflowBlockOptions { BoundedCapacity = 3 });", "public void Add(string s) { _b.Post(s); }")]
    public void TheAnswerIsIgnored(string field, string member)
    {
        var report = Assert.Single(Run(field, member));
        Assert.Equal(DiagnosticSeverity.Warning, report.Severity);
        Assert.Contains("the message is lost where it is refused", report.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Bounded, "public void Add(string s) { _ = _ch.Writer.TryWrite(s); }")]
    [InlineData("readonly Channel<string> _ch = Channel.CreateBounded<string>(10_000);", "public void Add(string s) { _ch.Writer.TryWrite(s); }")]
    public void WhoDiscardsTheAnswerOrMakesMuchRoomMayMeanIt(string field, string member) => Assert.Equal(DiagnosticSeverity.Info, Assert.Single(Run(field, member)).Severity);

    [Theory]
    [InlineData("public async Task Use() { var s = await _ch.Reader.ReadAsync(); try { await Task.Delay(s.Length); } finally { _ch.Writer.TryWrite(s); } }")]
    [InlineData("public ValueTask<string> Rent() => _ch.Reader.ReadAsync(); public void Return(string s) => _ch.Writer.TryWrite(s);")]
    public void WhatGoesBackHasRoom(string member) => Assert.Empty(Run(Bounded, member));

    [Theory]
    [InlineData("public void Start(List<string> all) { foreach (var s in all) _ch.Writer.TryWrite(s); }")]
    [InlineData("public Task StartAsync(CancellationToken token) { _ch.Writer.TryWrite(ToString()!); return Task.CompletedTask; }")]
    public void InAMethodThatRunsOnceAtTheStartItIsASuggestion(string member) => Assert.Equal(DiagnosticSeverity.Info, Assert.Single(Run(Bounded, member)).Severity);

    [Fact]
    public void WhereTheModeIsNotSeenItIsASuggestion() => Assert.Equal(
        DiagnosticSeverity.Info,
        Assert.Single(Run("readonly Channel<string> _ch; public C(BoundedChannelOptions o) => _ch = Channel.CreateBounded<string>(o);", "public void Add(string s) { _ch.Writer.TryWrite(s); }")).Severity);

    [Theory]
    [InlineData("readonly Channel<string> _ch = Channel.CreateUnbounded<string>();")]
    [InlineData(Bounded)]
    public void AnAssertionIsLeftOutOfSomeBuilds(string field) => Assert.Contains(
        "builds without the symbol",
        Assert.Single(Run(field, "public void Add(string s) { System.Diagnostics.Debug.Assert(_ch.Writer.TryWrite(s)); }")).GetMessage(CultureInfo.InvariantCulture),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("readonly Channel<string> _ch = Channel.CreateUnbounded<string>();", "public void Add(string s) { _ch.Writer.TryWrite(s); }", "there is always room")]
    [InlineData("readonly Channel<string> _ch = Channel.CreateBounded<string>(new BoundedChannelOptions(9) { FullMode = BoundedChannelFullMode.DropOldest });", "public void Add(string s) { _ch.Writer.TryWrite(s); }", "it is said to drop")]
    [InlineData("Channel<string>? _ch; public void Start(int size) { var o = new BoundedChannelOptions(size); o.SingleReader = true; o.FullMode = BoundedChannelFullMode.DropWrite; _ch = Channel.CreateBounded<string>(o); }", "public void Add(string s) { _ch?.Writer.TryWrite(s); }", "a statement says that it drops")]
    [InlineData("readonly Channel<string> _ch = Channel.CreateBounded<string>(1);", "public void Add(string s) { _ch.Writer.TryWrite(s); }", "room for one: a signal")]
    [InlineData("readonly Channel<bool> _ch = Channel.CreateBounded<bool>(9);", "public void Add() { _ch.Writer.TryWrite(true); }", "a signal")]
    [InlineData(Bounded, "public bool Add(string s) => _ch.Writer.TryWrite(s);", "the caller gets the answer")]
    [InlineData(Bounded, "public void Add(string s) { if (!_ch.Writer.TryWrite(s)) throw new InvalidOperationException(); }", "it is tested")]
    [InlineData(Bounded, "public async Task Add(string s) { if (await _ch.Writer.WaitToWriteAsync()) _ch.Writer.TryWrite(s); }", "there is room")]
    [InlineData(Bounded, "public C(string[] all) { foreach (var s in all) _ch.Writer.TryWrite(s); }", "it is new")]
    [InlineData(Bounded, "public async Task Add(string s) => await _ch.Writer.WriteAsync(s);", "it waits")]
    [InlineData("readonly System.Threading.Tasks.Dataflow.BufferBlock<string> _b = new();", "public void Add(string s) { _b.Post(s); }", "a block without a bound")]
    public void NothingIsLost(string field, string member, string because) => Assert.True(Run(field, member).Length == 0, because);

    [Fact]
    [KnownError("Channels that are kept in a collection are not followed: which of them a writer belongs to is not seen.")]
    public void KnownMissedAlarm_AChannelInACollection() => Assert.Empty(Run(
        "readonly Dictionary<string, Channel<string>> _byName = new();",
        "public void Open(string name) => _byName[name] = Channel.CreateBounded<string>(9); public void Add(string name, string s) { _byName[name].Writer.TryWrite(s); }"));

    private static Diagnostic[] Run(string field, string member) =>
        [.. AnalyzerRunner.Run("using System.Threading.Channels; using System.Threading.Tasks.Dataflow; public class C { " + field + " " + member + " }").Where(r => r.Id == "ASA0307")];
}
