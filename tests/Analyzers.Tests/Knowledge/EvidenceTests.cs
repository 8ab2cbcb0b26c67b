using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Knowledge;

/// <summary>Each kind of evidence beside what looks like it and is none. The severity of what is reported, and a part of what it says; nothing for silence.</summary>
public sealed class EvidenceTests
{
    private const string Update = "var t = _n; var d = await F(); _n = t + d;";
    private const string State = " private int _n; private static Task<int> F() => Task.FromResult(1); ";
    private const string Forms = "namespace System.Windows.Forms { public class Control { public event EventHandler? Click; } public class Form : Control { protected Control Go { get; } = new(); } } ";
    private const string Wpf = "namespace System.Windows { public class RoutedEventArgs : EventArgs { } public class DependencyObject { } public class Window : DependencyObject { } } ";
    private const string Maui = "namespace Microsoft.Maui.Controls { public class BindableObject { } public class ContentPage : BindableObject { protected virtual void OnAppearing() { } } } ";
    private const string Avalonia = "namespace Avalonia { public class AvaloniaObject { } } namespace Avalonia.Controls { public class Button { public event EventHandler? Click; } public class UserControl : Avalonia.AvaloniaObject { protected Button Go { get; } = new(); } } ";
    private const string Toolkit = "namespace CommunityToolkit.Mvvm.ComponentModel { public abstract class ObservableObject : System.ComponentModel.INotifyPropertyChanged { public event System.ComponentModel.PropertyChangedEventHandler? PropertyChanged; } } namespace CommunityToolkit.Mvvm.Input { public sealed class RelayCommandAttribute : Attribute { public bool AllowConcurrentExecutions { get; set; } } public enum AsyncRelayCommandOptions { None, AllowConcurrentExecutions, FlowExceptionsToTaskScheduler } public sealed class AsyncRelayCommand { public AsyncRelayCommand(Func<Task> f) { } public AsyncRelayCommand(Func<Task> f, AsyncRelayCommandOptions o) { } } } ";
    private const string Model = "public class Model : CommunityToolkit.Mvvm.ComponentModel.ObservableObject {" + State;

    [Theory]
    [InlineData(Wpf + "public class Main : System.Windows.Window {" + State + "private async void OnClick(object s, System.Windows.RoutedEventArgs e) { " + Update + " } }", "Warning", "nobody waits for 'OnClick', which is async void")]
    [InlineData(Wpf + "public class Main : System.Windows.Window {" + State + "private async Task LoadOnceAsync() { " + Update + " } public Main() { _ = LoadOnceAsync(); } }", "", "")]
    [InlineData(Forms + "public class Main : System.Windows.Forms.Form {" + State + "public Main() { Go.Click += async (s, e) => { " + Update + " }; } }", "Warning", "can overlap")]
    [InlineData(Forms + "public class Main : System.Windows.Forms.Form {" + State + "private bool _busy; public Main() { Go.Click += async (s, e) => { if (_busy) return; _busy = true; try { " + Update + " } finally { _busy = false; } }; } }", "", "")]
    [InlineData(Maui + "public class Main : Microsoft.Maui.Controls.ContentPage {" + State + "protected override async void OnAppearing() { " + Update + " } }", "Warning", "nobody waits for 'OnAppearing', which is async void")]
    [InlineData(Maui + "public class Main : Microsoft.Maui.Controls.ContentPage {" + State + "protected override async void OnAppearing() { var d = await F(); _n += d; } }", "", "")]
    [InlineData(Avalonia + "public class Main : Avalonia.Controls.UserControl {" + State + "public Main() { Go.Click += OnGo; } private async void OnGo(object? s, EventArgs e) { " + Update + " } }", "Warning", "can overlap")]
    [InlineData(Avalonia + "public class Main : Avalonia.Controls.UserControl {" + State + "public Main() { Go.Click += OnGo; } private async void OnGo(object? s, EventArgs e) { var d = await F(); _n += d; } }", "", "")]
    [InlineData(Toolkit + Model + "public void Reset() => _n = 0; public async Task LoadAsync() { " + Update + " } }", "Info", "handles other events")]
    [InlineData(Toolkit + Model + "public async Task LoadAsync() { " + Update + " } }", "Info", "nothing here rules out")]
    public void UserInterfaces(string source, string severity, string because) => Expect(source, severity, because);

    [Theory]
    [InlineData("public object Command { get; } public Model() => Command = new CommunityToolkit.Mvvm.Input.AsyncRelayCommand(GoAsync); private async Task GoAsync() { " + Update + " } }", "", "")]
    [InlineData("public object Command { get; } public Model() => Command = new CommunityToolkit.Mvvm.Input.AsyncRelayCommand(GoAsync, CommunityToolkit.Mvvm.Input.AsyncRelayCommandOptions.FlowExceptionsToTaskScheduler); private async Task GoAsync() { " + Update + " } }", "", "")]
    [InlineData("public object Command { get; } public Model() => Command = new CommunityToolkit.Mvvm.Input.AsyncRelayCommand(GoAsync, CommunityToolkit.Mvvm.Input.AsyncRelayCommandOptions.AllowConcurrentExecutions); private async Task GoAsync() { " + Update + " } }", "Warning", "can overlap")]
    [InlineData("public object Command { get; } public Model() => Command = new CommunityToolkit.Mvvm.Input.AsyncRelayCommand(async () => { " + Update + " }, CommunityToolkit.Mvvm.Input.AsyncRelayCommandOptions.AllowConcurrentExecutions); }", "Warning", "can overlap")]
    [InlineData("public object Command { get; } public Model() => Command = new CommunityToolkit.Mvvm.Input.AsyncRelayCommand(async () => { " + Update + " }); }", "", "")]
    [InlineData("[CommunityToolkit.Mvvm.Input.RelayCommand] private async Task GoAsync() { " + Update + " } }", "", "")]
    [InlineData("[CommunityToolkit.Mvvm.Input.RelayCommand(AllowConcurrentExecutions = true)] private async Task GoAsync() { " + Update + " } }", "Warning", "lets the command run beside itself")]
    public void Commands(string members, string severity, string because) => Expect(Toolkit + Model + members, severity, because);

    [Theory]
    [InlineData("private readonly Timer _t; public C() { _t = new Timer(async _ => { " + Update + " }); }", "Warning", "can overlap")]
    [InlineData("private readonly Timer _t; public C() { _t = new Timer(async _ => { var d = await F(); _n += d; }); }", "", "")]
    [InlineData("public C(System.Timers.Timer t) { t.Elapsed += async (s, e) => { " + Update + " }; }", "Warning", "can overlap")]
    [InlineData("public C(System.Timers.Timer t) { t.Elapsed += async (s, e) => { await F(); }; }", "", "")]
    [InlineData("private async Task LoopAsync(PeriodicTimer t) { while (await t.WaitForNextTickAsync()) { " + Update + " } } public C(PeriodicTimer t) => _ = LoopAsync(t);", "", "")]
    [InlineData("public C(CancellationToken t) => t.Register(async () => { " + Update + " });", "Warning", "can overlap")]
    [InlineData("public C(CancellationToken t) => t.Register(() => { _n++; });", "", "")]
    [InlineData("public void Go(Task t) => t.ContinueWith(async _ => { " + Update + " });", "Warning", "can overlap")]
    [InlineData("public async Task Go(Task t) { for (var i = 0; i < 3; i++) await t.ContinueWith(_ => { _n++; }); }", "", "")]
    [InlineData("private async Task GoAsync() { " + Update + " } public async Task All() => await Task.WhenAll(GoAsync(), GoAsync());", "Warning", "without waiting")]
    [InlineData("private async Task GoAsync() { " + Update + " } public async Task All() { await Task.WhenAny(GoAsync(), GoAsync()); }", "Warning", "without waiting")]
    [InlineData("private async Task GoAsync() { " + Update + " } public C() => Task.WhenAny(GoAsync(), Task.Delay(5));", "", "")]
    [InlineData("private async Task GoAsync() { " + Update + " } public void All() { for (var i = 0; i < 3; i++) _ = GoAsync(); }", "Warning", "in a loop without waiting")]
    [InlineData("private async Task GoAsync() { " + Update + " } private Task? _run; public C() { _run = GoAsync(); }", "", "")]
    [InlineData("private async Task GoAsync() { " + Update + " } public async Task All() { var a = GoAsync(); var b = GoAsync(); await a; await b; }", "Warning", "without waiting")]
    [InlineData("private async Task GoAsync() { " + Update + " } public void All() { for (var i = 0; i < 3; i++) Task.Run(async () => { " + Update + " }); }", "Warning", "can overlap")]
    [InlineData("private async Task GoAsync() { " + Update + " } public C() => Task.Run(GoAsync);", "", "")]
    [InlineData("public Task All(int[] x) => Parallel.ForEachAsync(x, async (i, c) => { " + Update + " });", "Warning", "can overlap")]
    [InlineData("public async Task All(int[] x) { var n = 0; await Parallel.ForEachAsync(x, async (i, c) => { var m = i; await F(); m += i; }); _n = n; }", "", "")]
    [InlineData("public async void Go() { " + Update + " }", "Warning", "async void")]
    public void Starts(string members, string severity, string because) => Expect("public class C {" + State + members + " }", severity, because);

    [Theory]
    [InlineData("namespace Quartz { public interface IJob { Task Execute(object c); } } public class Job : Quartz.IJob {" + State + "public async Task Execute(object c) { " + Update + " } }", "", "")]
    [InlineData("namespace Quartz { public interface IJob { Task Execute(object c); } } public class Job : Quartz.IJob { private static int s_n; private static Task<int> F() => Task.FromResult(1); public async Task Execute(object c) { var t = s_n; var d = await F(); s_n = t + d; } }", "Warning", "static state")]
    [InlineData("namespace Quartz { public class DisallowConcurrentExecutionAttribute : Attribute { } public interface IJob { Task Execute(object c); } } [Quartz.DisallowConcurrentExecution] public class Job : Quartz.IJob { private static int s_n; private static Task<int> F() => Task.FromResult(1); public async Task Execute(object c) { var t = s_n; var d = await F(); s_n = t + d; } }", "", "")]
    [InlineData("namespace MassTransit { public interface IConsumer<T> { } } public class C : MassTransit.IConsumer<int> {" + State + "public async Task Consume(object c) { " + Update + " } }", "", "")]
    [InlineData("namespace MassTransit { public interface IConsumer<T> { } } public class C : MassTransit.IConsumer<int> {" + State + "private async Task GoAsync() { " + Update + " } public Task Consume(object c) => Task.WhenAll(GoAsync(), GoAsync()); }", "Warning", "without waiting")]
    [InlineData("namespace MediatR { public interface IRequestHandler<A, B> { } } public class C : MediatR.IRequestHandler<int, int> {" + State + "public async Task<int> Handle(int r, CancellationToken t2) { " + Update + " return 1; } }", "", "")]
    [InlineData("namespace MediatR { public interface IRequestHandler<A, B> { } } public class C : MediatR.IRequestHandler<int, int> { static readonly Dictionary<int, string> s_cache = new(); private static Task<string> F() => Task.FromResult(\"\"); public async Task<string> Handle(int r) { if (!s_cache.TryGetValue(r, out var x)) { x = await F(); s_cache.Add(r, x); } return x; } }", "Info", "static state")]
    [InlineData("namespace Microsoft.Extensions.Hosting { public abstract class BackgroundService { protected abstract Task ExecuteAsync(CancellationToken t); } } public class W : Microsoft.Extensions.Hosting.BackgroundService {" + State + "protected override async Task ExecuteAsync(CancellationToken s) { while (true) { " + Update + " } } }", "", "")]
    [InlineData("namespace Microsoft.Extensions.Hosting { public abstract class BackgroundService { protected abstract Task ExecuteAsync(CancellationToken t); } } public class W : Microsoft.Extensions.Hosting.BackgroundService {" + State + "public async Task PokeAsync() { " + Update + " } protected override async Task ExecuteAsync(CancellationToken s) { while (true) { await PokeAsync(); } } }", "Warning", "a hosted service lives as long as the application")]
    [InlineData("namespace Xunit { public class FactAttribute : Attribute { } } public class T {" + State + "[Xunit.Fact] public async Task Test() { " + Update + " } }", "", "")]
    [InlineData("namespace Xunit { public class FactAttribute : Attribute { } } public class T {" + State + "private async Task GoAsync() { " + Update + " } [Xunit.Fact] public async Task Test() => await Task.WhenAll(GoAsync(), GoAsync()); }", "Warning", "without waiting")]
    [InlineData("namespace Microsoft.EntityFrameworkCore { public class DbContext { } } public class Shop : Microsoft.EntityFrameworkCore.DbContext {" + State + "public async Task SaveAsync() { " + Update + " } }", "", "")]
    [InlineData("namespace Microsoft.AspNetCore.SignalR { public class Hub { } } public class Chat : Microsoft.AspNetCore.SignalR.Hub { static int s_n; private static Task<int> F() => Task.FromResult(1); public async Task SendAsync() { var t = s_n; var d = await F(); s_n = t + d; } }", "Warning", "static state")]
    [InlineData("public class ControllerBase { } public class Orders : ControllerBase { static int s_n; private static Task<int> F() => Task.FromResult(1); public async Task Get() { var t = s_n; var d = await F(); s_n = t + d; } }", "Warning", "static state")]
    [InlineData("public static class Api { private static int s_n; private static Task<int> F() => Task.FromResult(1); public static void Map(dynamic app) => app.MapGet(\"/\", (Func<Task>)(async () => { var t = s_n; var d = await F(); s_n = t + d; })); }", "Warning", "static state")]
    [InlineData("public static class Api { private static Task<int> F() => Task.FromResult(1); public static void Map(dynamic app) => app.MapGet(\"/\", (Func<Task>)(async () => { var n = 0; var t = n; var d = await F(); n = t + d; })); }", "", "")]
    [InlineData("public class ComponentBase { } public class Page : ComponentBase {" + State + "public async Task GoAsync() { " + Update + " } public void Reset() => _n = 0; }", "Info", "a component handles other events while it waits")]
    [InlineData("public class ComponentBase { protected virtual Task OnInitializedAsync() => Task.CompletedTask; } public class Page : ComponentBase {" + State + "protected override async Task OnInitializedAsync() { " + Update + " } }", "", "")]
    [InlineData("namespace Akka.Actor { public abstract class UntypedActor { } } public class A : Akka.Actor.UntypedActor { private static int s_n; private static Task<int> F() => Task.FromResult(1); public async Task GoAsync() { var t = s_n; var d = await F(); s_n = t + d; } }", "Warning", "static state")]
    [InlineData("namespace NServiceBus { public interface IHandleMessages<T> { } } public class A : NServiceBus.IHandleMessages<int> { private static int s_n; private static Task<int> F() => Task.FromResult(1); public async Task GoAsync() { var t = s_n; var d = await F(); s_n = t + d; } }", "Warning", "static state")]
    [InlineData("namespace Orleans { public abstract class Grain { } } public class A : Orleans.Grain { private static int s_n; private static Task<int> F() => Task.FromResult(1); public async Task GoAsync() { var t = s_n; var d = await F(); s_n = t + d; } }", "Warning", "static state")]
    [InlineData("namespace Microsoft.EntityFrameworkCore { public class DbContext { } } public class A : Microsoft.EntityFrameworkCore.DbContext { private static int s_n; private static Task<int> F() => Task.FromResult(1); public async Task GoAsync() { var t = s_n; var d = await F(); s_n = t + d; } }", "Warning", "static state")]
    [InlineData("public class BindServiceMethodAttribute : Attribute { } [BindServiceMethod] public abstract class GreeterBase { } public class Greeter : GreeterBase { private static int s_n; private static Task<int> F() => Task.FromResult(1); public async Task GoAsync() { var t = s_n; var d = await F(); s_n = t + d; } }", "Warning", "static state")]
    public void Frameworks(string source, string severity, string because) => Expect(source, severity, because);

    private static void Expect(string source, string severity, string because)
    {
        var found = AnalyzerRunner.Run(source).Where(d => d.Severity != DiagnosticSeverity.Hidden && d.Id is "ASA0101" or "ASA0102" or "ASA0105").ToList();
        Assert.Equal(severity, found.Count == 0 ? "" : found.Max(d => d.Severity).ToString());
        Assert.True(because.Length == 0 || found.Any(d => d.GetMessage().Contains(because, StringComparison.Ordinal)), string.Join("\n", found));
    }
}
