using AsyncStateAnalyzers.Corpus.Findings;
using AsyncStateAnalyzers.Corpus.Verdicts;

namespace AsyncStateAnalyzers.Corpus.Tests;

/// <summary>Which verdict speaks of a finding, and what is counted from it.</summary>
public sealed class VerdictTests
{
    [Fact]
    public void PrecisionIsTheShareOfTheWelcomeAmongTheJudged()
    {
        var book = new VerdictBook([On("a", Judgement.Wanted), On("b", Judgement.Wanted), On("c", Judgement.Harmless), On("d", Judgement.False)]);

        var precision = Precision.Of([Row("a"), Row("b"), Row("c"), Row("d"), Row("e"), Row("f") with { State = RowState.Crashed }], book);

        Assert.Equal(new Precision(2, 1, 1, 1), precision);
        Assert.Equal("50.0 %", precision.Share);
    }

    [Fact]
    public void NothingJudgedHasNoPrecision() => Assert.Equal("–", Precision.Of([Row("a")], new VerdictBook([])).Share);

    [Fact]
    public void TableCountsPerSeverityRuleAndRepository()
    {
        var table = Precision.Table([Row("a"), Row("b") with { Severity = "Info" }, Row("c") with { State = RowState.GaveUp }, Row("d")], new VerdictBook([On("a", Judgement.Wanted), On("d", Judgement.False)]));

        Assert.Contains("| Warning | ASA0101 | 1 | 0 | 1 | 0 | 50.0 % |", table, StringComparison.Ordinal);
        Assert.Contains("| Info | repo | 0 | 0 | 0 | 1 | – |", table, StringComparison.Ordinal);
        Assert.Contains("| unwanted | k | | 0 | 1 | | |", table, StringComparison.Ordinal);
        Assert.Contains("| GaveUp | 1 rows |", table, StringComparison.Ordinal);
    }

    [Fact]
    public void VerdictOnTheSameStateOfAMemberSpeaksOfAnotherLine()
    {
        var book = new VerdictBook([On("a", Judgement.False)]);

        Assert.Equal(Judgement.False, book.On(Row("a") with { Key = Row("a").Site + "|ffffffff" })?.Judgement);
        Assert.Null(book.On(Row("a") with { Key = "x", Location = "_other" }));
        Assert.Null(book.On(Row("a") with { Repo = "another" }));
    }

    [Fact]
    public void VerdictsThatDisagreeDoNotSpeakOfAnotherLine()
    {
        var book = new VerdictBook([On("a", Judgement.False), On("a", Judgement.Wanted) with { Key = Row("a").Site + "|11111111" }]);

        Assert.Null(book.On(Row("a") with { Key = Row("a").Site + "|ffffffff" }));
    }

    [Fact]
    public void LabelSpeaksOfReportsOnItsLinesAboutItsState()
    {
        var label = Label(Judgement.Wanted, "yes", "this._cache[]", 10, 20);

        Assert.True(label.Place!.Matches(Row("a") with { Line = 20, Message = "'_cache' is written" }));
        Assert.True(label.Place.Matches(Row("a") with { Line = 30, Trail = ["F.cs:10"], Message = "'_cache' is written" }));
        Assert.False(label.Place.Matches(Row("a") with { Line = 30, Trail = ["G.cs:10"], Message = "'_cache' is written" }));
        Assert.False(label.Place.Matches(Row("a") with { Line = 20, Message = "'_other' is written" }));
        Assert.False(label.Place.Matches(Row("a") with { Line = 21, Message = "'_cache' is written" }));
    }

    [Fact]
    public void RecallCountsPlacesThatAreWantedForCertain()
    {
        Verdict[] labels =
        [
            Label(Judgement.Wanted, "yes", "_a", 1, 2),
            Label(Judgement.Wanted, "yes", "_b", 3, 4),
            Label(Judgement.Wanted, "maybe", "_c", 5, 6),
            Label(Judgement.False, "no", "_d", 7, 8),
        ];

        var recall = Recall.Of([Row("a", "_a", 2), Row("c", "_c", 6), Row("d", "_d", 8), Row("e", "_e", 9)], labels);

        Assert.Equal((1, 1, 2, 1, 1), (recall.Found.Count, recall.Missed.Count, recall.Welcome.Count, recall.Unwanted.Count, recall.Unlabelled));
        Assert.EndsWith("sites: found 1/2 wanted, precision on labelled 66.7 % (2/3), reports without a label 1", recall.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void RecordingReplacesTheVerdictAndKeepsTheFileSorted()
    {
        var file = Path.GetTempFileName();
        foreach (var verdict in new[] { On("b", Judgement.False), On("a", Judgement.False), On("b", Judgement.Wanted) })
            VerdictFile.Record(file, verdict);

        Assert.Equal([("_a", Judgement.False), ("_b", Judgement.Wanted)], VerdictFile.Read(file).Select(v => (v.Key!.Split('|')[3], v.Judgement)));
        File.Delete(file);
    }

    internal static Finding Row(string name, string? location = null, int line = 1)
    {
        var row = new Finding { Repo = "repo", Commit = "c0", File = "F.cs", Line = line, Id = "ASA0101", Severity = "Warning", Member = "T.M", Location = location ?? "_" + name };
        return row with { Message = $"'{row.Location}' is written", Key = FindingKey.Of(row.Id, row.File, row.Member, row.Location, "line") };
    }

    internal static Verdict On(string name, Judgement judgement) => new() { Repo = "repo", Commit = "c0", Key = Row(name).Key, Judgement = judgement, Kind = "k", Why = "w" };

    private static Verdict Label(Judgement judgement, string want, string location, int read, int write) =>
        new() { Repo = "repo", Commit = "c0", Place = new LabelledPlace("S1", "F.cs", "M", location, read, [write]), Judgement = judgement, Want = want, Kind = "k", Why = "w" };
}
