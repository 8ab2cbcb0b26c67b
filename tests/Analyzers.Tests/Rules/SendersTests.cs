using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Every way to hand over an object that the table names, each with a change behind it (ASA0301); libraries are stood in for by what they declare.</summary>
public sealed class SendersTests
{
    private const string Libraries =
        """
        namespace MassTransit { public interface IPublishEndpoint { Task Publish<T>(T message); } public interface ISendEndpoint { Task Send<T>(T message); } public interface IBus : IPublishEndpoint { } }
        namespace MediatR { public interface IPublisher { Task Publish<T>(T notification, CancellationToken token = default); } public interface IMediator : IPublisher { } }
        namespace Akka.Actor { public interface ICanTell { void Tell(object message, IActorRef sender); } public interface IActorRef : ICanTell { } public static class ActorRefImplicitSenderExtensions { public static void Tell(this IActorRef receiver, object message) { } } }
        namespace Orleans.Streams { public interface IAsyncObserver<in T> { Task OnNextAsync(T item); } public interface IAsyncStream<T> : IAsyncObserver<T> { } }
        namespace System.Reactive.Subjects { public class Subject<T> : IObserver<T> { public void OnNext(T value) { } public void OnError(Exception error) { } public void OnCompleted() { } } }
        public class Order { public int Id { get; set; } }
        """;

    private const string Takers = " ConcurrentQueue<Order> _queue = new(); ConcurrentBag<Order> _bag = new(); ConcurrentStack<Order> _stack = new(); public void Start() => Task.Run(() => { while (_queue.TryDequeue(out var a) | _bag.TryTake(out var b) | _stack.TryPop(out var c)) Console.WriteLine((a, b, c)); });";

    [Theory]
    [InlineData("async Task M(ChannelWriter<Order> to, Order o) { await to.WriteAsync(o); o.Id = 1; }")]
    [InlineData("void M(ChannelWriter<Order> to, Order o) { to.TryWrite(o); o.Id = 1; }")]
    [InlineData("void M(BufferBlock<Order> to, Order o) { to.Post(o); o.Id = 1; }")]
    [InlineData("async Task M(BufferBlock<Order> to, Order o) { await to.SendAsync(o); o.Id = 1; }")]
    [InlineData("void M(ActionBlock<Order> to, Order o) { to.Post(o); o.Id = 1; }")]
    [InlineData("async Task M(ActionBlock<Order> to, Order o) { await to.SendAsync(o); o.Id = 1; }")]
    [InlineData("void M(ITargetBlock<Order> to, Order o) { to.Post(o); o.Id = 1; }")]
    [InlineData("void M(BlockingCollection<Order> to, Order o) { to.Add(o); o.Id = 1; }")]
    [InlineData("void M(BlockingCollection<Order> to, Order o) { to.TryAdd(o); o.Id = 1; }")]
    [InlineData("void M(Order o) { _queue.Enqueue(o); o.Id = 1; }" + Takers)]
    [InlineData("void M(Order o) { _bag.Add(o); o.Id = 1; }" + Takers)]
    [InlineData("void M(Order o) { _stack.Push(o); o.Id = 1; }" + Takers)]
    [InlineData("async Task M(MassTransit.IPublishEndpoint to, Order o) { var sent = to.Publish(o); o.Id = 1; await sent; }")]
    [InlineData("async Task M(MassTransit.IBus to, Order o) { var sent = to.Publish(o); o.Id = 1; await sent; }")]
    [InlineData("async Task M(MassTransit.ISendEndpoint to, Order o) { var sent = to.Send(o); o.Id = 1; await sent; }")]
    [InlineData("async Task M(MediatR.IMediator to, Order o) { var sent = to.Publish(o); o.Id = 1; await sent; }")]
    [InlineData("async Task M(MediatR.IPublisher to, Order o) { var sent = to.Publish(o); o.Id = 1; await sent; }")]
    [InlineData("void M(Akka.Actor.ICanTell to, Akka.Actor.IActorRef me, Order o) { to.Tell(o, me); o.Id = 1; }")]
    [InlineData("void M(Akka.Actor.IActorRef to, Order o) { to.Tell(o); o.Id = 1; }")]
    [InlineData("async Task M(Orleans.Streams.IAsyncStream<Order> to, Order o) { var sent = to.OnNextAsync(o); o.Id = 1; await sent; }")]
    public void TheSenderIsKnown(string members) => Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(Run(members)).Severity);

    [Theory]
    [InlineData("void M(IObserver<Order> to, Order o) { to.OnNext(o); o.Id = 1; }")]
    [InlineData("void M(System.Reactive.Subjects.Subject<Order> to, Order o) { to.OnNext(o); o.Id = 1; }")]
    [InlineData("void M(IProgress<Order> to, Order o) { to.Report(o); o.Id = 1; }")]
    [InlineData("IEnumerable<Order> M(Order o) { yield return o; o.Id = 1; }")]
    public void WhoOftenIsDoneAtOnceIsASuggestion(string members) => Assert.Equal(DiagnosticSeverity.Info, Assert.Single(Run(members)).Severity);

    [Theory]
    [InlineData("async Task M(MassTransit.ISendEndpoint to, Order o) { await to.Send(o); o.Id = 1; }", "it is written out by then")]
    [InlineData("async Task M(MediatR.IMediator to, Order o) { await to.Publish(o); o.Id = 1; }", "it has been handled by then")]
    [InlineData("async Task M(Orleans.Streams.IAsyncStream<Order> to, Order o) { await to.OnNextAsync(o); o.Id = 1; }", "it is written out by then")]
    [InlineData("void M(List<Order> to, Order o) { to.Add(o); o.Id = 1; }", "a list")]
    [InlineData("void M(ConcurrentQueue<Order> to, Order o) { to.Enqueue(o); o.Id = 1; }", "nobody here takes it out elsewhere")]
    public void ThisIsNone(string members, string because) => Assert.True(Run(members).Length == 0, because);

    private static Diagnostic[] Run(string members)
    {
        var compilation = AnalyzerRunner.Compile(("Test.cs", "using System.Collections.Concurrent; using System.Threading.Channels; using System.Threading.Tasks.Dataflow; using Akka.Actor;\n" + Libraries + "\npublic class C\n{\npublic " + members + "\n}\n"));
        Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        return [.. AnalyzerRunner.Run(compilation).Where(r => r.Id == "ASA0301")];
    }
}
