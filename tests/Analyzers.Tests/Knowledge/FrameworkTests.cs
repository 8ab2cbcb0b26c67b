using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Knowledge;

/// <summary>What frameworks promise of the objects that they call, each with stand-ins for its types in its namespace.</summary>
public sealed class FrameworkTests
{
    private const string Orleans =
        """
        namespace Orleans.Concurrency { public sealed class ReentrantAttribute : Attribute { } public sealed class AlwaysInterleaveAttribute : Attribute { } public sealed class MayInterleaveAttribute(string p) : Attribute { public string P => p; } }
        namespace Orleans.Runtime { public abstract class SystemTarget { } public interface IGrainTimer : IDisposable { } public struct GrainTimerCreationOptions(TimeSpan due, TimeSpan period) { public bool Interleave { get; set; } public TimeSpan Due => due; public TimeSpan Period => period; } }
        namespace Orleans
        {
            public abstract class Grain
            {
                public virtual Task OnActivateAsync(CancellationToken t) => Task.CompletedTask;
                protected IDisposable RegisterTimer(Func<object, Task> callback, object state, TimeSpan due, TimeSpan period) => null!;
            }
            public static class Extensions { public static Runtime.IGrainTimer RegisterGrainTimer(this Grain g, Func<CancellationToken, Task> callback, Runtime.GrainTimerCreationOptions o) => null!; }
        }

        """;

    private const string NServiceBus = "namespace NServiceBus { public interface IMessageHandlerContext { } public interface IHandleMessages<T> { } public abstract class Saga { } public abstract class Saga<T> : Saga { } }\n";
    private const string Akka = "namespace Akka.Actor { public abstract class ActorBase { } public abstract class UntypedActor : ActorBase { } public abstract class ReceiveActor : UntypedActor { protected void ReceiveAsync<T>(Func<T, Task> f) { } } }\n";
    private const string Toolkit = "namespace CommunityToolkit.Mvvm.ComponentModel { public abstract class ObservableObject { } } namespace CommunityToolkit.Mvvm.Input { public enum AsyncRelayCommandOptions { None, AllowConcurrentExecutions } public sealed class AsyncRelayCommand { public AsyncRelayCommand(Func<Task> f) { } public AsyncRelayCommand(Func<Task> f, AsyncRelayCommandOptions o) { } } }\n";
    private const string Body = " { private int _n; private static Task<int> F() => Task.FromResult(1); public async Task GoAsync() { var t = _n; var d = await F(); _n = t + d; } MORE }";
    private const string OldTimer = "public override Task OnActivateAsync(CancellationToken t) { RegisterTimer(_ => TickAsync(), null!, default, default); return Task.CompletedTask; } private async Task TickAsync() { await F(); _n = 0; }";
    private const string NewTimer = "public override Task OnActivateAsync(CancellationToken t) { this.RegisterGrainTimer(_ => TickAsync(), new Orleans.Runtime.GrainTimerCreationOptions(default, default) { OPTIONS }); return Task.CompletedTask; } private async Task TickAsync() { await F(); _n = 0; }";

    [Theory]
    [InlineData(Orleans + "public class A : Orleans.Grain" + Body)]
    [InlineData(Orleans + "public class A : Orleans.Grain" + Body, NewTimer)]
    [InlineData(Orleans + "public class A : Orleans.Grain" + Body, "public override Task OnActivateAsync(CancellationToken t) { RegisterTimer(_ => TickAsync(), null!, default, default); return Task.CompletedTask; } private int _m; private async Task TickAsync() { var m = _m; await F(); _m = m + 1; }")]
    [InlineData(Orleans + "public class A : Orleans.Grain" + Body, "public override async Task OnActivateAsync(CancellationToken t) { RegisterTimer(_ => F(), null!, default, default); var n = _n; await F(); _n = n + 1; }")]
    [InlineData(NServiceBus + "public class A : NServiceBus.IHandleMessages<int>" + Body)]
    [InlineData(NServiceBus + "public class A : NServiceBus.Saga<int>" + Body)]
    [InlineData(Akka + "public class A : Akka.Actor.ReceiveActor" + Body)]
    [InlineData(Akka + "public class A : Akka.Actor.ReceiveActor { private int _n; public A() { ReceiveAsync<int>(async m => { var t = _n; await Task.Yield(); _n = t + m; }); } }")]
    [InlineData(Akka + "public class A : Akka.Actor.UntypedActor" + Body)]
    public void ItTakesTurns(string source, string more = "") => Assert.DoesNotContain(Run(source, more), d => d.Id is "ASA0101" or "ASA0102");

    [Theory]
    [InlineData("[Orleans.Concurrency.Reentrant] public class A : Orleans.Grain")]
    [InlineData("[Orleans.Concurrency.MayInterleave(\"F\")] public class A : Orleans.Grain")]
    [InlineData("public class A : Orleans.Runtime.SystemTarget")]
    public void ItInterleaves(string declaration) => Assert.Contains(Run(Orleans + declaration + Body), d => d.Id == "ASA0101");

    [Fact]
    public void AMethodThatAlwaysInterleaves() => Assert.Contains(Run(Orleans + "public class A : Orleans.Grain" + Body, "[Orleans.Concurrency.AlwaysInterleave] public Task ResetAsync() { _n = 0; return Task.CompletedTask; }"), d => d.Id == "ASA0101");

    [Theory]
    [InlineData("[Orleans.Concurrency.AlwaysInterleave] Task ResetAsync();", "'ResetAsync' is marked to run while another call waits")]
    [InlineData("[Orleans.Concurrency.AlwaysInterleave] Task GoAsync();", "'GoAsync' is marked to run while another call waits")]
    [InlineData("[Orleans.Concurrency.AlwaysInterleave] Task<int> LookAsync();", null)]
    public void TheInterfaceOfTheGrainSaysWhatInterleaves(string declared, string? because)
    {
        var found = string.Join("\n", Run(Orleans + "public interface IA { " + declared + " } public class A : Orleans.Grain, IA" + Body, "public Task ResetAsync() { _n = 0; return Task.CompletedTask; } public Task<int> LookAsync() => Task.FromResult(_n);"));
        if (because is null)
            Assert.Empty(found);
        else
            Assert.Contains(because, found);
    }

    [Fact]
    public void ATimerOfOldRunsWhileACallWaits() => Assert.Contains(
        "('Grain.RegisterTimer' lets its callback run while a call waits)",
        string.Join("\n", Run(Orleans + "public class A : Orleans.Grain" + Body, OldTimer)));

    [Fact]
    public void ATimerThatIsToldToDoesAsWell() => Assert.Contains(
        "RegisterGrainTimer with Interleave' lets its callback run while a call waits)",
        string.Join("\n", Run(Orleans + "public class A : Orleans.Grain" + Body, NewTimer.Replace("OPTIONS", "Interleave = true"))));

    [Theory]
    [InlineData("new CommunityToolkit.Mvvm.Input.AsyncRelayCommand(GoAsync)", false)]
    [InlineData("new CommunityToolkit.Mvvm.Input.AsyncRelayCommand(GoAsync, CommunityToolkit.Mvvm.Input.AsyncRelayCommandOptions.None)", false)]
    public void ACommandExcludesItself(string command, bool reported) => Assert.Equal(
        reported,
        Run(Toolkit + "public class Model : CommunityToolkit.Mvvm.ComponentModel.ObservableObject { private int _n; private static Task<int> F() => Task.FromResult(1); public object Command { get; } public Model() => Command = " + command + "; private async Task GoAsync() { var t = _n; var d = await F(); _n = t + d; } }").Any(d => d.Id == "ASA0101"));

    private static IEnumerable<Diagnostic> Run(string source, string more = "") =>
        AnalyzerRunner.Run(source.Replace("MORE", more).Replace("OPTIONS", "")).Where(d => d.Severity != DiagnosticSeverity.Hidden);
}
