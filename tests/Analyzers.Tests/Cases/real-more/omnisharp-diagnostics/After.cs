using System.Collections.Immutable;

namespace Real.OmnisharpDiagnostics;

public sealed record SourceFile(string Path);
public sealed record FileFindings(string Path, string[] Findings);
public interface ISourceAnalysis { Task<string[]> AnalyzeAsync(SourceFile file); }

public sealed class FindingsWorker
{
    private readonly ISourceAnalysis _analysis;

    public FindingsWorker(ISourceAnalysis analysis) => _analysis = analysis;

    public async Task<ImmutableArray<FileFindings>> CollectAsync(IEnumerable<SourceFile> files)
    {
        var results = ImmutableList<FileFindings>.Empty;
        var throttle = new SemaphoreSlim(Environment.ProcessorCount);
        var work = new List<Task>();
        foreach (var file in files)
        {
            await throttle.WaitAsync();
            work.Add(Task.Run(async () =>
            {
                try
                {
                    var findings = await _analysis.AnalyzeAsync(file);
                    var one = new FileFindings(file.Path, findings);
                    ImmutableInterlocked.Update(ref results, current => current.Add(one));
                }
                finally
                {
                    throttle.Release();
                }
            }));
        }
        await Task.WhenAll(work);
        return results.ToImmutableArray();
    }
}
