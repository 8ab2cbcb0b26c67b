using AsyncStateAnalyzers.Corpus;
using AsyncStateAnalyzers.Corpus.Commands;
using AsyncStateAnalyzers.Corpus.Findings;
using AsyncStateAnalyzers.Corpus.Verdicts;
using Microsoft.CodeAnalysis;

try
{
    return args switch
    {
        ["run", .. var rest] => await RunCommand.ExecuteAsync(rest),
        ["diff", var before, var after] => Print(new DiffMarkdown(VerdictBook.Load(), CorpusFolder.Repositories).Of(FindingFile.Read(before), FindingFile.Read(after))),
        ["triage", .. var rest] => TriageCommand.Show(rest),
        ["record", .. var rest] => TriageCommand.Record(rest),
        ["precision", .. var files] when files.Length > 0 => Print(Precision.Table(FindingFile.Read(files), VerdictBook.Load())),
        ["sites", .. var rest] => Print(Sites(new Arguments(rest, ("--min", 1)))),
        _ => throw new UsageException("run | diff | triage | record | precision | sites"),
    };
}
catch (UsageException e)
{
    Console.Error.WriteLine($"corpus: {e.Message}; see tests/Corpus/README.md");
    return 2;
}
catch (FileNotFoundException e)
{
    Console.Error.WriteLine("corpus: " + e.Message);
    return 2;
}

static int Print(string text)
{
    Console.WriteLine(text);
    return 0;
}

static string Sites(Arguments arguments)
{
    var least = Enum.Parse<DiagnosticSeverity>(arguments.Last("--min") ?? "Warning");
    var rows = FindingFile.Read(arguments.Values).Where(row => Enum.TryParse<DiagnosticSeverity>(row.Severity, out var severity) && severity >= least);
    var labels = VerdictFile.Read(CorpusFolder.PathOf("labels/sites.jsonl"));
    return Recall.Of([.. rows.Where(row => labels.Any(label => label.Repo == row.Repo))], labels).ToString();
}
