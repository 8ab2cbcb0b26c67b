using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Rules;

/// <summary>A rule asks a flow and its type, and answers with findings. It holds no state and names no API.</summary>
internal abstract class Rule
{
    /// <summary>The declaration.</summary>
    public abstract RuleInfo Info { get; }

    /// <summary>What is wrong in the flow.</summary>
    public abstract IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement);
}
