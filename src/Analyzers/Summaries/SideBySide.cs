using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>
/// Whether the source itself shows that an access runs on one thread while another thread is at the same location: because several runs
/// of the code around it are started together, or because it was started beside code that goes on. Users of the type do not come in.
/// </summary>
internal sealed class SideBySide
{
    private const int MaxNesting = 16;
    private readonly TypeUnderTest _type;
    private readonly bool _comesBackToOneThread;
    private readonly Dictionary<object, (LoweredBody Parent, NestedBody Nested)> _parents = new();

    /// <summary>For one type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="comesBackToOneThread">True where its code goes on after a suspension on the one thread, or the one turn, that it belongs to.</param>
    public SideBySide(TypeUnderTest type, bool comesBackToOneThread)
    {
        _type = type;
        _comesBackToOneThread = comesBackToOneThread;
        foreach (var member in type.Bodies.Members)
            AddParents(member);
    }

    /// <summary>True where its code goes on after a suspension on the one thread, or the one turn, that it belongs to.</summary>
    public bool ComesBack => _comesBackToOneThread;

    /// <summary>Why two threads can be at the location of the access; null where the source does not show it.</summary>
    public Meeting? Of(MethodFlow flow, AccessFact access)
    {
        var shared = CanBeShared(access.Path);
        var group = shared ? GroupKind.None : Groups.Of(access.Path, access.Event.Site);
        if ((!shared && group == GroupKind.None) || IsOwn(access.Path, access.Frame.Body))
            return null;
        string? thread = null;
        for (var frame = access.Frame; frame.Caller is not null; frame = frame.Caller)
        {
            if (IsOwn(access.Path, frame.Caller.Body))
                return null;
            if (!_parents.TryGetValue(frame.Body.Key, out var here) || here.Nested.Via is not { } via)
                continue;
            if (Concurrency.RunsOnOneThread(via))
                return null;
            if (FanOuts.Of(via, givesTask: false) == FanOut.Thread)
                thread = via;
        }

        if (IsOwn(access.Path, flow.Root))
            return null;
        return group == GroupKind.None ? Repeated(flow, access, thread) ?? Beside(flow, access)
            : Repeated(flow, access, thread) is { } meeting ? meeting with { IsInGroup = true, IsGuess = group == GroupKind.OnDemand } : null;
    }

    /// <summary>
    /// A member that anybody can call again starts the code around the access on another thread, and neither waits for it nor keeps it: two calls, two
    /// threads. Not where it loops, or where the name says that it begins something.
    /// </summary>
    public Meeting? Again(MethodFlow flow, AccessFact access)
    {
        if (!CanBeShared(access.Path) || !_parents.TryGetValue(flow.Root.Key, out var around) || around.Nested.Via is not { } via || FanOuts.Of(via, givesTask: false) != FanOut.Thread || Made(flow.Root) is not { } made)
            return null;
        const BodyTraits Other = BodyTraits.Private | BodyTraits.Nested | BodyTraits.Constructor | BodyTraits.StaticConstructor | BodyTraits.EntryPoint | BodyTraits.Disposal | BodyTraits.OwnsThis;
        if ((around.Parent.Traits & Other) != 0 || GuardHabits.IsBeginning(around.Parent.Name) || Concurrency.IsForStart(around.Parent.Name) || TaskWaits.Of(made) is not null || TaskWaits.StoredIn(made) is not null || StartSyntax.GoesOnAndOn(made))
            return null;
        return new Meeting($"'{via}' in '{around.Parent.Name}' starts it anew with each call, and nothing waits for the one before", null, OnThreads: true);
    }

    /// <summary>Several runs of the code around the access are started together.</summary>
    private Meeting? Repeated(MethodFlow flow, AccessFact access, string? thread)
    {
        var body = flow.Root;
        var suspension = _comesBackToOneThread ? null : flow.SuspensionBefore(access);
        for (var i = 0; i < MaxNesting; i++)
        {
            if (!_parents.TryGetValue(body.Key, out var around) || around.Nested.When == RunsWhen.Called || around.Nested.Via is not { } via)
                return Looped(body, access, thread, suspension);
            if (Concurrency.RunsOnOneThread(via))
                return null;
            var made = Made(body);
            switch (KindOf(around.Nested, via, made))
            {
                case FanOut.Threads:
                    return Several(via, around.Parent);
                case FanOut.Thread or FanOut.Later when made is not null && StartsInTurn.IsForWinner(made):
                    return null;
                case FanOut.Thread or FanOut.Later:
                    thread = via;
                    if (made is not null && StartSyntax.LoopAround(made) is { } loop && !IsDeclaredIn(access.Path, loop))
                        return Several(via, around.Parent);
                    break;
                case FanOut.Branches:
                    thread = via;
                    break;
                case FanOut.PerElement when thread is not null:
                    return Several(thread, around.Parent);
                case FanOut.PerElement:
                    break;
                case FanOut.Tasks when thread is not null:
                    return Several(thread, around.Parent);
                case FanOut.Tasks when suspension is not null && made is not null && StartSyntax.IsCombined(made):
                    return new Meeting($"the runs that '{via}' starts in '{around.Parent.Name}' go on side by side after '{suspension.Site.Text}'", null, OnThreads: false);
                default:
                    return null;
            }

            body = around.Parent;
            if (IsOwn(access.Path, body))
                return null;
        }

        return null;
    }

    private static Meeting Several(string via, LoweredBody parent) => new($"'{via}' in '{parent.Name}' runs it on several threads at once", null, OnThreads: true);

    /// <summary>A member or local function that a loop calls without waiting for it.</summary>
    private Meeting? Looped(LoweredBody body, AccessFact access, string? thread, Suspend? suspension)
    {
        foreach (var start in _type.Starts.Of(body.Key))
        {
            if (start.IsDelegate || start.Site.Node is not { } call || IsOwn(access.Path, body))
                continue;
            var goesOn = (body.Traits & (BodyTraits.Async | BodyTraits.Iterator)) == BodyTraits.Async && !start.Awaited && suspension is not null && !StartsInTurn.WaitsForTheOneBefore(call, access.Event.Site.Node);
            if ((thread is not null || goesOn) && StartSyntax.LoopAround(call) is { } loop && !IsDeclaredIn(access.Path, loop))
                return thread is not null ? Several(thread, start.In) : new Meeting($"the runs that '{start.In.Name}' starts in a loop go on side by side after '{suspension!.Site.Text}'", null, OnThreads: false);
        }

        return null;
    }

    /// <summary>It is started beside something else that is at the same location.</summary>
    private Meeting? Beside(MethodFlow flow, AccessFact access)
    {
        foreach (var own in StartsOf(flow, access))
        {
            var location = _type.Location(access.Path);
            foreach (var rival in location.Writes.Concat(location.Reads))
            {
                if (!Disturbs(rival, access))
                    continue;
                if (PlaceIn(own.In, rival) is { } place)
                {
                    if (own.GoesOn && !ReferenceEquals(rival.Fact.Event, access.Event) && StartSyntax.RunsOn(own.In.Site.Node!, own.Node, place))
                        return new Meeting($"'{own.How}' in '{own.In.Name}' runs it beside '{rival.Fact.Event.Site.Text}'", rival.Fact.Event.Site, own.OnThread);
                    continue;
                }

                foreach (var other in StartsOf(rival.Flow, rival.Fact))
                {
                    if (!Equals(other.In.Key, own.In.Key) || other.Node == own.Node || (other.OnThread != own.OnThread && !(own.OnThread || other.OnThread)))
                        continue;
                    if (MadeAndBegun.ComesBehindAll(other.Node, other.How, own.How, PlaceIn(rival.Flow.Root, rival)) || MadeAndBegun.ComesBehindAll(own.Node, own.How, other.How, PlaceIn(flow.Root, access)))
                        continue;
                    var (first, second) = own.Node.SpanStart < other.Node.SpanStart ? (own, other) : (other, own);
                    if ((first.GoesOn || SameCall(first.Node, second.Node) || AreTwoEvents(first.How, second.How)) && StartSyntax.RunsOn(own.In.Site.Node!, first.Node, second.Node))
                        return new Meeting($"'{own.How}' in '{own.In.Name}' runs it beside '{rival.Fact.Event.Site.Text}'", rival.Fact.Event.Site, own.OnThread);
                }
            }
        }

        return null;
    }

    /// <summary>Where the entry of the flow is started so that it runs beside the code that starts it.</summary>
    private IEnumerable<(LoweredBody In, SyntaxNode Node, string How, bool GoesOn, bool OnThread)> StartsOf(MethodFlow flow, AccessFact access)
    {
        var root = flow.Root;
        if (_parents.TryGetValue(root.Key, out var around) && around.Nested is { When: not RunsWhen.Called, Via: { } via })
        {
            var kind = FanOuts.Of(via, givesTask: false);
            if (kind == FanOut.Handlers && Made(root) is { } handler && around.Parent.Site.Node is { } setup && !MadeAndBegun.IsNeverBegun(setup, via))
                yield return (around.Parent, handler, via, false, true);
            if (kind is FanOut.Thread or FanOut.Branches && Made(root) is { } made && around.Parent.Site.Node is { } parent && !StartSyntax.IsOneAtATime(made, byDefault: false)
                && (FanOuts.StartsAtOnce(via) ? made : MadeAndBegun.StartBehind(parent, made)) is { } begins)
                yield return (around.Parent, begins, via, kind == FanOut.Thread, true);
            yield break;
        }

        if ((root.Traits & (BodyTraits.Async | BodyTraits.Iterator)) != BodyTraits.Async || _comesBackToOneThread || flow.SuspensionBefore(access) is null)
            yield break;
        foreach (var start in _type.Starts.Of(root.Key))
        {
            if (!start.IsDelegate && !start.Awaited && start.Site.Node is { } call && start.In.Site.Node is not null)
                yield return (start.In, call, root.Name, true, false);
        }
    }

    /// <summary>The place in the body where the access happens: its own, or that of the call that leads to it; null where it happens elsewhere.</summary>
    private static SyntaxNode? PlaceIn(LoweredBody body, KnownAccess access) => PlaceIn(body, access.Fact);

    private static SyntaxNode? PlaceIn(LoweredBody body, AccessFact access)
    {
        var site = access.Event.Site;
        for (var frame = access.Frame; frame is not null; frame = frame.Caller)
        {
            if (Equals(frame.Body.Key, body.Key))
                return site.Node;
            if (frame.CallSite is { } call)
                site = call;
        }

        return null;
    }

    /// <summary>
    /// True for accesses that a change at the same time spoils: changes, and looking through a plain collection. What one side adds in one
    /// step is lost all the same where the other takes several.
    /// </summary>
    private static bool Disturbs(KnownAccess rival, AccessFact access) => rival.Fact.Event switch
    {
        Write { Constant: not ConstantKind.None } => false,
        Write { Kind: WriteKind.Atomic } => access is WriteFact write && write.From.Any(read => read.Path.Equals(write.Path)),
        Write { Kind: WriteKind.TestAndSet or WriteKind.Exchange or WriteKind.ByReference } => false,
        Write => true,
        Read { Kind: ReadKind.Content or ReadKind.View } => (rival.Fact.Path.Traits & LocationTraits.Growing) != 0,
        _ => false,
    };

    /// <summary>Two events of one object whose handlers run on threads of their own.</summary>
    private static bool AreTwoEvents(string one, string other) =>
        one != other && FanOuts.Of(one, givesTask: false) == FanOut.Handlers && FanOuts.Of(other, givesTask: false) == FanOut.Handlers;

    private static bool SameCall(SyntaxNode a, SyntaxNode b) => a.Parent?.Parent is { } list && list == b.Parent?.Parent;

    private static FanOut KindOf(NestedBody nested, string via, SyntaxNode? made)
    {
        var kind = FanOuts.Of(via, givesTask: nested.When == RunsWhen.Concurrent);
        if (kind is FanOut.Threads or FanOut.Thread or FanOut.Branches && made is not null && StartSyntax.IsOneAtATime(made, byDefault: FanOuts.IsSequentialByDefault(via)))
            return FanOut.Unknown;
        return kind;
    }

    /// <summary>Locations of which the source tells whether it is the same one each time: not an element's member, not what each thread has for itself.</summary>
    private static bool CanBeShared(AccessPath path) =>
        !path.Truncated
        && path.Root.Kind != RootKind.Unknown
        && (path.Traits & (LocationTraits.Concurrent | LocationTraits.ThreadOwn)) == 0
        && !path.Steps.Take(path.Steps.Length - 1).Any(s => s.IsElement || (s.Traits & LocationTraits.ThreadOwn) != 0);

    /// <summary>True where each run of the body has a location of its own: a variable that the body declares, or what hangs on one.</summary>
    private static bool IsOwn(AccessPath path, LoweredBody body) =>
        path.Root.Kind is RootKind.Local or RootKind.Parameter && (path.Root.Key is not ISymbol variable || Equals((variable.ContainingSymbol as IMethodSymbol)?.OriginalDefinition ?? variable.ContainingSymbol, body.Key));

    private static bool IsDeclaredIn(AccessPath path, SyntaxNode loop) =>
        path.Root.Kind == RootKind.Local && path.Root.Key is ISymbol variable && variable.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == loop.SyntaxTree && loop.Span.Contains(r.Span));

    private SyntaxNode? Made(LoweredBody body) => _type.Starts.Of(body.Key).FirstOrDefault(s => s.IsDelegate)?.Site.Node;

    private void AddParents(LoweredBody body)
    {
        foreach (var nested in body.Nested)
        {
            if (_parents.ContainsKey(nested.Body.Key))
                continue;
            _parents.Add(nested.Body.Key, (body, nested));
            AddParents(nested.Body);
        }
    }
}

/// <summary>How two threads come to one location.</summary>
/// <param name="Because">The clause that a message prints.</param>
/// <param name="Rival">What the other thread does there, where it is not the same code.</param>
/// <param name="OnThreads">True where the code is handed to several threads; false where it spreads over them after a suspension.</param>
internal sealed record Meeting(string Because, Site? Rival, bool OnThreads)
{
    /// <summary>True where only users of the type can bring it about, or where each run may have an element of its own.</summary>
    public bool IsGuess { get; init; }

    /// <summary>True where it is one element of the location, which several runs find under one key.</summary>
    public bool IsInGroup { get; init; }
}
