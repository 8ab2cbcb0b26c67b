namespace AsyncStateAnalyzers.Package.Tests.EndToEnd;

/// <summary>The packed file in the hands of a user: restore, build, log, configure, mend.</summary>
public sealed class EndToEndTests(Consumer consumer) : IClassFixture<Consumer>
{
    private static string Both(string level) => $"ASA0101 {level} Till.cs({Consumer.LineOf("ASA0101")})\nASA0102 {level} Till.cs({Consumer.LineOf("ASA0102")})";

    [Fact]
    public void DotnetAddPackageMakesItADevelopmentDependency()
    {
        var project = File.ReadAllText(Path.Combine(consumer.Root, "fresh", "fresh.csproj"));
        Assert.Contains("<PrivateAssets>all</PrivateAssets>", project);
    }

    [Fact]
    public void BuildPrintsTheWarningsAtTheirLines()
    {
        var build = consumer.Result("build");

        Assert.Contains($"Till.cs({Consumer.LineOf("ASA0101")},9): warning ASA0101: '_total' ", Assert.Single(build.Lines("ASA0101")));
        Assert.Contains($"Till.cs({Consumer.LineOf("ASA0102")},13): warning ASA0102: 's_register' ", Assert.Single(build.Lines("ASA0102")));
        Assert.Empty(build.Lines("AD0001"));
        Assert.Empty(build.Lines("CS8032"));
    }

    [Fact]
    public void NothingOfThePackageIsShippedWithTheProgram()
    {
        Assert.True(consumer.WasBuilt("fresh"));
        Assert.Empty(Directory.GetFiles(Path.Combine(consumer.Root, "fresh", "bin"), "AsyncState*", SearchOption.AllDirectories));
    }

    [Fact]
    public void ErrorLogIsSarifWithHelpLinksAndTheTrail()
    {
        var log = consumer.Log("fresh");

        Assert.Equal("2.1.0", log.Version);
        Assert.Equal(Both("warning"), log.Summary);
        Assert.EndsWith("/docs/rules/ASA0101.md", log.HelpLinks["ASA0101"]);
        Assert.EndsWith("/docs/rules/ASA0102.md", log.HelpLinks["ASA0102"]);
        Assert.All(log.Results, result => Assert.True(result.RelatedLines.Count >= 2, $"{result.Rule}: no read and suspension among the related locations"));
    }

    [Theory]
    [InlineData("none", "")]
    [InlineData("suggestion", "note")]
    [InlineData("error", "error")]
    public void EditorconfigSeverityTakesHold(string level, string logged)
    {
        Assert.Equal(logged.Length == 0 ? "" : Both(logged), consumer.Log(level).Summary);
        Assert.Equal(logged != "error", consumer.WasBuilt(level));
    }

    [Fact]
    public void TreatingWarningsAsErrorsFailsTheBuild()
    {
        Assert.NotEqual(0, consumer.Result("failing").ExitCode);
        Assert.False(consumer.WasBuilt("strict"));
        Assert.Equal(Both("error"), consumer.Log("strict").Summary);
    }

    [Fact]
    public void EveryPresetReachesTheCompilerAlone()
    {
        Assert.All(Consumer.Presets, preset => Assert.Equal([preset], consumer.PresetsOf("preset-" + preset)));
        Assert.Empty(consumer.PresetsOf("suggestion"));
        Assert.Empty(consumer.PresetsOf("wrong"));
    }

    [Theory]
    [InlineData("ui")]
    [InlineData("worker")]
    [InlineData("library")]
    public void PresetsForProductCodeLeaveTheSeverityToTheEvidence(string preset) => Assert.Equal(Both("warning"), consumer.Log("preset-" + preset).Summary);

    [Fact]
    public void PresetAspNetCoreAsksForEvidence() => Assert.Equal($"ASA0102 warning Till.cs({Consumer.LineOf("ASA0102")})", consumer.Log("preset-aspnetcore").Summary);

    [Fact]
    public void AnOptionTakesHoldAndOneThatIsNotUnderstoodIsSaidOnce()
    {
        Assert.Equal($"ASA0003 warning (0)\nASA0003 warning Till.cs(1)\nASA0102 warning Till.cs({Consumer.LineOf("ASA0102")})", consumer.Log("options").Summary);
        Assert.Contains(
            "Till.cs(1,1): warning ASA0003: 'async_state.overlap' has no value 'maybe', only 'proven', 'likely' and 'possible'",
            Assert.Single(consumer.Result("building").Lines("'maybe'")));
        Assert.Contains(
            "CSC : warning ASA0003: 'async_state.guards' is no option",
            Assert.Single(consumer.Result("building").Lines("'async_state.guards'")));
    }

    [Fact]
    public void TheAnnotationsThatAreAskedForAreBelievedAndLeaveNoTrace()
    {
        Assert.True(consumer.WasBuilt("annotated"));
        var reports = consumer.Log("annotated").Results.Where(result => result.File == "Drawer.cs").ToList();
        Assert.Equal(["ASA0101", "ASA0004"], reports.Select(result => result.Rule));
        Assert.EndsWith("('_coins' is marked [GuardedBy(\"_gate\")])", reports[0].Message);
        Assert.Equal("'[GuardedBy(\"_key\")]' on '_notes' does not hold: 'Drawer' has no member '_key'", reports[1].Message);
        Assert.DoesNotContain("GuardedByAttribute", consumer.FieldAttributes("annotated"));
    }

    [Fact]
    public void PresetTestsTurnsTheWarningsIntoSuggestions() => Assert.Equal(Both("note"), consumer.Log("preset-tests").Summary);

    [Fact]
    public void PresetOffSilencesEveryRule() => Assert.Equal("", consumer.Log("preset-off").Summary);

    [Fact]
    public void EditorconfigWinsOverAPreset() => Assert.Equal(Both("warning"), consumer.Log("preset-tests-error").Summary);

    [Fact]
    public void WrongPresetIsSaidOnceAndChangesNothing()
    {
        var said = Assert.Single(consumer.Result("building").Lines("ASA0002"));

        Assert.Contains("warning ASA0002: AsyncStatePreset is 'desktop', which is no preset: use one of ui, aspnetcore, worker, library, tests, off", said);
        Assert.Contains("wrong.csproj", said);
        Assert.Equal(Both("warning"), consumer.Log("wrong").Summary);
    }

    [Fact]
    public void DotnetFormatMendsAndTheRebuiltProjectIsSilent()
    {
        Assert.False(consumer.Source("format").Contains("_total += await", StringComparison.Ordinal), consumer.Result("format").Output);
        Assert.Matches(@"var \w+ = await PriceAsync\(\);.*\n\s+_total \+= \w+;", consumer.Source("format"));
        Assert.DoesNotContain("support Fix All", consumer.Result("format").Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("", consumer.Log("format").Summary);
    }
}
