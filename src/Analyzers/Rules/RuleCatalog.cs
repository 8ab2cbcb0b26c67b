using System.Collections.Immutable;
using AsyncStateAnalyzers.Rules.State;

namespace AsyncStateAnalyzers.Rules;

/// <summary>The list of all rules, the strongest first: where two find the same mistake, the earlier reports it.</summary>
internal static class RuleCatalog
{
    /// <summary>Every rule once.</summary>
    public static ImmutableArray<Rule> All { get; } = ImmutableArray.Create<Rule>(new StaleWriteAfterAwait(), new StaleCheckBeforeAwait());
}
