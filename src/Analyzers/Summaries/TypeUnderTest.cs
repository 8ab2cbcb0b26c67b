using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>
/// One type with everything that rules ask about: the flows of its entries, every access to every location with the guards held
/// there, and how its bodies are started.
/// </summary>
internal sealed class TypeUnderTest
{
    private const int MaxEntries = 600;
    private const int MaxNodes = 12_000;
    private readonly KnownFlows _known;
    private Dictionary<AccessPath, LocationSummary>? _locations;

    private TypeUnderTest(object? symbol, TypeBodies bodies)
    {
        Symbol = symbol;
        Bodies = bodies;
        _known = new KnownFlows(bodies);
    }

    /// <summary>The type's symbol; null for hand-built bodies.</summary>
    public object? Symbol { get; }

    /// <summary>The bodies by name.</summary>
    public TypeBodies Bodies { get; }

    /// <summary>The flows of the entries: members that others can call, bodies of which a delegate is made, and calls left opaque.</summary>
    public ImmutableArray<MethodFlow> Flows { get; private set; } = ImmutableArray<MethodFlow>.Empty;

    /// <summary>Entries that the budget of the type has left out; nothing is known of them.</summary>
    public List<LoweredBody> LeftOut { get; } = new();

    /// <summary>How bodies are started.</summary>
    public Starts Starts { get; private set; } = null!;

    /// <summary>Analyses the bodies of a type.</summary>
    /// <param name="symbol">The type; null for hand-built bodies.</param>
    /// <param name="members">The bodies of its members.</param>
    /// <param name="setToNull">Whether some member, at hand or not, sets a member of this name to null; null for "none but those at hand".</param>
    /// <param name="cancellationToken">Ends the analysis.</param>
    /// <param name="calls">True where it matters under which guards each helper is called, of members that never suspend too.</param>
    /// <param name="earlier">A look at fewer bodies of the same type, with the same <paramref name="setToNull"/>; what has not changed since is taken from there.</param>
    /// <param name="dispatch">What a call of a member runs that heirs may override; null where that is not known.</param>
    public static TypeUnderTest Of(object? symbol, IReadOnlyList<LoweredBody> members, Func<string, bool>? setToNull, CancellationToken cancellationToken, bool calls = false, TypeUnderTest? earlier = null, Func<object, object>? dispatch = null)
    {
        var bodies = new TypeBodies(members, setToNull) { Dispatch = dispatch };
        var type = new TypeUnderTest(symbol, bodies) { Starts = Starts.Of(bodies) };
        var flows = new List<MethodFlow>();
        var done = new HashSet<object>();
        var substituted = new HashSet<object>();
        var nodes = 0;
        var open = new Queue<LoweredBody>(members.Where(b => type.IsEntry(b)));
        var helpers = new Queue<LoweredBody>();
        var callers = new CallerGuards(bodies);

        void Run(LoweredBody body, bool again = false)
        {
            if (!done.Add(body.Key) && !again)
                return;
            if (done.Count > MaxEntries || nodes > MaxNodes)
            {
                type.LeftOut.Add(body);
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            // What never suspends cannot be interrupted; of it only the accesses and the guards they hold are wanted.
            var substitute = calls || bodies.Reaches(body) || bodies.FindNested(body.Key) is { When: RunsWhen.Concurrent or RunsWhen.Deferred };
            var held = type.IsEntry(body) ? ImmutableArray<(AccessPath, LockKind)>.Empty : callers.Of(body);
            var (by, flow) = (held.IsEmpty ? earlier?._known.Find(body, substitute, bodies) : null) ?? Flow(body, substitute, held);
            substituted.UnionWith(by.Substituted);
            if (held.IsEmpty)
                type._known.Add(body, substitute, by, flow);
            flows.RemoveAll(f => again && ReferenceEquals(f.Root, body));
            flows.Add(flow);
            nodes += flow.NodeCount;

            // Disposal happens when nobody uses the object any more: what it calls without a guard breaks no discipline.
            if ((body.Traits & BodyTraits.Disposal) == 0)
            {
                foreach (var (call, _) in by.Opaque)
                {
                    if (bodies.Find(call.Target) is { } callee)
                        helpers.Enqueue(callee);
                }

                foreach (var helper in callers.Add(flow, by).Where(h => done.Contains(h.Key)))
                    Run(helper, again: true);
            }

            foreach (var later in by.Later)
            {
                if (later.When is not RunsWhen.Called && bodies.Find(later.Body.Key) is { } nested)
                    open.Enqueue(nested);
            }
        }

        (CallSubstitution, MethodFlow) Flow(LoweredBody body, bool substitute, ImmutableArray<(AccessPath, LockKind)> held)
        {
            var (graph, by) = CallSubstitution.Build(body, bodies, substitute, held);
            return (by, MethodFlow.Of(graph, cancellationToken));
        }

        RunAll();

        // What is left was neither an entry nor put in the place of a call: stored lambdas, helpers that only unreached code calls.
        foreach (var nested in bodies.Nested)
            Rest(nested.Body);
        foreach (var member in members)
            Rest(member);

        void Rest(LoweredBody body)
        {
            if (done.Contains(body.Key) || substituted.Contains(body.Key))
                return;
            open.Enqueue(body);
            RunAll();
        }

        // Helpers come last: by then it is known under which guards all others call them.
        void RunAll()
        {
            while (open.Count + helpers.Count > 0)
                Run(open.Count > 0 ? open.Dequeue() : helpers.Dequeue());
        }

        type.Flows = flows.ToImmutableArray();
        return type;
    }

    /// <summary>The locations that somebody accesses.</summary>
    public IEnumerable<AccessPath> Locations => Summaries.Keys;

    /// <summary>All accesses of a location; empty where there are none.</summary>
    public LocationSummary Location(AccessPath path) =>
        Summaries.TryGetValue(path, out var known) ? known : LocationSummary.None;

    /// <summary>True where what lies in the location is put there by whoever finds nothing there, and by nobody else: a local that holds it holds what is there now.</summary>
    public bool IsFilledOnce(AccessPath path) => Location(path).Writes.All(w => w.InConstruction
        || (w.Fact is WriteFact { Write.Constant: ConstantKind.None } && w.Fact.Decisions.Any(d => d.Condition.Test == TestKind.IsNull && d.Read.Path.Equals(path))));

    /// <summary>By location; most types are done before anybody asks.</summary>
    private Dictionary<AccessPath, LocationSummary> Summaries
    {
        get
        {
            if (_locations is null)
            {
                _locations = new Dictionary<AccessPath, LocationSummary>();
                foreach (var flow in Flows)
                    Summarize(flow, _locations);
            }

            return _locations;
        }
    }

    /// <summary>
    /// True where one of the guards protects the location. It does not where another entry reads, waits and writes back under other
    /// guards only: then each of the two excludes itself and not the other.
    /// </summary>
    public bool Protects(MethodFlow flow, ulong protection, AccessPath path)
    {
        if (protection == 0)
            return false;
        var guards = flow.Guards(protection);
        if (IsOneForAll(path) && guards.All(static g => g.Steps.Any(static s => s.IsElement)))
            return false;
        foreach (var write in Location(path).Writes)
        {
            if (!write.Guards.IsEmpty && !write.InConstruction && !write.Guards.Any(g => guards.Contains(g)) && WritesBack(write, path))
                return false;
        }

        return true;
    }

    /// <summary>A member of this object or a static one: a guard of one key keeps nobody out who holds the guard of another.</summary>
    private static bool IsOneForAll(AccessPath path) => path is { Truncated: false, Root.Kind: RootKind.This or RootKind.Static } && !path.Steps.Any(static s => s.IsElement);

    private static bool WritesBack(KnownAccess access, AccessPath path) =>
        access.Fact is WriteFact write && write.From.Any(r => r.Path.Equals(path));

    private bool IsEntry(LoweredBody body) =>
        (body.Traits & BodyTraits.Private) == 0 || (body.Traits & (BodyTraits.Constructor | BodyTraits.StaticConstructor | BodyTraits.EntryPoint)) != 0 || Starts.IsDelegate(body.Key);

    private static void Summarize(MethodFlow flow, Dictionary<AccessPath, LocationSummary> into)
    {
        foreach (var write in flow.Writes)
        {
            if (write.Write.Kind != WriteKind.ByReference || write.Path.Root.Kind is RootKind.This or RootKind.Static)
                Add(write, flow, isWrite: true, into);
        }

        foreach (var read in flow.Reads)
            Add(read, flow, isWrite: false, into);
    }

    private static void Add(AccessFact access, MethodFlow flow, bool isWrite, Dictionary<AccessPath, LocationSummary> into)
    {
        if (access.Path.Truncated || access.Path.Root.Kind is RootKind.Unknown or RootKind.Parameter)
            return;
        if (!into.TryGetValue(access.Path, out var location))
            into.Add(access.Path, location = new LocationSummary());
        var known = new KnownAccess(access, flow, flow.Guards(access.Held));
        (isWrite ? location.Writes : location.Reads).Add(known);
    }
}

/// <summary>All accesses of one location in a type.</summary>
internal sealed class LocationSummary
{
    /// <summary>A location that nothing accesses.</summary>
    public static LocationSummary None { get; } = new();

    /// <summary>The writes.</summary>
    public List<KnownAccess> Writes { get; } = new();

    /// <summary>The reads.</summary>
    public List<KnownAccess> Reads { get; } = new();
}

/// <summary>An access and under which guards it happens.</summary>
/// <param name="Fact">The access.</param>
/// <param name="Flow">The flow it was found in.</param>
/// <param name="Guards">The guards held.</param>
internal sealed record KnownAccess(AccessFact Fact, MethodFlow Flow, ImmutableArray<AccessPath> Guards)
{
    /// <summary>The body that contains the access.</summary>
    public LoweredBody Body => Fact.Frame.Body;

    /// <summary>True where the object is not shared yet, or no more.</summary>
    public bool InConstruction => (Flow.Root.Traits & (BodyTraits.Constructor | BodyTraits.StaticConstructor)) != 0;
}
