using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Knowledge;

/// <summary>What registrations anywhere in the compilation and the contracts of frameworks say about who shares the objects of a type.</summary>
public sealed class RegistrationTests
{
    private const string Service = "public interface IService { } public class Service : IService { int _n; public async Task GoAsync(Func<Task<int>> f) { var t = _n; var d = await f(); _n = t + d; } } ";
    private const string Body = " { int _n; public async Task GoAsync(Func<Task<int>> f) { var t = _n; var d = await f(); _n = t + d; } } ";

    [Theory]
    [InlineData("s.AddSingleton<IService, Service>();")]
    [InlineData("s.TryAddSingleton<Service>();")]
    [InlineData("s.AddKeyedSingleton<IService, Service>(1);")]
    [InlineData("s.AddSingleton(typeof(IService), typeof(Service));")]
    [InlineData("s.AddSingleton<IService>(p => new Service());")]
    [InlineData("s.TryAddEnumerable(ServiceDescriptor.Singleton<IService, Service>());")]
    [InlineData("s.RegisterType<Service>().As<IService>().SingleInstance();")]
    [InlineData("s.AddOnce<Service>();")]
    [InlineData("s.AddHostedService<Service>();")]
    [InlineData("s.AddHostedService(p => new Service());")]
    [InlineData("s.AddSingleton<IService>(p => ActivatorUtilities.CreateInstance<Service>(p, 1));")]
    [InlineData("s.AddOptions<Service>();")]
    [InlineData("s.Configure<Service>(o => { });")]
    public void SingletonsAreShared(string registration) => Expect(Service + Registered(registration), DiagnosticSeverity.Warning, "registered as a singleton in 'Startup'");

    [Theory]
    [InlineData("s.AddScoped<IService, Service>();")]
    [InlineData("s.AddTransient<Service>();")]
    [InlineData("s.AddKeyedScoped<IService, Service>(1);")]
    [InlineData("s.AddScoped<IService>(p => ActivatorUtilities.CreateInstance<Service>(p, 1));")]
    [InlineData("s.AddScoped(typeof(IService), typeof(Service));")]
    [InlineData("s.TryAddTransient<IService>(p => new Service());")]
    [InlineData("s.TryAddEnumerable(ServiceDescriptor.Scoped<IService, Service>());")]
    [InlineData("s.RegisterType<Service>().As<IService>().InstancePerLifetimeScope();")]
    [InlineData("s.AddHttpClient<IService, Service>();")]
    public void ScopedAndTransientObjectsAreNot(string registration) => Assert.Empty(Run(Service + Registered(registration)));

    [Fact]
    public void ATypeRegisteredBothWaysIsShared() => Expect(Service + Registered("s.AddScoped<Service>(); s.AddSingleton<Service>();"), DiagnosticSeverity.Warning, "registered as a singleton");

    [Theory]
    [InlineData("public delegate Task RequestDelegate(object c); public class Logging(RequestDelegate next) { int _n; public async Task InvokeAsync(object c) { var t = _n; await next(c); _n = t + 1; } }", "a middleware object serves all requests")]
    [InlineData("public interface IAsyncActionFilter { } public class Count : Attribute, IAsyncActionFilter" + Body, "a filter attribute serves all requests")]
    [InlineData("public class DelegatingHandler { } public class Auth : DelegatingHandler" + Body, "a message handler serves concurrent requests")]
    public void ObjectsThatServeAllRequestsAreShared(string source, string because) => Expect(source, DiagnosticSeverity.Warning, because);

    [Theory]
    [InlineData("public class BindServiceMethodAttribute : Attribute { } [BindServiceMethod] public abstract class GreeterBase { } public class Greeter : GreeterBase" + Body)]
    [InlineData("public interface IMiddleware { } public class Logging : IMiddleware" + Body)]
    [InlineData("public class Hub { } public class Chat : Hub" + Body)]
    [InlineData("public interface IConsumer<T> { } public class Orders : IConsumer<int>" + Body)]
    [InlineData("public interface IPipelineBehavior<T> { } public class Timing : IPipelineBehavior<int>" + Body)]
    [InlineData("public class Grain { } public class Account : Grain" + Body)]
    [InlineData("public class UntypedPersistentActor { } public class Account : UntypedPersistentActor" + Body)]
    [InlineData("public class RelayCommandAttribute : Attribute { public bool AllowConcurrentExecutions { get; set; } } public class Model { int _n; [RelayCommand] private async Task GoAsync() { var t = _n; await Task.Delay(1); _n = t + 1; } }")]
    public void ObjectsOfOneRequestAreNotAndCommandsExcludeThemselves(string source) => Assert.Empty(Run(source));

    [Theory]
    [InlineData("public class ReentrantAttribute : Attribute { } public class Grain { } [Reentrant] public class Account : Grain" + Body, "'_n'")]
    [InlineData("public class RelayCommandAttribute : Attribute { public bool AllowConcurrentExecutions { get; set; } } public class Model { int _n; [RelayCommand(AllowConcurrentExecutions = true)] public async Task GoAsync() { var t = _n; await Task.Delay(1); _n = t + 1; } }", "'_n'")]
    [InlineData("public class ComponentBase { } public class Page : ComponentBase { int _n; public void Reset() => _n = 0; public async Task GoAsync(Func<Task<int>> f) { var t = _n; var d = await f(); _n = t + d; } }", "a component handles other events while it waits")]
    public void WhatInterleavesAfterAllIsReported(string source, string part) => Expect(source, DiagnosticSeverity.Info, part);

    private static string Registered(string registration) =>
        "public class Services { } public static class ActivatorUtilities { public static T CreateInstance<T>(object p, params object[] a) where T : new() => new T(); } public static class ServiceDescriptor { public static object Singleton<A, B>() => 0; public static object Scoped<A, B>() => 0; } " +
        "public static class Extensions { public static Services AddSingleton<T>(this Services s) => s; public static Services AddOnce<T>(this Services s) => s.AddSingleton<T>(); } " +
        "public static class Startup { public static void Configure(dynamic s) { " + registration + " } }";

    private static void Expect(string source, DiagnosticSeverity severity, string part) =>
        Assert.Contains(Run(source), d => d.Severity >= severity && d.GetMessage().Contains(part, StringComparison.Ordinal));

    private static IEnumerable<Diagnostic> Run(string source) => AnalyzerRunner.Run(source).Where(d => d.Severity != DiagnosticSeverity.Hidden);
}
