using System.Globalization;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Configuration;

/// <summary>What the options in <c>.editorconfig</c> do to the reports.</summary>
public sealed class OptionTests
{
    private const string Possible = "public class Till { int _n; Task<int> F() => Task.FromResult(1); public async Task Add() { await Task.Yield(); _n += await F(); } }";
    private const string Likely = "public class Till { static int s_n; public async Task Add(Task<int> x) => s_n += await x; }";
    private const string Proven =
        "public class Till { int _n; async Task Add() { var n = _n; await Task.Yield(); _n = n + 1; } public async Task Both() { var a = Add(); var b = Add(); await a; await b; } }";

    [Theory]
    [InlineData(Possible, "possible", true)]
    [InlineData(Possible, "likely", false)]
    [InlineData(Possible, "proven", false)]
    [InlineData(Likely, "possible", true)]
    [InlineData(Likely, "likely", true)]
    [InlineData(Likely, "proven", false)]
    [InlineData(Proven, "possible", true)]
    [InlineData(Proven, "likely", true)]
    [InlineData(Proven, "proven", true)]
    [InlineData(Proven, "PROVEN ", true)]
    public void OverlapIsTheWeakestEvidenceThatIsReported(string source, string value, bool reported) =>
        Assert.Equal(reported ? "ASA0101" : "", Ids(source, "async_state.overlap = " + value));

    [Fact]
    public void OverlapLeavesTheSeverityToTheEvidence() => Assert.Equal(
        Run(Proven, "async_state.overlap = proven").Single().Severity,
        Run(Proven, "").Single().Severity);

    [Fact]
    public void OverlapHoldsForTheFilesOfItsSection()
    {
        var compilation = AnalyzerRunner.Compile(("/src/a/A.cs", Possible), ("/src/b/B.cs", Possible.Replace("Till", "Other")));
        var reports = AnalyzerRunner.Run(compilation, ConfigFiles.Of(("/src/.editorconfig", "[a/**.cs]\nasync_state.overlap = likely\n")));
        Assert.Equal("/src/b/B.cs", Assert.Single(reports).Location.SourceTree!.FilePath);
    }

    [Fact]
    public void AGlobalConfigHoldsForAllFiles() => Assert.Empty(AnalyzerRunner.Run(
        AnalyzerRunner.Compile(("/src/Test.cs", Possible)),
        ConfigFiles.Of(("/elsewhere/.globalconfig", "is_global = true\nasync_state.overlap = likely\n"))));

    [Theory]
    [InlineData("", "ASA0101")]
    [InlineData("async_state.guard_types = Turnstile", "")]
    [InlineData("async_state.guard_types = Park.Turnstile", "")]
    [InlineData("async_state.guard_types = Other, Park.Turnstile", "")]
    [InlineData("async_state.guard_types = Other | Turnstile", "")]
    [InlineData("async_state.guard_types = Zoo.Turnstile", "ASA0101")]
    [InlineData("async_state.guard_types = Turn", "ASA0101")]
    public void AListedGuardTypeExcludes(string option, string reported) => Assert.Equal(reported, Ids(
        """
        namespace Park
        {
            public sealed class Pass : IDisposable { public void Dispose() { } }
            public sealed class Turnstile { public Task<Pass> PassAsync() => Task.FromResult(new Pass()); }
        }
        public class Till
        {
            private readonly Park.Turnstile _turn = new();
            private int _n;
            public async Task Add(Task<int> x) { using (await _turn.PassAsync()) { _n += await x; } }
        }
        """,
        option));

    [Theory]
    [InlineData("", "ASA0101")]
    [InlineData("async_state.guard_types = ITurnstile", "")]
    public void AListedGuardTypeMayBeGivenBackByName(string option, string reported) => Assert.Equal(reported, Ids(
        """
        public interface ITurnstile { Task EnterAsync(); void Leave(); }
        public class Till(ITurnstile turn)
        {
            private int _n;
            public async Task Add(Task<int> x) { await turn.EnterAsync(); try { _n += await x; } finally { turn.Leave(); } }
        }
        """,
        option));

    [Fact]
    public void AListedGuardThatIsGivenBackTooSoonIsSeen() => Assert.Contains("'turn' guards only the read", Message(
        """
        public interface ITurnstile { Task EnterAsync(); void Leave(); }
        public class Till(ITurnstile turn)
        {
            private int _n;
            public async Task Add(Task<int> x) { await turn.EnterAsync(); var n = _n; turn.Leave(); n += await x; _n = n; }
        }
        """,
        "async_state.guard_types = ITurnstile"));

    [Theory]
    [InlineData("", DiagnosticSeverity.Info)]
    [InlineData("async_state.shared_types = Till", DiagnosticSeverity.Warning)]
    [InlineData("async_state.shared_types = ITill", DiagnosticSeverity.Warning)]
    [InlineData("async_state.shared_types = Base", DiagnosticSeverity.Warning)]
    public void AListedSharedTypeIsShared(string option, DiagnosticSeverity severity) => Assert.Equal(severity, Run(
        "public interface ITill { } public class Base { } public class Till : Base, ITill { int _n; public async Task Add() { var n = _n; await Task.Yield(); _n = n + 1; } }",
        option).Single().Severity);

    [Fact]
    public void TheMessageNamesTheListedType() => Assert.Contains("('Till' is among the shared types of '.editorconfig')", Message(
        "public class Till { int _n; public async Task Add() { var n = _n; await Task.Yield(); _n = n + 1; } }",
        "async_state.shared_types = Till"));

    [Fact]
    public void AListedSharedTypeBeatsWhatItsBaseIsKnownFor() => Assert.Equal("ASA0101", Ids(
        "public class ControllerBase { } public class Till : ControllerBase { int _n; public async Task Add(Task<int> x) => _n += await x; }",
        "async_state.shared_types = Till"));

    [Theory]
    [InlineData("async_state.confined_types = Till", "")]
    [InlineData("async_state.confined_types = Base", "")]
    [InlineData("async_state.confined_types = Other", "ASA0101")]
    [InlineData("async_state.confined_types = Till\nasync_state.shared_types = Till", "")]
    public void AListedConfinedTypeIsUsedByOneAtATime(string option, string reported) => Assert.Equal(reported, Ids(
        "public class Base { } public class Till : Base { int _n; public async Task Add(Task<int> x) => _n += await x; }", option));

    [Fact]
    public void RunsSeenToBeStartedTogetherBeatAConfinedType() => Assert.Equal(
        "ASA0101", Ids(Proven.Replace("var a = Add(); var b = Add(); await a; await b;", "await Task.WhenAll(Add(), Add());"), "async_state.confined_types = Till"));

    [Fact]
    [KnownError("A type that is known to be used by one execution at a time, and that starts two tasks and awaits them one by one, is not looked at: only `WhenAll` and its like show in the syntax.")]
    public void KnownMissedAlarm_TasksStartedTogetherInAConfinedType() => Assert.Equal("", Ids(Proven, "async_state.confined_types = Till"));

    [Theory]
    [InlineData("", "ASA0101")]
    [InlineData("async_state.immediate_delegates = Desk.OnTurn", "")]
    [InlineData("async_state.immediate_delegates = Desk.*", "")]
    [InlineData("async_state.immediate_delegates = Desk.Other", "ASA0101")]
    [InlineData("async_state.deferred_delegates = Desk.OnTurn", "")]
    public void AListedMethodDoesNotRunItsDelegateSeveralTimesAtOnce(string option, string reported) => Assert.Equal(reported, Ids(
        """
        public sealed class Desk { public Task OnTurn(Func<Task> work) => work(); }
        public class Till
        {
            public static async Task<int> Count(Desk desk, Task<int> x) { var n = 0; await desk.OnTurn(async () => n += await x); return n; }
        }
        """,
        option));

    [Fact]
    public void WithoutOptionsNothingIsSaid() => Assert.Equal("", Ids("public class Till { }", "indent_size = 4"));

    private static string Message(string source, string options) => Run(source, options).Single().GetMessage(CultureInfo.InvariantCulture);

    private static string Ids(string source, string options) => string.Join(" ", Run(source, options).Select(r => r.Id).Distinct());

    private static IReadOnlyList<Diagnostic> Run(string source, string options) =>
        AnalyzerRunner.Run(AnalyzerRunner.Compile(("/src/Test.cs", source)), ConfigFiles.Of(("/src/.editorconfig", $"[*.cs]\n{options}\n")));
}
