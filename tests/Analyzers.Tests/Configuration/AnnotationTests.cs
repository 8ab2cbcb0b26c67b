using System.Globalization;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Configuration;

/// <summary>What attributes say of state is believed, whatever namespace they stand in.</summary>
public sealed class AnnotationTests
{
    /// <summary>The attributes, in a namespace of nobody's.</summary>
    internal const string Attributes =
        """
        using Some.Where;
        namespace Some.Where
        {
            [AttributeUsage(AttributeTargets.All)] public sealed class GuardedByAttribute(string guard) : Attribute { public string Guard => guard; }
            public sealed class ThreadSafeAttribute : Attribute;
            public sealed class NotThreadSafeAttribute : Attribute;
            public sealed class ThreadConfinedAttribute : Attribute;
            public sealed class RunsImmediately : Attribute;
            public sealed class InstantHandleAttribute : Attribute;
        }
        
        """;

    private const string Update = "public async Task Add() { var n = _n; await Task.Yield(); _n = n + 1; }";

    [Theory]
    [InlineData("", DiagnosticSeverity.Info)]
    [InlineData("[GuardedBy(\"_gate\")]", DiagnosticSeverity.Warning)]
    [InlineData("[GuardedBy(nameof(_gate))]", DiagnosticSeverity.Warning)]
    public void AGuardedLocationIsShared(string attribute, DiagnosticSeverity severity) =>
        Assert.Equal(severity, Run($"class Till {{ readonly SemaphoreSlim _gate = new(1, 1); {attribute} int _n; {Update} }}").Single().Severity);

    [Fact]
    public void TheMessageNamesTheAttribute() => Assert.EndsWith(
        "('_n' is marked [GuardedBy(\"_gate\")])",
        Run($"class Till {{ readonly SemaphoreSlim _gate = new(1, 1); [GuardedBy(\"_gate\")] int _n; {Update} }}").Single().GetMessage(CultureInfo.InvariantCulture));

    [Fact]
    public void TheContentOfAGuardedCollectionIsShared() => Assert.EndsWith(
        "('_n' is marked [GuardedBy(\"_n\")])",
        Run("class Till { [GuardedBy(\"_n\")] readonly Dictionary<int, int> _n = []; public async Task Add() { var n = _n[1]; await Task.Yield(); _n[1] = n + 1; } }").Single().GetMessage(CultureInfo.InvariantCulture));

    [Fact]
    public void AGuardedPropertyIsShared() => Assert.Equal(
        DiagnosticSeverity.Warning,
        Run($"class Till {{ readonly object _gate = new(); [GuardedBy(\"_gate\")] int N {{ get; set; }} {Update.Replace("_n", "N")} }}").Single().Severity);

    [Fact]
    public void AnAttributeWhoseClassIsNotThereIsBelievedToo()
    {
        var compilation = AnalyzerRunner.Compile(("Test.cs", $"class Till {{ readonly object _gate = new(); [GuardedBy(\"_gate\")] int _n; {Update} }}"));
        Assert.Contains("is marked [GuardedBy(\"_gate\")]", AnalyzerRunner.Run(compilation).Single().GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("", "ASA0101")]
    [InlineData("[GuardedBy(\"_gate\")]", "")]
    public void CallersOfAGuardedMethodHoldTheGuard(string attribute, string reported) => Assert.Equal(reported, Ids(
        $"public class Till {{ protected readonly SemaphoreSlim _gate = new(1, 1); int _n; {attribute} protected async Task Add(Task<int> x) => _n += await x; }}"));

    [Fact]
    public void AThreadBoundGuardOfCallersEndsAtTheAwait() => Assert.Equal("ASA0101", Ids(
        "public class Till { protected readonly object _gate = new(); int _n; [GuardedBy(\"_gate\")] protected async Task Add(Task<int> x) => _n += await x; }"));

    [Fact]
    public void ACallerThatIsSeenShowsItself() => Assert.Equal("ASA0101", Ids(
        """
        public class Till
        {
            readonly SemaphoreSlim _gate = new(1, 1);
            int _n;
            [GuardedBy("_gate")] async Task AddCore(Task<int> x) => _n += await x;
            public async Task Add(Task<int> x) => await AddCore(x);
        }
        """));

    [Theory]
    [InlineData("[ThreadConfined]")]
    [InlineData("[NotThreadSafe]")]
    public void ATypeThatIsNotForManyIsUsedByOneAtATime(string attribute)
    {
        Assert.Equal("", Ids($"{attribute} class Till {{ int _n; {Update} }}"));
        Assert.Equal("", Ids($"{attribute} class Base; class Till : Base {{ int _n; {Update} }}"));
        Assert.Equal("ASA0101", Ids($"{attribute} class Till {{ int _n; {Update} public Task Both() => Task.WhenAll(Add(), Add()); }}"));
        Assert.Equal("ASA0101", Ids($"{attribute} class Till {{ static int _n; {Update} }}"));
    }

    [Fact]
    public void AConfinedLocationIsNotShared() => Assert.Equal("", Ids($"class Till {{ [ThreadConfined] static int _n; {Update} }}"));

    [Fact]
    public void AThreadSafeTypeIsShared() => Assert.EndsWith(
        "('Till' is marked [ThreadSafe])", Run($"[ThreadSafe] class Till {{ int _n; {Update} }}").Single(r => r.Severity == DiagnosticSeverity.Warning).GetMessage(CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("", "")]
    [InlineData("[ThreadSafe]", "ASA0101")]
    public void WhoSaysThatObjectsAreSharedIsNotContradictedByTheUsersAtHand(string attribute, string reported) => Assert.Equal(
        reported, Ids($"{attribute} class Till {{ int _n; {Update} }} static class Program {{ static async Task Main() {{ var till = new Till(); await till.Add(); }} }}"));

    [Fact]
    public void TheNearestTypeSpeaks() => Assert.Equal("ASA0101", Ids($"[NotThreadSafe] class Base; [ThreadSafe] class Till : Base {{ int _n; {Update} }}"));

    [Fact]
    public void TheTypeBeatsTheOptions() => Assert.Empty(AnalyzerRunner.Run(
        Attributes + $"[NotThreadSafe] class Till {{ int _n; {Update} }}", ("async_state.shared_types", "Till")));

    [Theory]
    [InlineData("", "ASA0105")]
    [InlineData("[ThreadSafe]", "")]
    public void TheContentOfAThreadSafeCollectionIsSafe(string attribute, string reported) => Assert.Equal(reported, Ids(
        $$"""
        {{attribute}} public class Names : List<int>;
        class Till { readonly Names _names = null!; public Task Fill(int[] all) => Parallel.ForEachAsync(all, async (i, c) => { await Task.Yield(); if (!_names.Contains(i)) _names.Add(i); }); }
        """));

    [Theory]
    [InlineData("", "ASA0101")]
    [InlineData("[RunsImmediately]", "")]
    [InlineData("[InstantHandle]", "")]
    public void AMarkedDelegateRunsAtOnce(string attribute, string reported) => Assert.Equal(reported, Ids(
        $$"""
        public sealed class Desk { public Task OnTurn({{attribute}} Func<Task> work) => work(); }
        public class Till { public static async Task<int> Count(Desk desk, Task<int> x) { var n = 0; await desk.OnTurn(async () => n += await x); return n; } }
        """));

    private static string Ids(string source) => string.Join(" ", Run(source).Select(r => r.Id).Distinct());

    private static IReadOnlyList<Diagnostic> Run(string source) => AnalyzerRunner.Run(Attributes + source);
}
