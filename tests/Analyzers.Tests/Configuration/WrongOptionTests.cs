using System.Globalization;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Testing;
using AsyncStateAnalyzers.Tests.House;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncStateAnalyzers.Tests.Configuration;

/// <summary>An option that does nothing is said once, and says what it could have been.</summary>
public sealed class WrongOptionTests
{
    [Theory]
    [InlineData("async_state.overlap = maybe", "'async_state.overlap' has no value 'maybe', only 'proven', 'likely' and 'possible'")]
    [InlineData("async_state.overlap =", "'async_state.overlap' has no value '', only 'proven', 'likely' and 'possible'")]
    [InlineData("async_state.guard_types = My Lock", "'async_state.guard_types' takes names of types, and 'My Lock' is none")]
    [InlineData("async_state.shared_types = Cache<T>, Session", "'async_state.shared_types' takes names of types, and 'Cache<T>' is none")]
    [InlineData("async_state.confined_types = *ViewModel", "'async_state.confined_types' takes names of types, and '*ViewModel' is none")]
    [InlineData("async_state.immediate_delegates = RunNow", "'async_state.immediate_delegates' takes names of methods as 'Type.Method' or 'Type.*', and 'RunNow' is none")]
    [InlineData("async_state.deferred_delegates = Jobs.Enqueue()", "'async_state.deferred_delegates' takes names of methods as 'Type.Method' or 'Type.*', and 'Jobs.Enqueue()' is none")]
    [InlineData("async_state.message_types = Order[]", "'async_state.message_types' takes names of types, and 'Order[]' is none")]
    [InlineData("async_state.senders = Publish", "'async_state.senders' takes names of methods as 'Type.Method' or 'Type.*', and 'Publish' is none")]
    [InlineData("async_state.overlaps = likely", "'async_state.overlaps' is no option; did you mean 'async_state.overlap'")]
    [InlineData("async_state.guard_type = Gate", "'async_state.guard_type' is no option; did you mean 'async_state.guard_types'")]
    [InlineData("Async_State.Guards = Gate", "'async_state.guards' is no option; there are 'async_state.overlap', 'async_state.guard_types', 'async_state.shared_types', 'async_state.confined_types', 'async_state.immediate_delegates', 'async_state.deferred_delegates', 'async_state.message_types', 'async_state.senders'")]
    public void WhatIsNotUnderstoodIsSaid(string option, string message)
    {
        var report = Assert.Single(Run(("/src/.editorconfig", $"[*.cs]\n{option}\n")));
        Assert.Equal(("ASA0003", DiagnosticSeverity.Warning, message), (report.Id, report.Severity, report.GetMessage(CultureInfo.InvariantCulture)));
        Assert.Empty(Conventions.OfMessage(message));
    }

    [Theory]
    [InlineData("async_state.overlap = Likely")]
    [InlineData("async_state.guard_types =")]
    [InlineData("async_state.guard_types = Gate, , Shop.Locks.Gate,")]
    [InlineData("async_state.immediate_delegates = Shop.Desk.Run | Desk.*")]
    [InlineData("async_stateful = 1")]
    [InlineData("indent_size = tab")]
    public void WhatIsUnderstoodIsNotSaid(string option) => Assert.Empty(Run(("/src/.editorconfig", $"[*.cs]\n{option}\n")));

    [Fact]
    public void EachWrongNameOfAListIsSaid() =>
        Assert.Equal(2, Run(("/src/.editorconfig", "[*.cs]\nasync_state.guard_types = A B, C D, Gate\n")).Count);

    [Fact]
    public void WhatIsSetForSomeFilesIsSaidOfTheFirst() =>
        Assert.Equal("/src/A.cs(1,1)", Place(Assert.Single(Run(("/src/.editorconfig", "[*.cs]\nasync_state.overlap = maybe\n")))));

    [Fact]
    public void WhatIsSetForAllFilesIsSaidOfNone() =>
        Assert.Equal(Location.None, Assert.Single(Run(("/src/.globalconfig", "is_global = true\nasync_state.overlap = maybe\n"))).Location);

    [Fact]
    public void TwoValuesAreTwoMistakes() =>
        Assert.Equal(2, Run(("/src/.editorconfig", "[A.cs]\nasync_state.overlap = maybe\n[B.cs]\nasync_state.overlap = never\n")).Count);

    [Fact]
    public void GeneratedFilesAreNotLookedAt() =>
        Assert.Empty(Run(("/src/.editorconfig", "[C.g.cs]\nasync_state.overlap = maybe\n")));

    [Fact]
    public void AHostThatDoesNotTellTheKeysIsAskedForThoseThatExist()
    {
        var mistakes = FileSettings.MistakesIn(new Silent());
        Assert.Equal("'maybe'", Assert.Single(mistakes).Wrong.Split(' ')[3].TrimEnd(','));
    }

    private sealed class Silent : AnalyzerConfigOptions
    {
#nullable disable // NotNullWhen is ambiguous here: the analyzer brings its own, and shows it to its tests.
        public override bool TryGetValue(string key, out string value) => (value = key == "async_state.overlap" ? "maybe" : null) is not null;
#nullable restore
    }

    private static string Place(Diagnostic report) =>
        $"{report.Location.SourceTree!.FilePath}({report.Location.GetLineSpan().StartLinePosition.Line + 1},{report.Location.GetLineSpan().StartLinePosition.Character + 1})";

    private static IReadOnlyList<Diagnostic> Run(params (string, string)[] configs) => AnalyzerRunner.Run(
        AnalyzerRunner.Compile(("/src/B.cs", "class B;"), ("/src/A.cs", "class A;"), ("/src/C.g.cs", "class C;")), ConfigFiles.Of(configs));
}
