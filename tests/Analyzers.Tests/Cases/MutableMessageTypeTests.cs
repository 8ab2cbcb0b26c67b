using System.Globalization;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>Types that are sent from one execution to another, and can change.</summary>
public sealed class MutableMessageTypeTests
{
    [Fact]
    public void ATypeOfAnotherProjectIsReportedWithoutPlacesInItsFiles()
    {
        var core = AnalyzerRunner.Compile(("Core.cs", "public class Order { public int N { get; set; } public List<int> Lines { get; } = new(); }")).WithAssemblyName("Core");
        var app = AnalyzerRunner.Compile(("App.cs", "class A { readonly System.Threading.Channels.Channel<Order> _sent = System.Threading.Channels.Channel.CreateUnbounded<Order>(); }")).AddReferences(core.ToMetadataReference());
        var report = Assert.Single(AnalyzerRunner.Run(app), d => d.Id == "ASA0302");
        Assert.Empty(report.AdditionalLocations);
    }

    private const string Order = "public class Order { public int Id { get; set; } }";

    [Theory]
    [InlineData("var c = Channel.CreateUnbounded<Order>();")]
    [InlineData("var c = Channel.CreateBounded<Order>(10);")]
    [InlineData("var c = System.Threading.Channels.Channel.CreateUnbounded<Order>(new UnboundedChannelOptions { SingleReader = true });")]
    [InlineData("Channel<Order> c = Channel.CreateBounded<Order>(new BoundedChannelOptions(1));")]
    [InlineData("var c = Channel.CreateUnboundedPrioritized<Order>();")]
    [InlineData("var c = Channel.CreateUnbounded<Order?>();")]
    [InlineData("var c = Channel.CreateUnbounded<(Order, int)>();")]
    [InlineData("var c = Channel.CreateUnbounded<IReadOnlyList<Order>>();")]
    [InlineData("var c = new System.Threading.Tasks.Dataflow.BufferBlock<Order>();")]
    [InlineData("System.Threading.Tasks.Dataflow.BufferBlock<Order> c = new();")]
    [InlineData("var c = new System.Threading.Tasks.Dataflow.ActionBlock<Order>(o => { });")]
    [InlineData("var c = new System.Threading.Tasks.Dataflow.TransformBlock<int, Order>(o => null!);")]
    public void ItIsReportedWhereTheCarrierIsMade(string statement)
    {
        var report = Assert.Single(Run(Order + " class P { void M() { " + statement + " } }"));
        Assert.Equal(DiagnosticSeverity.Info, report.Severity);
        Assert.Contains("Order", report.Location.SourceTree!.GetText().ToString(report.Location.SourceSpan), StringComparison.Ordinal);
        Assert.Contains("'Id' can be set", report.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void TheMessageSaysWhatCarriesItAndWhatCanChange() => Assert.Equal(
        "'Order' is sent through a channel and can change: 'Lines' is a 'List<string>'",
        Assert.Single(Run("public record Order(List<string> Lines); class P { readonly Channel<Order> _c = Channel.CreateUnbounded<Order>(); }")).GetMessage(CultureInfo.InvariantCulture));

    [Fact]
    public void TheTrailLeadsToTheTypeAndToTheMember()
    {
        var report = Assert.Single(Run("public record Order(Line First); public class Line { public int Price { get; set; } } class P { readonly Channel<Order> _c = Channel.CreateUnbounded<Order>(); }"));
        Assert.Equal(["Order", "Price"], report.AdditionalLocations.Select(l => l.SourceTree!.GetText().ToString(l.SourceSpan)));
    }

    [Fact]
    public void ATypeIsReportedOnceInTheFirstFile()
    {
        var reports = AnalyzerRunner.Run(AnalyzerRunner.Compile(
            ("C.cs", "class C { object M() => System.Threading.Channels.Channel.CreateBounded<Order>(1); }"),
            ("A.cs", Order + " class A { object M() => System.Threading.Channels.Channel.CreateBounded<Order>(1); object N() => System.Threading.Channels.Channel.CreateBounded<Order>(1); }"),
            ("B.cs", "class B { object M() => System.Threading.Channels.Channel.CreateBounded<Order>(1); }")));
        var report = Assert.Single(reports);
        Assert.Equal("A.cs", report.Location.SourceTree!.FilePath);
        Assert.InRange(report.Location.SourceSpan.Start, 0, 160);
    }

    [Theory]
    [InlineData("public record Order(int Id, ImmutableArray<string> Lines);", "it cannot change")]
    [InlineData("public record Order(int Id, IReadOnlyList<string> Lines);", "a view is let pass")]
    [InlineData("public record Order(byte[] Data);", "a buffer")]
    [InlineData("public struct Order { public int Id { get; set; } }", "it is copied")]
    [InlineData("public class Order { public int Id { get; set; } public TaskCompletionSource<int> Done { get; } = new(); }", "work to complete")]
    [InlineData("public class Order { public int Id { get; set; } public Func<Task> Go { get; set; } = null!; }", "work to run")]
    [InlineData("public class Order : IDisposable { public int Id { get; set; } public void Dispose() { } }", "somebody owns it")]
    [InlineData("public class Order { public int Id { get; set; } public System.Buffers.IMemoryOwner<byte> Owner { get; set; } = null!; }", "it holds what is given back")]
    [InlineData("public class Order { public int Id { get; set; } public Stream Body { get; set; } = null!; }", "it holds a stream")]
    [InlineData("public class Order { public int Id { get; set; } public void Run() => Id++; }", "it does something")]
    [InlineData("public class Order { public int Id { get; set; } public Task RunAsync() => Task.CompletedTask; }", "it does something")]
    [InlineData("public class Order { public int Id { get; set; } public int Next() => ++Id; }", "it changes itself")]
    [InlineData("public class Order { private int _n; public int Id { get; set; } public int Next() => _n++; }", "it has a state of its own")]
    [InlineData("public class Order { public int Id { get; set; } public IService S { get; set; } = null!; } public interface IService { void Go(); }", "it holds a service")]
    [InlineData("public class Order { public int Id { get; set; } public event Action? Changed; }", "it tells when it changes")]
    [InlineData("public readonly struct Order { private readonly Queue _from; public Order(Queue from) { _from = from; } public string Text { get; } = \"\"; } public sealed class Queue { private readonly Channel<int> _all = Channel.CreateUnbounded<int>(); public string Name { get; set; } = \"\"; }", "it leads back to the queue that it came from")]
    [InlineData("public sealed record Order(int Id, Session In); public sealed class Session { public int Count { get; set; } public Link Link { get; } = new(); } public sealed class Link { private readonly SemaphoreSlim _one = new(1, 1); }", "it holds one who acts")]
    [InlineData("public class Order : List<int>;", "a collection")]
    [InlineData("public class Order : System.Net.Http.HttpRequestMessage { public int Id { get; set; } }", "what its base does is not known")]
    [InlineData("public enum Order { A }", "a number")]
    [InlineData("public delegate void Order();", "work")]
    [InlineData("[Immutable] public class Order { public int[] A { get; } = []; } public class ImmutableAttribute : Attribute;", "it says so")]
    public void ItIsSilent(string type, string because) =>
        Assert.True(Run(type + " class P { readonly Channel<Order> _c = Channel.CreateUnbounded<Order>(); }").All(r => r.Id != "ASA0302"), because);

    [Theory]
    [InlineData("public class Order { public int Id { get; set; } public override string ToString() => Id.ToString(); public bool IsNew() => Id == 0; public static Order Of(int i) => new() { Id = i }; }")]
    [InlineData("public class Order { private int _id; public int Id { get => _id; set => _id = value; } }")]
    [InlineData("public class Order : Base; public class Base { public int Id { get; set; } }")]
    [InlineData("public class Order : Exception { public int Id { get; set; } }")]
    [InlineData("public class Order { public int Id { get; set; } public object? Tag { get; set; } public byte[] Data { get; set; } = []; }")]
    [InlineData("public abstract record Order; public record Paid(List<int> L) : Order;")]
    [InlineData("public sealed record Order(int Id, Line First); public sealed class Line { public int N { get; set; } public Line? Next { get; set; } }")]
    [InlineData("public interface Order; public record Paid : Order { public int N { get; set; } }")]
    public void DataIsReported(string type) =>
        Assert.Equal("ASA0302", Assert.Single(Run(type + " class P { readonly Channel<Order> _c = Channel.CreateUnbounded<Order>(); }")).Id);

    [Theory]
    [InlineData("var c = Channel.CreateUnbounded<string>();")]
    [InlineData("var c = Channel.CreateUnbounded<byte[]>();")]
    [InlineData("var c = Channel.CreateUnbounded<Func<Order, Task>>();")]
    [InlineData("var c = Channel.CreateUnbounded<List<Order>>();")]
    [InlineData("var c = Other.CreateUnbounded<Order>();")]
    [InlineData("Channel<Order> c = null!; ChannelReader<Order> r = c.Reader;")]
    [InlineData("var c = new List<Order>();")]
    [InlineData("System.Threading.Tasks.Dataflow.BufferBlock<Order>? c = null;")]
    public void WhatIsNoCarrierOfItIsSilent(string statement) =>
        Assert.Empty(Run(Order + " static class Other { public static object CreateUnbounded<T>() => null!; } class P { void M() { " + statement + " } }"));

    [Theory]
    [InlineData("async_state.senders", "Bus.Publish", "class P { void M(Bus b) => b.Publish(new Order()); }", "Publish")]
    [InlineData("async_state.senders", "Bus.*", "class P { void M(Bus b) => b.Publish<Order>(new()); }", "Publish<Order>")]
    [InlineData("async_state.message_types", "Order", "", "Order")]
    [InlineData("async_state.message_types", "IMessage", "", "Order")]
    public void WhatIsListedIsReported(string key, string value, string user, string place)
    {
        const string Types = "public interface IMessage; public class Order : IMessage { public int Id { get; set; } } public class Bus { public void Publish<T>(T message) { } } ";
        var report = Assert.Single(AnalyzerRunner.Run(Types + user, (key, value)));
        Assert.Equal("ASA0302", report.Id);
        Assert.Equal(place, report.Location.SourceTree!.GetText().ToString(report.Location.SourceSpan));
        Assert.Empty(AnalyzerRunner.Run(Types + user));
    }

    [Theory]
    [InlineData("class P { object M() => Channel.CreateUnbounded<>(); }")]
    [InlineData("class P { object M() => Channel.CreateUnbounded<Gone>(); }")]
    [InlineData("class P { object M() => Channel.CreateUnbounded<Order>( ")]
    [InlineData("class P { object M() => new BufferBlock<Order ")]
    [InlineData("class Order : Order { public int N { get; set; } } class P { object M() => Channel.CreateUnbounded<Order>(); }")]
    [InlineData("class Order { public int { get; set; } public Order Order; } class P { object M() => Channel.CreateUnbounded<Order>(); }")]
    public void HalfTypedCodeIsNoTrouble(string source) => Run(source);

    [Fact]
    [KnownError("A type of the project that makes a channel of its type argument hides the message type; `new Queue<Order>()` is not looked at.")]
    public void KnownMissedAlarm_AChannelInAGenericTypeOfTheProject() =>
        Assert.Empty(Run(Order + " class Queue<T> { readonly Channel<T> _c = Channel.CreateUnbounded<T>(); } class P { readonly Queue<Order> _q = new(); }"));

    private static IReadOnlyList<Diagnostic> Run(string source) => [.. AnalyzerRunner.Run("using System.Threading.Channels; using System.Collections.Immutable; " + source)];
}
