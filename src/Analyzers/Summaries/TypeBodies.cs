using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>The bodies of one type by what calls name them: method symbols, lambdas, and locals that hold a lambda.</summary>
internal sealed class TypeBodies
{
    private readonly Dictionary<object, LoweredBody> _bodies = new();
    private readonly Dictionary<object, NestedBody> _nested = new();
    private readonly Dictionary<object, bool> _matters = new();
    private readonly Dictionary<object, bool> _reaches = new();
    private readonly HashSet<AccessPath> _setToNull = new();
    private readonly Func<string, bool>? _isSetToNull;

    /// <summary>Indexes the members' bodies and everything nested in them.</summary>
    /// <param name="members">The bodies.</param>
    /// <param name="setToNull">Whether some member, at hand or not, sets a member of this name to null; null for "none but those at hand".</param>
    public TypeBodies(IReadOnlyList<LoweredBody> members, Func<string, bool>? setToNull = null)
    {
        _isSetToNull = setToNull;
        Members = members;
        foreach (var body in members)
        {
            Watch(body);
            if (!_bodies.ContainsKey(body.Key))
                _bodies.Add(body.Key, body);
            AddNested(body);
        }
    }

    /// <summary>The bodies of the members, in source order.</summary>
    public IReadOnlyList<LoweredBody> Members { get; }

    /// <summary>Fields and properties that some member sets to null while objects are in use: a null check of one can grow old without a write of one's own.</summary>
    public bool IsSetToNull(AccessPath path) =>
        path is { Truncated: false, Root.Kind: RootKind.This or RootKind.Static } && (_isSetToNull is not null ? _isSetToNull(path.DisplayName) : _setToNull.Contains(path));

    /// <summary>All lambdas and local functions.</summary>
    public IEnumerable<NestedBody> Nested => _nested.Values.Distinct();

    /// <summary>The body that a call of <paramref name="target"/> runs; null where it is not at hand.</summary>
    public LoweredBody? Find(object target) =>
        _bodies.TryGetValue(target, out var body) ? body : _nested.TryGetValue(target, out var nested) ? nested.Body : null;

    /// <summary>What a call of a member runs that heirs may override; null where that is not known.</summary>
    public Func<object, object>? Dispatch { get; init; }

    /// <summary>
    /// The target of a call, or what runs in its place. Heirs that are not in view may put another body there: what answers at once mostly stays as it
    /// is written, and whether a task waits is left to them (null).
    /// </summary>
    public object? Dispatched(Call call, object target)
    {
        if (call.OfBase || !CallDispatch.IsOpen(target))
            return target;
        return Dispatch is not null ? Dispatch(target) : target is IMethodSymbol { IsAbstract: false, ReturnType.Name: not ("Task" or "ValueTask") } ? target : null;
    }

    /// <summary>True for a body that does nothing but call another one: <c>Task SaveAsync() => SaveAsync(CancellationToken.None)</c>.</summary>
    public static bool PassesOn(LoweredBody body)
    {
        if (body.Blocks.Length > 4 || body.Blocks.Any(static b => b.Condition is not null || !b.Handlers.IsEmpty))
            return false;
        var events = body.Blocks.SelectMany(static b => b.Events).ToList();
        return events.All(static e => e is Call or Let or Suspend or Escape) && events.OfType<Call>().Take(2).Count() == 1;
    }

    /// <summary>The lambda or local function behind a symbol or a local that holds it.</summary>
    public NestedBody? FindNested(object target) => _nested.TryGetValue(target, out var nested) ? nested : null;

    /// <summary>True where some body calls the target.</summary>
    public bool Calls(object target) => Members.Concat(Nested.Select(n => n.Body)).Any(b => b.Blocks.Any(block => block.Events.Any(e => e is Call call && Equals(call.Target, target))));

    /// <summary>
    /// True where running the body, or what it calls, touches state or guards. Putting other bodies in the place of their calls
    /// would tell nothing.
    /// </summary>
    public bool Matters(LoweredBody body) => Holds(body, _matters, (b, e) => e switch
    {
        Read or Write or Acquire or Release or Sent or Change or Use { Object.Root.Kind: RootKind.This or RootKind.Static } => true,
        Call call when call.Arguments.Any(a => a.IsPlace) => true,
        Call call => Find(call.Target) is null && (call.Arguments.Any(a => a.Delegate is not null) || _nested.ContainsKey(call.Target) || call.Target is IParameterSymbol || b.Parameters.Any(p => Equals(p.Key, call.Target))),
        _ => false,
    });

    /// <summary>True where the body, or what it calls or runs on the spot, contains a suspension.</summary>
    public bool Reaches(LoweredBody body) => Holds(body, _reaches, static (b, e) => b.Suspends || e is Suspend);

    /// <summary>
    /// True where the test holds for an event of the body or of what it runs. Bodies that call each other give the same answer, so a
    /// search that finds nothing tells something of all it went through, and one that finds something only of where it began.
    /// </summary>
    private bool Holds(LoweredBody body, Dictionary<object, bool> known, Func<LoweredBody, AccessEvent, bool> test)
    {
        var searched = new HashSet<object>();
        var found = Search(body);
        foreach (var key in searched)
        {
            if (!found || Equals(key, body.Key))
                known[key] = found;
        }

        return found;

        bool Search(LoweredBody b) => known.TryGetValue(b.Key, out var answer)
            ? answer
            : searched.Add(b.Key) && b.Blocks.Any(block => block.Events.Any(e => test(b, e) || (RunBy(e) is { } next && Search(next))));
    }

    private LoweredBody? RunBy(AccessEvent e) => e switch
    {
        Call call => Find(Dispatched(call, call.Target) ?? call.Target),
        Enter { Body.When: RunsWhen.Immediate } enter => enter.Body.Body,
        _ => null,
    };

    /// <summary>True where running the body to its end can suspend, as far as the bodies at hand tell.</summary>
    public bool MaySuspend(LoweredBody body, int depth = 0) =>
        depth > 4 || body.Blocks.Any(b => b.Events.Any(e =>
            e is Suspend suspend && (suspend.Of < 0 || AwaitedCall(b, suspend) is not { } call || Find(call.Target) is not { } callee || ((callee.Traits & BodyTraits.EndsAtOnce) == 0 && ((callee.Traits & BodyTraits.Async) == 0 || MaySuspend(callee, depth + 1))))));

    private static Call? AwaitedCall(LoweredBlock block, Suspend suspend) =>
        block.Events.OfType<Call>().FirstOrDefault(c => c.Result == suspend.Of);

    private void Watch(LoweredBody body)
    {
        if ((body.Traits & (BodyTraits.Constructor | BodyTraits.StaticConstructor)) != 0)
            return;
        foreach (var block in body.Blocks)
        {
            foreach (var e in block.Events)
            {
                if (e is Write { Constant: ConstantKind.Null, Path: { Truncated: false, Root.Kind: RootKind.This or RootKind.Static } } write)
                    _setToNull.Add(write.Path);
            }
        }

        foreach (var nested in body.Nested)
            Watch(nested.Body);
    }

    private void AddNested(LoweredBody body)
    {
        foreach (var nested in body.Nested)
        {
            if (!_nested.ContainsKey(nested.Body.Key))
                _nested.Add(nested.Body.Key, nested);
            if (nested.HeldBy is { } local && !_nested.ContainsKey(local))
                _nested.Add(local, nested);
            AddNested(nested.Body);
        }
    }
}
