using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>Whether the type itself starts several runs of a body.</summary>
internal sealed partial class OverlapEvidence
{
    /// <summary>Two runs of the body, started without waiting for the first.</summary>
    private Evidence? StartedTogether(LoweredBody body)
    {
        if (!_together.TryGetValue(body.Key, out var evidence))
            _together.Add(body.Key, evidence = FindStartedTogether(body));
        return evidence;
    }

    private Evidence? FindStartedTogether(LoweredBody body)
    {
        var starts = _type.Starts.Of(body.Key).Where(s => !_turns.IsTimer(s.Via)).ToList();
        if (_parents.TryGetValue(body.Key, out var own) && own.Nested.When == RunsWhen.Concurrent && !_turns.IsTimer(own.Nested.Via))
            return Given(own.Nested.Via, IsHandler(body));
        foreach (var start in starts)
        {
            if (start.IsDelegate && start.When == RunsWhen.Concurrent)
                return Given(start.Via, StartSyntax.IsHandler(start.Site.Node));
            if (!start.IsDelegate && !start.Awaited && !start.Blocks && start.InLoop && !start.WaitedForLater && (body.Traits & BodyTraits.Async) != 0)
                return Seen($"'{start.In.Name}' starts it in a loop without waiting");
            if (!start.IsDelegate && _parents.TryGetValue(start.In.Key, out var around) && around.Nested.When == RunsWhen.Concurrent)
                return Given(around.Nested.Via, IsHandler(start.In));
        }

        var unawaited = starts.Where(s => !s.IsDelegate && !s.Awaited && !s.Blocks).GroupBy(s => s.In.Key).FirstOrDefault(g => g.Any(a => g.Any(b => b.CanFollow(a))));
        return unawaited is not null && (body.Traits & BodyTraits.Async) != 0
            ? Seen($"'{unawaited.First().In.Name}' starts it twice without waiting")
            : null;
    }

    private static Evidence Seen(string because) => new(EvidenceStrength.Proven, Overlap.Anytime, because);

    /// <summary>It is given to something that runs it more than once. The handlers of an event mostly come one after the other, with time between.</summary>
    private static Evidence Given(string? via, bool isHandler)
    {
        var seldom = isHandler || (via is not null && Concurrency.UsuallyOneAtATime(via));
        var strength = Concurrency.Subscribes(via) ? EvidenceStrength.Possible : seldom ? EvidenceStrength.Likely : EvidenceStrength.Proven;
        return new Evidence(strength, Overlap.Anytime, via is null ? "several runs of it can overlap" : $"several runs of it by '{via}' can overlap") { IsGeneral = isHandler };
    }

    /// <summary>True where the body is a handler of an event, or one that a handler calls.</summary>
    public bool IsByEvent(LoweredBody root) => StartedTogether(root) is { IsGeneral: true };

    /// <summary>True where the handler, or the body that calls this one, is that of a timer: one sender, whose next run comes when the time is up again.</summary>
    public bool IsByTimer(LoweredBody root) => _type.Starts.Of(root.Key).Any(s => s.IsDelegate ? IsTick(s.Via) : _type.Starts.Of(s.In.Key).Any(o => o.IsDelegate && IsTick(o.Via)));

    private static bool IsTick(string? via) => via is not null && Array.IndexOf(Occasions.Ticks, via.Substring(via.LastIndexOf('.') + 1)) >= 0;

    private bool IsHandler(LoweredBody body) => StartSyntax.IsHandler(MadeAt(body));

    private SyntaxNode? MadeAt(LoweredBody body) => _type.Starts.Of(body.Key).FirstOrDefault(s => s.IsDelegate)?.Site.Node;

    /// <summary>A captured local is shared where a body between it and the access runs more than once at a time.</summary>
    private Evidence ForLocal(AccessPath path, LoweredBody from)
    {
        var declaredIn = (path.Root.Key as ISymbol)?.ContainingSymbol;
        for (var body = from; !Equals(body.Key, declaredIn);)
        {
            if (!IsOfEachTurn(path, body) && StartedTogether(body) is { } together)
                return together;
            if (!_parents.TryGetValue(body.Key, out var around))
                break;
            body = around.Parent;
        }

        return Refuted("a local of one call");
    }

    /// <summary>
    /// <c>foreach (var x in all) { var own = x.Next; Task.Run(() => Use(own)); }</c>: the loop that starts the runs makes the local anew for each.
    /// </summary>
    private bool IsOfEachTurn(AccessPath path, LoweredBody body)
    {
        var run = _parents.ContainsKey(body.Key) ? body : _type.Starts.Of(body.Key).Select(s => s.In).FirstOrDefault(b => _parents.ContainsKey(b.Key));
        return run is not null && IsMadeForRun(path, run);
    }

    /// <summary>
    /// <c>async c => { var s = Open(c); await Task.Run(() => s.CopyToAsync(c)); }</c>: a task that is started once for each run of the code which declares the
    /// variable, and nothing else uses what it holds.
    /// </summary>
    private bool IsOneRun(AccessFact access, LoweredBody body)
    {
        var path = access.Path;
        if (path.Root is not { Kind: RootKind.Local or RootKind.Parameter, Key: ISymbol variable }
            || !_parents.TryGetValue(body.Key, out var around)
            || around.Nested.Via is not { } via || FanOuts.Of(via, givesTask: false) is not (FanOut.Thread or FanOut.Later)
            || _type.Starts.Of(body.Key) is not { Count: 1 } starts || starts[0] is not { IsDelegate: true, Site.Node: { } made })
            return false;
        return (StartSyntax.LoopAround(made) is not { } loop || variable.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == loop.SyntaxTree && loop.Span.Contains(r.Span)))
            && !_type.Flows.Any(f => f.Uses.Any(u => u.Path.Equals(path) && !u.Use.Site.Equals(access.Event.Site) && access is UseFact own && u.Use.Lane == own.Use.Lane));
    }

    private bool IsMadeForRun(AccessPath path, LoweredBody run) =>
        _parents.TryGetValue(run.Key, out var around)
        && around.Nested.Via is { } via && Concurrency.RunsInParallel(via)
        && !via.StartsWith("Parallel.", StringComparison.Ordinal)
        && path.Root.Key is ISymbol local
        && MadeAt(run) is { } made && StartSyntax.LoopAround(made) is { } loop
        && local.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == loop.SyntaxTree && loop.Span.Contains(r.Span));
}
