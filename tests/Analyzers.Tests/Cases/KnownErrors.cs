using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>What comes out wrong today, each with a source of its own.</summary>
public sealed class KnownErrors
{
    [Fact]
    [KnownError("Registrations are found by the simple name of the class: a class of the same name in another namespace counts as registered too.")]
    public void KnownFalseAlarm_ARegistrationOfANamesake() => Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(AnalyzerRunner.Run(
        """
        namespace Shop { public sealed class Cart { } }
        namespace Api
        {
            public sealed class Cart(Func<Task> waitAsync)
            {
                private int _items;
                public async Task AddAsync() { var items = _items; await waitAsync(); _items = items + 1; }
            }
        }
        namespace Start
        {
            public sealed class Services { public void AddSingleton<T>() { } }
            public static class Program { public static void Register(Services services) => services.AddSingleton<Shop.Cart>(); }
        }
        """)).Severity);

    [Fact]
    [KnownError("A public member that another one calls under the guard is taken for one whose callers hold it, also where strangers call it (ASA0106).")]
    public void KnownMissedAlarm_APublicMemberThatIsAlsoCalledUnderTheGuard() => Assert.Empty(AnalyzerRunner.Run(
        """
        public sealed class Meter(Func<Task> waitAsync)
        {
            private readonly object _gate = new();
            private int _sum;
            public void Add(int n) { lock (_gate) { _sum += n; } }
            public void Take(int n) { lock (_gate) { _sum -= n; } }
            public void Twice() { lock (_gate) { Step(); Step(); } }
            public void Step() { _sum++; }
            public async Task IdleAsync() { await waitAsync(); }
        }
        """));

    [Fact]
    [KnownError("A type in which nothing waits is not looked at, although its guards may be forgotten as well (ASA0106).")]
    public void KnownMissedAlarm_AGuardForgottenInATypeWithoutAWait() => Assert.Empty(AnalyzerRunner.Run(
        """
        public sealed class Meter
        {
            private readonly object _gate = new();
            private int _sum;
            public void Add(int n) { lock (_gate) { _sum += n; } }
            public void Take(int n) { lock (_gate) { _sum -= n; } }
            public int Read() { lock (_gate) { return _sum; } }
            public void Set(int n) { _sum = n; }
        }
        """));
}
