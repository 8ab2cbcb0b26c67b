using AsyncStateAnalyzers.Corpus.Findings;
using AsyncStateAnalyzers.Corpus.Verdicts;

namespace AsyncStateAnalyzers.Corpus.Tests;

/// <summary>What a reviewer reads about a change of the analyzer.</summary>
public sealed class DiffTests
{
    private static readonly Repository s_repository = new("repo", "https://example/repo", "c0", "library");

    [Fact]
    public void CountsThenExamplesWithLinkAndVerdict()
    {
        var markdown = Diff(
            [VerdictTests.Row("gone"), VerdictTests.Row("kept"), VerdictTests.Row("quieter")],
            [VerdictTests.Row("kept") with { Line = 7 }, VerdictTests.Row("quieter") with { Severity = "Info" }, VerdictTests.Row("new")],
            VerdictTests.On("new", Judgement.Wanted));

        Assert.Equal(
            """
            # Corpus: base and head

            3 rows before, 3 after: 1 added, 1 removed, 1 changed.
            Precision of the warnings judged so far: – before, 100.0 % after.

            | rule | added | removed | changed |
            |---|---:|---:|---:|
            | ASA0101 | 1 | 1 | 1 |

            | repository | added | removed | changed |
            |---|---:|---:|---:|
            | repo | 1 | 1 | 1 |

            ## ASA0101

            - **added** [`repo/F.cs:1`](https://example/repo/blob/c0/F.cs#L1) Warning, wanted: '_new' is written
            - **removed** [`repo/F.cs:1`](https://example/repo/blob/c0/F.cs#L1) Warning, not judged: '_gone' is written
            - **changed** [`repo/F.cs:1`](https://example/repo/blob/c0/F.cs#L1) Info, not judged: '_quieter' is written
              - before Warning: '_quieter' is written

            """,
            markdown);
    }

    [Fact]
    public void EqualRunsSaySo() => Assert.EndsWith("\nNothing changed.\n", Diff([VerdictTests.Row("a")], [VerdictTests.Row("a") with { Line = 9 }]), StringComparison.Ordinal);

    [Fact]
    public void NewCrashHasItsOwnHeading() =>
        Assert.Contains("## Crashed", Diff([], [VerdictTests.Row("a") with { State = RowState.Crashed }]), StringComparison.Ordinal);

    [Fact]
    public void ManyDifferencesLeaveRoomForRareRulesAndSmallRepositories()
    {
        var many = Enumerable.Range(0, 500).Select(i => VerdictTests.Row("m" + i));
        var rare = Enumerable.Range(0, 3).Select(i => VerdictTests.Row("r" + i) with { Id = "ASA0102" });
        var small = VerdictTests.Row("s") with { Repo = "small" };

        var markdown = Diff([], [.. many, .. rare, small]);

        Assert.Equal(3, markdown.Split('\n').Count(line => line.StartsWith("- **added**", StringComparison.Ordinal) && line.Contains("'_r", StringComparison.Ordinal)));
        Assert.Contains("small/F.cs", markdown, StringComparison.Ordinal);
        Assert.Contains("… and 452 more.", markdown, StringComparison.Ordinal);
    }

    private static string Diff(IReadOnlyList<Finding> before, IReadOnlyList<Finding> after, params Verdict[] verdicts) =>
        new DiffMarkdown(new VerdictBook(verdicts), [s_repository]).Of(before, after);
}
