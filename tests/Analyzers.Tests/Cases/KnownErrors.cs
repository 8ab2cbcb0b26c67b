using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>What comes out wrong today, each with a source of its own.</summary>
public sealed class KnownErrors
{
    [Fact]
    [KnownError("Whether the value comes from the wait or from the location itself is decided before the wait, but the write happens either way, so nothing controls it.")]
    public void KnownMissedAlarm_AConditionalExpressionThatChoosesTheValue() => Assert.Empty(AnalyzerRunner.Run(
        """
        public static class Pool
        {
            private static object? s_connection;
            public static async Task OpenAsync(Func<Task<object>> openAsync) => s_connection = s_connection is null ? await openAsync() : s_connection;
        }
        """));

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
}
