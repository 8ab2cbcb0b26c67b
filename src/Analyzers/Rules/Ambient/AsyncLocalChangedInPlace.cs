using AsyncStateAnalyzers.Knowledge.Ambient;
using AsyncStateAnalyzers.Knowledge.Channels;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.Ambient;

/// <summary>
/// What is started from a flow gets the reference that is in the ambient, and not a copy of the object: what one of them changes in it, all see.
/// </summary>
internal static class AsyncLocalChangedInPlace
{
    /// <summary>The declaration.</summary>
    public static RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0402",
        name: "AsyncLocal value changed in place",
        since: "0.1.0",
        message: "'{0}' changes the object in '{1}', and every flow that was started with it has the same one; {2}",
        description: "A new flow of execution gets the reference that is in an AsyncLocal, and not a copy of the object. What one flow changes in the object, the others see, at the same time on other threads. A new value that is put there stays with its flow.");

    /// <summary>What is wrong in a life.</summary>
    public static IEnumerable<PlaceFinding> Judge(AmbientLife life, CancellationToken cancellationToken)
    {
        var changes = PayloadChanges.Of(life, cancellationToken).GroupBy(c => c.Node).Select(g => g.First()).ToList();
        if (changes.Count == 0)
            yield break;
        var starts = changes.ToDictionary(c => c, c => Executions.Of(c.Node, c.Model, cancellationToken, all: true));
        var sets = life.Sets.Where(s => (!s.OnlyIfEmpty || starts.Values.Any(all => all.Any(e => Inherits(e, s)))) && s.Value is not LiteralExpressionSyntax).Select(s => (Set: s, Starts: Executions.Of(s.Node, s.Model, cancellationToken, all: true))).ToList();
        // What one flow puts in, another takes out; what is only gathered may be meant for all.
        var pushed = changes.Any(c => c.Change == PayloadChange.TakesOut) ? changes.Where(c => c.Change == PayloadChange.Adds).OrderBy(c => c.Node.SpanStart).FirstOrDefault() : null;
        foreach (var change in changes)
        {
            // A flow that puts an object of its own there changes what nobody else has.
            var own = starts[change].Where(e => e.IsLoose && sets.Any(s => s.Starts.Any(o => o.Site == e.Site))).ToList();
            var forks = starts[change].Except(own).ToList();
            var isShared = sets.Count > 0 && !sets.All(s => s.Starts.All(o => o.IsLoose && starts[change].Any(e => e.Site == o.Site)));
            var fixes = IsLost(change, life, cancellationToken) ? FixKinds.None : FixKinds.NewValue;
            if (isShared && Executions.Together(forks.Concat(changes.Where(c => c != change).SelectMany(c => starts[c].Except(own)))) is { } fork && forks.Any(e => e.IsLoose || e.Several is not null))
            {
                var how = fork is StatementSyntax ? "a loop starts several that do" : $"'{PlaceFinding.Text(fork)}' starts several, or one more";
                yield return Find(change, life, true, fork, fixes, how);
            }
            else if (own.Count == 0 && (change.Change == PayloadChange.Replaces ? isShared : change == pushed))
            {
                yield return Find(change, life, false, null, fixes, "a new value that is put there stays with its flow");
            }
        }
    }

    private static PlaceFinding Find(PayloadMutation change, AmbientLife life, bool isCertain, SyntaxNode? fork, FixKinds fixes, string how) =>
        PlaceFinding.Of(Info, change.Node, isCertain, new[] { change.Read.Node, fork }, fixes, PlaceFinding.Text(change.Node), life.Holder.Name, how);

    /// <summary>What is filled in where it is missing, a flow that the same function starts behind that has from it.</summary>
    private static bool Inherits(Execution start, AmbientUse fill) =>
        start.IsLoose && fill.Function is { } function && fill.Node.SyntaxTree == start.Site.SyntaxTree && AmbientUse.FunctionOf(start.Site) == function && start.Site.SpanStart > fill.Node.Span.End;

    /// <summary>True where a new value, put there instead, would be lost: the async function ends there.</summary>
    private static bool IsLost(PayloadMutation change, AmbientLife life, CancellationToken cancellationToken) =>
        AmbientUse.FunctionOf(change.Node) is var function && AmbientUse.IsAsync(function)
        && Giving.After(new AmbientUse(change.Node, change.Model, true, false, null, false, 0, change.Node), life, cancellationToken) != Afterwards.Code;
}
