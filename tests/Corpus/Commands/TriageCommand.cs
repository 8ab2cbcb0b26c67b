using System.Globalization;
using AsyncStateAnalyzers.Corpus.Findings;
using AsyncStateAnalyzers.Corpus.Verdicts;

namespace AsyncStateAnalyzers.Corpus.Commands;

/// <summary>Shows what nobody has judged yet, and takes verdicts.</summary>
internal static class TriageCommand
{
    /// <summary>Prints the findings without a verdict, each with the code around its line and its trail.</summary>
    public static int Show(IReadOnlyList<string> args)
    {
        var arguments = new Arguments(args, ("--sources", 1), ("--severity", 1), ("--repo", 1), ("--context", 1));
        var book = VerdictBook.Load();
        var context = int.Parse(arguments.Last("--context") ?? "6", CultureInfo.InvariantCulture);
        var open = FindingFile.Read(arguments.Values)
            .Where(row => row.State == RowState.Report && row.Severity == (arguments.Last("--severity") ?? "Warning"))
            .Where(row => arguments.Last("--repo") is not { } repo || row.Repo == repo)
            .Where(row => book.On(row) is null)
            .ToList();
        foreach (var row in open)
        {
            Console.WriteLine($"\n{row.Repo}/{row.File}:{row.Line} {row.Severity} {row.Id} in {row.Member}\n  {row.Message}\n  trail: {string.Join(", ", row.Trail.Select(at => at[(at.LastIndexOf('/') + 1)..]))}\n  key: {row.Key}");
            var file = Path.Combine(arguments.Required("--sources"), row.Repo, row.File);
            if (File.Exists(file))
                Print(File.ReadAllLines(file), [row.Line, .. Lines(row)], context);
        }

        Console.WriteLine($"\n{open.Count} without a verdict");
        return 0;
    }

    /// <summary>Takes the verdict on a finding into <c>triage.jsonl</c>.</summary>
    public static int Record(IReadOnlyList<string> args)
    {
        var arguments = new Arguments(args, ("--repo", 1));
        if (arguments.Values is not [var findings, var key, var word, var kind, var why] || !Enum.TryParse<Judgement>(word, ignoreCase: true, out var judgement))
            throw new UsageException("record FINDINGS KEY wanted|harmless|false KIND WHY [--repo NAME]");
        var row = FindingFile.Read(findings).SingleOrDefault(row => row.Key == key && row.Repo == (arguments.Last("--repo") ?? row.Repo))
            ?? throw new UsageException($"not exactly one finding has the key {key}");
        var commit = row.Commit ?? throw new UsageException("a verdict needs a commit: run with --repo");
        VerdictFile.Record(CorpusFolder.PathOf("triage.jsonl"), new Verdict { Repo = row.Repo, Commit = commit, Key = key, Judgement = judgement, Kind = kind, Why = why });
        return 0;
    }

    private static IEnumerable<int> Lines(Finding row) =>
        row.Trail.Where(at => at.StartsWith(row.File + ":", StringComparison.Ordinal)).Select(at => int.Parse(at[(row.File.Length + 1)..], CultureInfo.InvariantCulture));

    private static void Print(string[] text, IReadOnlyList<int> marked, int context)
    {
        var last = 0;
        for (var line = 1; line <= text.Length; line++)
        {
            if (!marked.Any(mark => Math.Abs(mark - line) <= context))
                continue;
            if (last > 0 && line > last + 1)
                Console.WriteLine("      …");
            Console.WriteLine($"{(line == marked[0] ? '>' : marked.Contains(line) ? '*' : ' ')}{line,5} {text[line - 1]}");
            last = line;
        }
    }
}
