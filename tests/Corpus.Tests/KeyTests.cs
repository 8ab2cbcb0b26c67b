using AsyncStateAnalyzers.Corpus.Findings;

namespace AsyncStateAnalyzers.Corpus.Tests;

/// <summary>A key names the same finding after edits elsewhere, and another finding otherwise.</summary>
public sealed class KeyTests
{
    [Fact]
    public async Task KeySurvivesLinesAndIndentation()
    {
        var before = await KeysAsync(SourceFolder.Mistake);
        var after = await KeysAsync("// one\n// more\n" + SourceFolder.Mistake.Replace("_total +=", "_total   +="));

        Assert.Single(before);
        Assert.Equal(before, after);
    }

    [Theory]
    [InlineData("AddAsync", "PayAsync")]
    [InlineData("_total", "_sum")]
    [InlineData("=> 1", "=> 2")]
    [InlineData("class Account", "class Wallet")]
    public async Task KeyChangesWithMemberStateAndLine(string from, string to) =>
        Assert.NotEqual(await KeysAsync(SourceFolder.Mistake), await KeysAsync(SourceFolder.Mistake.Replace(from, to)));

    [Fact]
    public async Task EqualLinesAreNumbered()
    {
        var keys = await KeysAsync("""
            public class Account
            {
                private int _total;

                public async Task AddAsync()
                {
                    _total += await Task.Run(() => 1);
                    _total += await Task.Run(() => 1);
                }
            }
            """);

        Assert.Equal(2, keys.Count);
        Assert.Equal(keys[0] + "|2", keys[1]);
    }

    [Fact]
    public async Task RowsSurviveTheFile()
    {
        using var folder = new SourceFolder().With("Account.cs", SourceFolder.Mistake);
        var rows = await folder.RunAsync();
        var file = Path.Combine(folder.Path, "rows.jsonl");

        FindingFile.Write(file, rows);

        Assert.Equal(rows.Select(row => row with { Trail = [] }), FindingFile.Read(file).Select(row => row with { Trail = [] }));
        Assert.Equal(rows[0].Trail, FindingFile.Read(file)[0].Trail);
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(string source)
    {
        using var folder = new SourceFolder().With("Account.cs", source);
        return [.. (await folder.RunAsync()).Select(row => row.Key)];
    }
}
