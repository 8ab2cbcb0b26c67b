using AsyncStateAnalyzers.Knowledge.Messages;
using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// What the syntax of a type tells before anything is lowered: which members wait and, directly or through members they call by
/// name, change something that is not theirs alone. Errs towards looking: names are all it goes by.
/// </summary>
internal sealed partial class TypeOutline
{
    private readonly List<MemberOutline> _members = new();
    private bool _dependsOnUsersOnly = true;
    private HashSet<string>? _changedInPlace;
    private bool? _namesSingleUse;
    private readonly HashSet<string> _assigned = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keptForAll = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<MemberOutline>> _byName = new(StringComparer.Ordinal);

    private List<HashSet<string>>? _assignedIn;

    private HashSet<string>? _guarded;

    private HashSet<SyntaxNode>? _protocol;

    private TypeOutline()
    {
    }

    /// <summary>The members.</summary>
    public IReadOnlyList<MemberOutline> Members => _members;

    /// <summary>True where a member hands code to several threads.</summary>
    public bool Spawns { get; private set; }

    /// <summary>True where a member starts tasks together.</summary>
    public bool Joins { get; private set; }

    /// <summary>
    /// True where nothing in the type can run beside itself on its own account: no async lambda, no thread, no task that is combined
    /// with others, and no static state, its own or that of a type it names. Then it depends on who uses its objects alone.
    /// </summary>
    public bool DependsOnUsersOnly => _dependsOnUsersOnly && (_keptForAll.Count == 0 || !_members.Any(m => m.ChangedInPlace.Any(_keptForAll.Contains))) && !_members.Any(m => m.StartsLoosely && NamesSingleUse) && !_members.Any(m => m.ChangesThrough.Any(n => n.Length > 0 && char.IsUpper(n[0]) && !_byName.ContainsKey(n)));

    /// <summary>The state that is used under a guard in some places and without one in others; see <see cref="GuardOutline"/>.</summary>
    public HashSet<string> Guarded => _guarded ??= GuardOutline.Names(_members);

    /// <summary>The objects for one operation at a time that many executions share; see <see cref="SharedSingleUse"/>. Empty where fewer than two members wait.</summary>
    public HashSet<string> SharedObjects { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>Looks for <see cref="SharedObjects"/>.</summary>
    public void FindSharedObjects(INamedTypeSymbol type, Func<TypeKnowledge> knowledge)
    {
        if (_members.Count(m => m.Waits) >= 2)
            SharedObjects = SharedSingleUse.Names(type, knowledge, n => _members.Any(m => m.Locks && m.Waits && m.Mentions.ContainsKey(n)));
    }

    /// <summary>True where a task may be returned from inside what it needs.</summary>
    public bool LetsTasksOutlive => _members.Any(m => m.LetsTasksOutlive);

    /// <summary>Signals that are awaited under the guard which their completion needs.</summary>
    public IEnumerable<SignalUnderGuard> SignalsUnderGuard => Knowledge.SignalsUnderGuard.In(_members);

    /// <summary>Objects that are disposed without the semaphore under which they work.</summary>
    public IEnumerable<EarlyDisposal> DisposedInUse => Knowledge.DisposedInUse.In(_members);

    /// <summary>Disposals that begin the asynchronous one and do not wait for it.</summary>
    public IEnumerable<BackgroundDisposal> BackgroundDisposals => Knowledge.BackgroundDisposals.In(_members);

    /// <summary>What loops fill anew while an operation that nobody waits for may still be at it.</summary>
    public IEnumerable<RefilledMessage> RefilledMessages => _members.Where(static m => m.StartsLoosely && m.Waits).SelectMany(m => RefilledInLoop.In(m.Node));

    /// <summary>Plain collections that others get while the type changes them under its own guard.</summary>
    public IEnumerable<LiveCollection> LiveCollections => Knowledge.LiveCollections.In(_members);

    /// <summary>Collections in a keyed one that are changed without the lock on them, which the other places take.</summary>
    public IEnumerable<OpenElement> OpenElements => ElementLocks.In(_members);

    /// <summary>Semaphores that do not fit their use.</summary>
    public IEnumerable<SemaphoreMistake> Semaphores => SemaphoreShapes.In(_members, () => Guarded);

    /// <summary>Waits for semaphores that may have failed and count as successful.</summary>
    public IEnumerable<CanceledWait> CanceledWaits => Knowledge.CanceledWaits.In(_members).Concat(UnansweredWaits.In(_members));

    /// <summary>The members in which guards are taken and given back in another way than the plain one.</summary>
    public HashSet<SyntaxNode> Protocol => _protocol ??= new HashSet<SyntaxNode>(ProtocolOutline.Members(_members, _byName).Select(m => m.Node));

    /// <summary>Those of them in which guards are nested: asked for again, or two of them both ways.</summary>
    public HashSet<SyntaxNode> NestedGuards => new(ProtocolOutline.NestedIn(_members, _byName).Select(m => m.Node));

    /// <summary>The members that wait and use, themselves or through others, what belongs to the thread or the process; with what they call. Empty in nearly all types.</summary>
    public HashSet<SyntaxNode> Ambient { get; } = new();

    /// <summary>Looks for <see cref="Ambient"/>.</summary>
    public void FindAmbient(string type, KnowledgeBase knowledge)
    {
        var touching = new HashSet<MemberOutline>(_members.Where(m => ThreadMembers.SetsPlatform(m, () => knowledge.HasAsyncLocal) || knowledge.ThreadMembers.MayBeNamed(m, type) || (m.Mentions.ContainsKey(Awaitables.Configures) && ThreadSlots.MayAskHost(m.Mentions.ContainsKey))));
        foreach (var member in _members)
        {
            if (touching.Count > 0 && member.Waits && !Ambient.Contains(member.Node) && Reached(new[] { member }) is var reached && reached.Overlaps(touching))
                Ambient.UnionWith(reached.Select(m => m.Node));
        }
    }

    /// <summary>The members that may change what they have sent, with what they call; see <see cref="SendOutline"/>.</summary>
    public HashSet<SyntaxNode> Sending { get; private set; } = new();

    /// <summary>The members that wait and change a plain collection, and of which other code may start several runs at once.</summary>
    public HashSet<SyntaxNode> StartedElsewhere { get; private set; } = new();

    /// <summary>Looks for <see cref="StartedElsewhere"/>.</summary>
    public void FindStartedElsewhere(KnowledgeBase knowledge) => StartedElsewhere = Knowledge.StartedElsewhere.In(_members, knowledge);

    /// <summary>True where nothing else in the type is worth a look.</summary>
    public bool SendsOnly { get; private set; }

    /// <summary>Looks for <see cref="Sending"/>.</summary>
    /// <param name="listed">The senders that the user has listed.</param>
    /// <param name="only">True where the type was opened for that alone.</param>
    /// <param name="forwarders">Methods of other types that send what they are given; null for none.</param>
    public void FindSending(NameList listed, bool only, Forwarders? forwarders = null)
    {
        if (!listed.IsEmpty || _members.Any(m => m.MaySend.Count > 0) || (forwarders is { IsEmpty: false } && _members.Any(m => m.Mentions.Keys.Any(forwarders.MayBeNamed))))
            Sending = new HashSet<SyntaxNode>(Reached(SendOutline.Members(_members, listed, forwarders)).Select(m => m.Node));
        SendsOnly = only;
    }

    /// <summary>Reads the declarations of a type.</summary>
    public static TypeOutline Of(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var result = new TypeOutline();
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (reference.GetSyntax(cancellationToken))
            {
                case TypeDeclarationSyntax declaration:
                    foreach (var member in declaration.Members)
                    {
                        if (member is not BaseTypeDeclarationSyntax)
                            result.Add(MemberOutline.Of(member, declaration.ParameterList));
                    }

                    break;
                case CompilationUnitSyntax unit:
                    result.Add(MemberOutline.Of(unit, null));
                    break;
            }
        }

        return result;
    }

    /// <summary>The outline of types that are one object together.</summary>
    public static TypeOutline Together(IEnumerable<TypeOutline> types)
    {
        var result = new TypeOutline();
        foreach (var member in types.SelectMany(t => t._members))
            result.Add(member);
        return result;
    }

    /// <summary>
    /// The members whose bodies must be lowered to see whether there is a suspicion at all: those that wait and, themselves or through
    /// what they call, both look at and change something of one name; and what they call. Empty where no member does.
    /// </summary>
    public HashSet<SyntaxNode> Suspects()
    {
        var needed = new HashSet<SyntaxNode>();
        foreach (var member in _members)
        {
            var keepsBusy = (member.StartsLoosely || member.Joins || member.Spawns) && NamesSingleUse;
            if (!member.Waits && !member.Spawns && !member.Joins && !keepsBusy)
                continue;
            if (needed.Contains(member.Node) && needed.Count == _members.Count)
                break;
            var reached = Reached(new[] { member });
            if (IsSuspect(reached) || ((member.Spawns || member.Joins) && reached.Any(m => m.Changed.Count > 0)) || keepsBusy || StartedElsewhere.Contains(member.Node) || LoopsThroughWhatChanges(member))
                needed.UnionWith(reached.Select(m => m.Node));
        }

        return needed;
    }

    /// <summary>The members that name one of these, or that name a member which does: all that can touch a location or start what touches it; with what they call.</summary>
    public HashSet<SyntaxNode> Around(IEnumerable<string> names)
    {
        var wanted = new HashSet<string>(names, StringComparer.Ordinal);
        var result = new HashSet<SyntaxNode>();
        for (var grows = true; grows;)
        {
            grows = false;
            foreach (var member in _members)
            {
                if (result.Contains(member.Node) || !(member.Names.Any(wanted.Contains) || member.MentionsAny(wanted)))
                    continue;
                result.Add(member.Node);
                wanted.UnionWith(member.Names);
                grows = true;
            }
        }

        result.UnionWith(Reached(_members.Where(m => result.Contains(m.Node))).Select(m => m.Node));
        return result;
    }

    /// <summary>True where more than one member gives both of these another value.</summary>
    public bool AreAssignedTogether(string one, string other)
    {
        _assignedIn ??= _members.Select(m => new HashSet<string>(m.Assigned, StringComparer.Ordinal)).Where(a => a.Count > 1).ToList();
        return _assignedIn.Count(a => a.Contains(one) && a.Contains(other)) > 1;
    }

    /// <summary>True where a name in the type may be that of an object that serves one operation at a time.</summary>
    private bool NamesSingleUse => _namesSingleUse ??= _members.Any(m => m.Mentions.Keys.Any(SingleUse.MayBeNamed));

    /// <summary>A loop of the member waits while it goes through a collection that some member changes.</summary>
    private bool LoopsThroughWhatChanges(MemberOutline member)
    {
        foreach (var name in member.LoopsThrough)
        {
            _changedInPlace ??= new HashSet<string>(_members.SelectMany(m => m.ChangedInPlace), StringComparer.Ordinal);
            if (_changedInPlace.Contains(name) || _members.Any(m => m.ChangesUnnamed))
                return true;
            if (_byName.TryGetValue(name, out var named) && Reached(named).Any(m => m.MentionsAny(_changedInPlace)))
                return true;
        }

        return false;
    }

    private bool IsSuspect(HashSet<MemberOutline> reached)
    {
        foreach (var member in reached)
        {
            if (member.ChangesUnnamed)
                return true;
            foreach (var name in member.Changed)
            {
                // Changed and looked at, or changed in one member and named in another.
                var mentions = 0;
                foreach (var other in reached)
                {
                    if (other.Mentions.TryGetValue(name, out var count))
                        mentions += count;
                }

                if (mentions > 1 || _assigned.Contains(name))
                    return true;
            }

            if (UsesWhatMayBeGone(member))
                return true;
        }

        return false;
    }

    private void Add(MemberOutline outline)
    {
        _members.Add(outline);
        _assigned.UnionWith(outline.Assigned);
        AddGone(outline);
        Spawns |= outline.Spawns;
        Joins |= outline.Joins;
        _dependsOnUsersOnly &= !outline.Spawns && !outline.HasAsyncFunctions && !Concurrency.Combining.Any(outline.Mentions.ContainsKey)
            && !(outline.Node is MemberDeclarationSyntax declaration and (BaseFieldDeclarationSyntax or PropertyDeclarationSyntax) && declaration.Modifiers.Any(SyntaxKind.StaticKeyword) && !declaration.Modifiers.Any(SyntaxKind.ReadOnlyKeyword));
        if (outline.Node is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.StaticKeyword))
            _keptForAll.UnionWith(outline.Names);
        foreach (var name in outline.Names)
        {
            if (!_byName.TryGetValue(name, out var list))
                _byName.Add(name, list = new List<MemberOutline>());
            list.Add(outline);
        }
    }
}
