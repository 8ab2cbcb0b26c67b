using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>Whether calls can meet at a static that is set for each of them.</summary>
internal sealed partial class OverlapEvidence
{
    /// <summary>True where every call sets a static to the same: all callers hand in one thing for what it is computed from.</summary>
    public bool IsSetToTheSame(MethodFlow flow, WriteFact write) => _knowledge is not null && flow.ArgumentsOf(write).ToList() is { Count: > 0 } given && given.All(_knowledge.IsSameForAll);

    /// <summary>The strongest thing the source says about calls of an entry that each set a static for themselves.</summary>
    /// <param name="flow">The entry.</param>
    /// <param name="write">Where it is set.</param>
    public Evidence SetForCall(MethodFlow flow, WriteFact write)
    {
        var root = flow.Root;
        if (StartedTogether(root) is { Strength: > EvidenceStrength.Possible } together)
            return together;
        if (_knowledge is { IsTest: true })
            return Refuted("a test class serves one test");
        if ((root.Traits & (BodyTraits.EntryPoint | BodyTraits.StaticConstructor | BodyTraits.Disposal)) != 0 || Concurrency.IsForStart(root.Name))
            return Refuted("it runs at the start");
        if ((root.Traits & BodyTraits.Private) != 0 && StartsInTurn.IsRunByCommandLine(root.Site.Node, root.Name))
            return Refuted("the command line runs it once");
        if (SingleFlow(root) is { } single)
            return Refuted(single);
        if ((write.Path.Traits & LocationTraits.OfProcess) != 0)
            return new Evidence(EvidenceStrength.Likely, Overlap.Anytime, "the whole process shares it");
        var read = new Read(-1, write.Path, ReadKind.Value, write.Event.Site);
        return For(flow, write, new ReadFact(read, write.Path, write.Node, write.Frame, IsStale: true, PassedOn: true, Protection: 0), askUsers: true);
    }

    /// <summary>Callers elsewhere that start several runs of the entry at once on one object; null where none is seen.</summary>
    public Evidence? StartedTogetherElsewhere(LoweredBody root) => _knowledge?.StartedTogether(root.Key);

    /// <summary>True where one loop calls the entry and waits for it, and nobody else in sight does: nothing but static state speaks for a second run.</summary>
    public bool IsCalledInOneLoop(LoweredBody root) => _knowledge?.IsCalledInOneLoop(root.Key) == true;

    /// <summary>The body that is the beginning of that flow; null where there is none.</summary>
    public object? BeginningOfSingleFlow(LoweredBody root) => _singleFlows.Of(root)?.Root;
}
