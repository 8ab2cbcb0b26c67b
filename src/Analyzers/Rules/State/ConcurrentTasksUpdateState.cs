using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.State;

internal sealed class ConcurrentTasksUpdateState : Rule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0105",
        name: "Concurrent tasks update shared state",
        since: "0.1.0",
        message: "'{0}' is {1} without a guard although {2}",
        description: "Code that runs on several threads at once changes shared state in more than one atomic step. Updates are lost, checks are passed twice, plain collections break.");

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        foreach (var write in flow.Writes)
        {
            if (write.Held != 0 || HowItBreaks(write) is not { } how || judgement.Overlap.Parallel(write) is not { } evidence)
                continue;
            var read = write.From.Where(r => r.Path.Equals(write.Path)).Concat(write.Decisions.Select(d => d.Read)).FirstOrDefault();
            var trail = new Trail(read?.Event.Site ?? write.Write.Site, ImmutableArray<Site>.Empty, ImmutableArray<Site>.Empty);
            yield return new Finding(
                Info.Id,
                write.Path,
                write.Write.Site,
                trail,
                evidence,
                ImmutableArray.Create(write.Path.DisplayName, how, evidence.Because),
                DiagnosticSeverity.Warning,
                FixHint.None);
        }
    }

    private static string? HowItBreaks(WriteFact write)
    {
        if ((write.Path.Traits & LocationTraits.Concurrent) != 0 || write.Path.Truncated)
            return null;
        return write.Write.Kind switch
        {
            WriteKind.Update => "updated",
            WriteKind.Assign when write.From.Any(r => r.Path.Equals(write.Path)) => "updated",
            WriteKind.Assign when write.Decisions.Any(d => d.Decides && d.Read.Path.Equals(write.Path)) => "tested and set",
            WriteKind.Insert or WriteKind.Remove or WriteKind.TakeOut or WriteKind.Clear => "changed",
            _ => null,
        };
    }
}
