using System.Globalization;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Channels that one type makes and others use: given to constructors, handed out by a container, or held by a queue of the project.</summary>
public sealed class InjectedChannelTests
{
    private const string Mailer = "public class Mailer(Channel<Job> jobs) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken ct) { await foreach (var j in jobs.Reader.ReadAllAsync(ct)) Console.WriteLine(j); } } ";
    private const string Auditor = "public class Auditor : BackgroundService { readonly ChannelReader<Job> _r; public Auditor(Channel<Job> c) { _r = c.Reader; } protected override async Task ExecuteAsync(CancellationToken ct) { while (await _r.WaitToReadAsync(ct)) while (_r.TryRead(out var j)) Console.WriteLine(j); } } ";
    private const string Worker = "public class Worker { readonly ChannelReader<int> _r; public Worker(ChannelReader<int> r) { _r = r; _ = Task.Run(LoopAsync); } async Task LoopAsync() { await foreach (var i in _r.ReadAllAsync()) Console.WriteLine(i); } } ";
    private const string Consumer = "class Consumer(ChannelReader<string> r) { public async Task RunAsync() { await foreach (var s in r.ReadAllAsync()) Console.WriteLine(s); } } ";
    private const string Queue = "class Queue { readonly Channel<string> _c = Channel.CreateBounded<string>(16); public bool TryEnqueue(string s) => _c.Writer.TryWrite(s); public IAsyncEnumerable<string> All() => _c.Reader.ReadAllAsync(); public void Finish() => _c.Writer.TryComplete(); } ";
    private const string Container =
        """
        public interface IServices;
        public static class Adding
        {
            public static IServices AddSingleton<T>(this IServices s, T one) => s;
            public static IServices AddSingleton<T>(this IServices s, Func<IServices, T> one) => s;
            public static IServices AddSingleton<T, TOne>(this IServices s) => s;
            public static IServices AddKeyedSingleton<T>(this IServices s, object key, T one) => s;
            public static IServices AddKeyedSingleton<T>(this IServices s, object key, Func<IServices, object, T> one) => s;
            public static T GetRequiredKeyedService<T>(this IServices s, object key) => default!;
            public static IServices AddHostedService<T>(this IServices s) => s;
            public static T GetRequiredService<T>(this IServices s) => default!;
            public static void MapPost(this IServices s, string path, Delegate handler) { }
        }
        public class FromKeyedServicesAttribute(object key) : Attribute { public object Key => key; }
        public abstract class BackgroundService { protected abstract Task ExecuteAsync(CancellationToken ct); }
        public abstract class ControllerBase;
        public record Job(int Id);
        """;

    [Theory]
    [InlineData("s.AddSingleton(Channel.CreateBounded<Job>(new BoundedChannelOptions(9) { SingleReader = true }));", Mailer + Auditor)]
    [InlineData("s.AddSingleton(_ => Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleReader = true })); s.AddSingleton(p => p.GetRequiredService<Channel<Job>>().Reader);", Mailer + "public class Other(ChannelReader<Job> r) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken ct) { while (true) Console.WriteLine(await r.ReadAsync(ct)); } }")]
    [InlineData("s.AddSingleton<Channel<Job>>(_ => { return Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleWriter = true }); });", "public class JobsController(Channel<Job> c) : ControllerBase { public async Task Post(int id) => await c.Writer.WriteAsync(new Job(id)); }")]
    [InlineData("s.AddSingleton(Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleWriter = true })); s.MapPost(\"/\", async (Channel<Job> c, int id) => await c.Writer.WriteAsync(new Job(id)));", "")]
    public void WhatTheContainerHandsOutBreaksThePromise(string registration, string types) => Assert.Equal("ASA0306 Warning", Only(Registering(registration) + types));

    [Theory]
    [InlineData("s.AddSingleton(Channel.CreateBounded<Job>(new BoundedChannelOptions(9) { SingleReader = true }));", Mailer, "one service reads")]
    [InlineData("s.AddSingleton(Channel.CreateBounded<Job>(9));", Mailer + Auditor, "nothing is promised")]
    [InlineData("s.AddSingleton(Channel.CreateBounded<Job>(new BoundedChannelOptions(9) { SingleReader = true })); s.AddSingleton(Channel.CreateBounded<int>(new BoundedChannelOptions(9) { SingleReader = true }));", Mailer + "public class Other(Channel<int> r) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken ct) { while (true) Console.WriteLine(await r.Reader.ReadAsync(ct)); } }", "another channel")]
    [InlineData("s.AddSingleton(Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }));", Mailer + "public class Source(Channel<Job> c) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken ct) { while (!ct.IsCancellationRequested) await c.Writer.WriteAsync(new Job(1), ct); } }", "one reads, one writes")]
    public void WhatTheContainerHandsOutKeepsThePromise(string registration, string types, string because) => Assert.True(Only(Registering(registration) + types).Length == 0, because);

    private const string Keyed = "public class Mail([FromKeyedServices(\"mail\")] Channel<Job> jobs) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken ct) { await foreach (var j in jobs.Reader.ReadAllAsync(ct)) Console.WriteLine(j); } } public class Other([FromKeyedServices(\"KEY\")] Channel<Job> jobs) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken ct) { await foreach (var j in jobs.Reader.ReadAllAsync(ct)) Console.WriteLine(j); } } ";

    private const string OneReader = "Channel.CreateBounded<Job>(new BoundedChannelOptions(9) { SingleReader = true })";

    [Theory]
    [InlineData("s.AddKeyedSingleton(\"mail\", " + OneReader + ");", "mail", "ASA0306 Warning")]
    [InlineData("s.AddKeyedSingleton(\"mail\", (_, _) => " + OneReader + ");", "mail", "ASA0306 Warning")]
    [InlineData("s.AddKeyedSingleton(\"mail\", " + OneReader + "); s.AddSingleton(p => p.GetRequiredKeyedService<Channel<Job>>(\"mail\").Reader);", "x", "ASA0306 Warning")]
    [InlineData("s.AddKeyedSingleton(\"mail\", " + OneReader + "); s.AddKeyedSingleton(\"log\", " + OneReader + ");", "log", "")]
    [InlineData("s.AddKeyedSingleton(\"mail\", " + OneReader + "); s.AddSingleton(" + OneReader + ");", "log", "")]
    [InlineData("s.AddSingleton(" + OneReader + ");", "mail", "")]
    public void AKeyTellsChannelsApart(string registration, string key, string expected) => Assert.Equal(expected, Only(Registering(registration) + Keyed.Replace("KEY", key, StringComparison.Ordinal) + "public class Plain(ChannelReader<Job> r) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken ct) { await foreach (var j in r.ReadAllAsync(ct)) Console.WriteLine(j); } } "));

    [Fact]
    public void WhichOfTwoContainersHandsItOutIsNotKnown() => Assert.Equal("", Only(
        Registering("s.AddSingleton(" + OneReader + ");") + "public static class Second { public static void All(IServices s) { s.AddSingleton(" + OneReader + "); } } " + Mailer + Auditor));

    [Theory]
    [InlineData("public class Pool { readonly Channel<int> _c = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true }); readonly Worker _a, _b; public Pool() { _a = new Worker(_c.Reader); _b = new Worker(_c.Reader); } }" + Worker, "ASA0306 Warning")]
    [InlineData("public class Pool { readonly List<Worker> _all = new(); public Pool(int n) { var c = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true }); for (var i = 0; i < n; i++) _all.Add(new Worker(c.Reader)); } }" + Worker, "ASA0306 Warning")]
    [InlineData("public class Pool { readonly Channel<int> _c = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true }); readonly Channel<int> _d = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true }); readonly Worker _a, _b; public Pool() { _a = new Worker(_c.Reader); _b = new Worker(_d.Reader); } }" + Worker, "")]
    [InlineData("public class Pool { public async Task RunAsync() { var c = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true }); c.Writer.Complete(); await new Consumer(c.Reader).RunAsync(); await new Consumer(c.Reader).RunAsync(); } }" + Consumer, "")]
    [InlineData("public class Feed : IAsyncDisposable { readonly Channel<string> _c = Channel.CreateUnbounded<string>(); readonly Task _loop; public Feed() { var sink = new Consumer(_c.Reader); _loop = sink.RunAsync(); } public bool Push(string s) => _c.Writer.TryWrite(s); public async ValueTask DisposeAsync() { await _loop; } }" + Consumer, "ASA0304 Warning")]
    [InlineData("public class Feed : IAsyncDisposable { readonly Channel<string> _c = Channel.CreateUnbounded<string>(); readonly Task _loop; public Feed() { var sink = new Consumer(_c.Reader); _loop = sink.RunAsync(); } public bool Push(string s) => _c.Writer.TryWrite(s); public async ValueTask DisposeAsync() { _c.Writer.Complete(); await _loop; } }" + Consumer, "")]
    public void ObjectsThatAreGivenTheChannel(string types, string expected) => Assert.Equal(expected, Only(types));

    [Theory]
    [InlineData("var ch = Channel.CreateUnbounded<string>(); var p = new Producer(ch.Writer); var c = new Consumer(ch.Reader); await Task.WhenAll(p.RunAsync(), c.RunAsync());", "class Producer(ChannelWriter<string> w) { public async Task RunAsync() { for (var i = 0; i < 9; i++) await w.WriteAsync(\"\"); } }" + Consumer, "ASA0304 Warning")]
    [InlineData("var ch = Channel.CreateUnbounded<string>(); var p = new Producer(ch.Writer); var c = new Consumer(ch.Reader); await Task.WhenAll(p.RunAsync(), c.RunAsync());", "class Producer(ChannelWriter<string> w) { public async Task RunAsync() { try { for (var i = 0; i < 9; i++) await w.WriteAsync(\"\"); } finally { w.Complete(); } } }" + Consumer, "")]
    [InlineData("var q = new Queue(); foreach (var a in args) q.TryEnqueue(a); q.Finish(); await foreach (var s in q.All()) Console.WriteLine(s);", Queue, "ASA0307 Warning")]
    [InlineData("var q = new Queue(); foreach (var a in args) if (!q.TryEnqueue(a)) return; q.Finish(); await foreach (var s in q.All()) Console.WriteLine(s);", Queue, "")]
    [InlineData("var q = new Queue(); var c = Task.Run(async () => { await foreach (var s in q.All()) Console.WriteLine(s); }); for (var i = 0; i < 5; i++) await q.EnqueueAsync(\"\"); await c;", "class Queue { readonly Channel<string> _c = Channel.CreateUnbounded<string>(); public ValueTask EnqueueAsync(string s) => _c.Writer.WriteAsync(s); public IAsyncEnumerable<string> All() => _c.Reader.ReadAllAsync(); }", "ASA0304 Warning")]
    [InlineData("var ch = Channel.CreateUnbounded<string?>(); var all = Enumerable.Range(0, 3).Select(_ => new Ended(ch.Reader)).ToList(); var run = Task.WhenAll(all.Select(w => w.RunAsync())); await ch.Writer.WriteAsync(null); await run;", "class Ended(ChannelReader<string?> r) { public async Task RunAsync() { while (true) { var s = await r.ReadAsync(); if (s is null) break; Console.WriteLine(s); } } }", "ASA0305 Warning")]
    [InlineData("var ch = Channel.CreateUnbounded<string?>(); var one = new Ended(ch.Reader); var run = one.RunAsync(); await ch.Writer.WriteAsync(null); await run;", "class Ended(ChannelReader<string?> r) { public async Task RunAsync() { while (true) { var s = await r.ReadAsync(); if (s is null) break; Console.WriteLine(s); } } }", "")]
    [InlineData("var a = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true }); var b = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true }); a.Writer.Complete(); b.Writer.Complete(); await Task.WhenAll(Consume(a.Reader), Consume(b.Reader)); static async Task Consume(ChannelReader<int> r) { await foreach (var i in r.ReadAllAsync()) Console.WriteLine(i); }", "", "")]
    public void Programs(string statements, string types, string expected) => Assert.Equal(expected, Only("using System.Threading.Channels; " + statements + " " + types, OutputKind.ConsoleApplication));

    [Theory]
    [InlineData("public class Fast(IQueue q) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken ct) { while (!ct.IsCancellationRequested) Console.WriteLine(await q.NextAsync(ct)); } } public class Slow(IQueue q) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken ct) { while (!ct.IsCancellationRequested) Console.WriteLine(await q.NextAsync(ct)); } }", "ASA0306 Warning")]
    [InlineData("public class Fast(IQueue q) : BackgroundService { protected override async Task ExecuteAsync(CancellationToken ct) { while (!ct.IsCancellationRequested) Console.WriteLine(await q.NextAsync(ct)); } }", "")]
    public void AQueueBehindAnInterface(string services, string expected) => Assert.Equal(expected, Only(
        Registering("s.AddSingleton<IQueue, Queue>();") + "public interface IQueue { ValueTask<Job> NextAsync(CancellationToken ct); } public class Queue : IQueue { readonly Channel<Job> _c = Channel.CreateBounded<Job>(new BoundedChannelOptions(9) { SingleReader = true }); public ValueTask<Job> NextAsync(CancellationToken ct) => _c.Reader.ReadAsync(ct); public ValueTask AddAsync(Job j) => _c.Writer.WriteAsync(j); }" + services));

    [Fact]
    public void TypesOfAProjectThatIsReferencedAreNotFollowed()
    {
        var library = AnalyzerRunner.Compile(("Library.cs", "using System.Threading.Channels; public interface IKeeper { Channel<int> Kept { get; } } public class Sink { public Sink(ChannelReader<int> r) { } public static void Take(Channel<int> c) => c.Writer.TryWrite(1); } "));
        var program = AnalyzerRunner.Compile(("Program.cs", "using System.Threading.Channels; public class C : IKeeper { public Channel<int> Kept { get; } = Channel.CreateBounded<int>(new BoundedChannelOptions(9) { SingleReader = true }); public C() { Sink.Take(Kept); _ = new Sink(Kept.Reader); _ = new Sink(Kept.Reader); } }"));
        Assert.Empty(AnalyzerRunner.Run(program.AddReferences(library.ToMetadataReference())));
    }

    [Fact]
    public void TheMessageNamesTheServiceAndTheChannel() => Assert.Equal(
        "'SingleReader = true' is promised of 'Channel<Job>', but 'Mailer' is one more that reads",
        Assert.Single(Reports(Registering("s.AddSingleton(Channel.CreateBounded<Job>(new BoundedChannelOptions(9) { SingleReader = true }));") + Auditor + Mailer, OutputKind.DynamicallyLinkedLibrary)).GetMessage(CultureInfo.InvariantCulture));

    private static string Registering(string registration) => "using System.Threading.Channels; " + Container + "public static class Registering { public static void All(IServices s) { " + registration + " } } ";

    private static string Only(string source, OutputKind kind = OutputKind.DynamicallyLinkedLibrary) => string.Join(", ", Reports(source, kind).Select(r => $"{r.Id} {r.Severity}"));

    private static IEnumerable<Diagnostic> Reports(string source, OutputKind kind) =>
        AnalyzerRunner.Run(AnalyzerRunner.Compile(kind, ("Test.cs", source.StartsWith("using", StringComparison.Ordinal) ? source : "using System.Threading.Channels; " + source))).Where(r => r.Id is "ASA0304" or "ASA0305" or "ASA0306" or "ASA0307");
}
