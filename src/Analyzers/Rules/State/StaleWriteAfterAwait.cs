using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.State;

internal sealed class StaleWriteAfterAwait : Rule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0101",
        name: "Stale write after await",
        since: "0.1.0",
        message: "'{0}' is {1} before '{2}'; {3} can change it meanwhile ({4})",
        description: "A value that was read before a suspension is written back after it. What another execution wrote during the suspension is lost.");

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        foreach (var write in flow.Writes)
        {
            if (FindIn(flow, judgement, write) is { } finding)
                yield return finding;
        }

        foreach (var (used, step) in RaisedLate.In(flow))
        {
            if (judgement.FindBetween(Info, flow, used, step, "raised only after its number was used", EvidenceStrength.Proven, atMostPossible: true, FixKinds.Guard) is { } late)
                yield return late;
        }
    }

    private Finding? FindIn(MethodFlow flow, Judgement judgement, WriteFact write)
    {
        if (write.Path.Truncated)
            return null;
        if (write.Write.Kind is WriteKind.Assign or WriteKind.Update or WriteKind.Store or WriteKind.Exchange or WriteKind.TakeOut)
        {
            var values = write.Write.Kind == WriteKind.TakeOut ? write.From.AddRange(write.Where) : write.From;
            foreach (var read in values)
            {
                if (read.IsStale && IsOldValueOf(read, write.Path) && !judgement.IsProtected(flow, read, write.Path) && !Harmless.IsSwappedElsewhere(flow, write, read) && !Harmless.IsMerged(write, read) && !Harmless.IsRequest(write, read) && !Harmless.IsSpare(judgement, write, read) && !flow.IsComparedAgain(write) && !Harmless.IsAnswered(flow, write, read) && !Harmless.IsWeighed(write, read))
                {
                    var fixes = FixKinds.Guard | (read.PassedOn ? FixKinds.None : FixKinds.ReadAfterAwait);
                    return judgement.Find(Info, flow, write, read, "written from a value read", WarnFrom(write, read), atMostPossible: IsOfStart(flow) || Harmless.IsSwitchedOff(flow, write, read) || Harmless.IsPutBackAfterFailure(flow, judgement, write, read), fixes, onThreads: read.PassedOn ? FixKinds.None : OneStep(write), onGeneral: IsOfOneThread(flow, judgement, write, read) ? write.Write.Kind == WriteKind.Update : IsUpdate(write));
                }
            }
        }

        if (write.Write.Kind is WriteKind.Insert or WriteKind.Atomic && !write.Decisions.Any(d => d.Read.IsStale && d.Decides) && write.From.Concat(write.Where).FirstOrDefault(r => r is { IsStale: true, PassedOn: false } && r.Path.Equals(write.Path) && (Harmless.IsNumberOf(r) || Harmless.IsNumberOfValue(r))) is { } counted && !judgement.IsProtected(flow, counted, write.Path))
            return judgement.Find(Info, flow, write, counted, "added to under a number counted", EvidenceStrength.Likely, atMostPossible: false, FixKinds.Guard | FixKinds.ReadAfterAwait);

        foreach (var read in write.Where)
        {
            if (read.IsStale && SelectsPlaceThatMoves(flow, judgement, write, read) && !judgement.IsProtected(flow, read, read.Path))
            {
                var isPosition = IsPosition(flow, read);
                if (isPosition || IsOneStatement(write, read) || (write.Path.IsContent && judgement.Overlap.For(flow, write, read).Strength >= EvidenceStrength.Likely))
                    return judgement.Find(Info, flow, write, read, $"written at a place selected by '{read.Path.DisplayName}'", EvidenceStrength.Likely, atMostPossible: !isPosition, FixKinds.Guard | FixKinds.ReadAfterAwait);
            }
        }

        foreach (var read in write.Consumed)
        {
            if (IsMoreDropped(flow, judgement, write, read))
                return judgement.Find(Info, flow, write, read, write.Write.Empties || write.Write.Kind == WriteKind.Clear ? "cleared of more than was read" : "exchanged with more in it than was read", EvidenceStrength.Likely, atMostPossible: IsOneByOne(read), FixKinds.Guard, onGeneral: judgement.Overlap.For(flow, write, read).IsIndirect && !IsOfOneThread(flow, judgement, write, read));
            if (write.Write.Kind == WriteKind.Assign && (write.Write.Empties || write.Write.Constant == ConstantKind.Null) && !read.Path.IsContent && IsNewerErased(flow, judgement, write, read))
                return judgement.Find(Info, flow, write, read, "emptied of what was read and handed on", EvidenceStrength.Proven, atMostPossible: true, FixKinds.Guard);
        }

        return null;
    }

    /// <summary>Between threads a read directly before the write is still two steps: what makes them one.</summary>
    private static FixKinds OneStep(WriteFact write)
    {
        var own = write.Path.Root.Kind is RootKind.This or RootKind.Static ? 1 : 0;
        if (write.Path.Steps.Length < own || write.Path.Steps.Length > own + 1 || write.Write.Kind is not (WriteKind.Update or WriteKind.Assign or WriteKind.Store))
            return FixKinds.None;
        return FixKinds.Lock | (write.Path.Steps.Length == own && write.Write.Kind != WriteKind.Store ? FixKinds.Interlocked : FixKinds.None);
    }

    /// <summary>
    /// What one statement reads, waits for and adds (numbers, texts) costs nothing to mend, so no proof is asked for. What an awaited operation has made of the
    /// value (<c>_page = await NextAsync(_page)</c>) mostly belongs to one flow: there it must be seen that calls overlap.
    /// </summary>
    private static EvidenceStrength WarnFrom(WriteFact write, ReadFact read) =>
        read.PassedOn ? EvidenceStrength.Proven : IsOneStatement(write, read) && (write.Write.Kind == WriteKind.Update || (write.Path.Traits & LocationTraits.Number) != 0) ? EvidenceStrength.Possible : EvidenceStrength.Likely;

    /// <summary>Handlers of one component, whose user sees what they set: a number that one of them sets anew is mostly the one that the user meant.</summary>
    private static bool IsOfOneThread(MethodFlow flow, Judgement judgement, WriteFact write, ReadFact read) =>
        judgement.Overlap.For(flow, write, read) is { IsIndirect: true, Overlap: Overlap.AtSuspensions };

    private static bool IsOfStart(MethodFlow flow) => (flow.Root.Traits & BodyTraits.Nested) == 0 && Concurrency.IsForStart(flow.Root.Name);

    /// <summary>A number or text that grows: what another one added is lost. An object that is put back may be the one that is meant.</summary>
    private static bool IsUpdate(WriteFact write) => write.Write.Kind == WriteKind.Update || (write.Path.Traits & LocationTraits.Number) != 0;

    /// <summary>
    /// A counter that this very code moves on selects a place. An object that is held names one on purpose, wherever others go meanwhile, unless
    /// the statement itself reads it before it waits: <c>_current.Id = await NextAsync()</c>. A key does where nothing shows that others go anywhere.
    /// </summary>
    private static bool IsPosition(MethodFlow flow, ReadFact read) =>
        read.Event.Kind != ReadKind.Receiver && flow.Writes.Any(w => w.Path.Equals(read.Path) && w.Write.Kind == WriteKind.Update);

    /// <summary>
    /// <c>await SendAsync(_pending); _pending = null;</c> while another member sets <c>_pending</c>: what it set during the wait is erased unseen.
    /// What is ended (a task, a handle, something disposed of) is not meant: there the wait is the end of it. Nor what is emptied under a
    /// guard: whoever takes one has looked whether it still holds what was handed on, or a version of it. Nor what a failure throws away.
    /// </summary>
    private static bool IsNewerErased(MethodFlow flow, Judgement judgement, WriteFact write, ReadFact read) =>
        write.Held == 0
        && write.Write.Site.Node?.FirstAncestorOrSelf<CatchClauseSyntax>() is null
        && (write.Path.Traits & (LocationTraits.TaskLike | LocationTraits.Handle | LocationTraits.Disposable | LocationTraits.DelegateLike)) == 0
        && (flow.Root.Traits & BodyTraits.Disposal) == 0
        && judgement.Rivals(flow, write.Path).Any(r => r.Fact.Event is Write { Kind: WriteKind.Assign, Constant: ConstantKind.None })
        && !judgement.IsProtected(flow, read, write.Path);

    /// <summary><c>await SendAsync(_items); _items.Clear();</c> or <c>_items = new();</c> while another member adds to it: what it added during the wait is dropped unseen.</summary>
    private static bool IsMoreDropped(MethodFlow flow, Judgement judgement, WriteFact write, ReadFact read)
    {
        if (write.Write.Kind == WriteKind.Clear ? ReferenceEquals(write.Frame, read.Frame) && !IsWaitBetween(flow, write, read) : !((write.Write.Empties || IsExchange(flow, write)) && IsStillThere(flow, write, read)))
            return false;
        if (IsOneByOne(read) && ((flow.Root.Traits & BodyTraits.Disposal) != 0 || Concurrency.IsForEnd(flow.Root.Name) || Concurrency.IsForEnd(write.Frame.Body.Name)))
            return false;
        var content = write.Path.IsContent ? write.Path : write.Path.Append(PathStep.Element);
        return judgement.Rivals(flow, content).Any(r => r.Fact.Event is Write { Kind: WriteKind.Insert or WriteKind.Store } || (r.Fact.Event is Write { Kind: WriteKind.Assign } && (content.Traits & LocationTraits.Keyed) != 0)) && !judgement.IsProtected(flow, read, content);
    }

    /// <summary><c>_front = _back; _back = full;</c>: two members change places.</summary>
    private static bool IsExchange(MethodFlow flow, WriteFact write) =>
        write.From.Length == 1 && flow.Writes.Any(w => w.Write.Kind == WriteKind.Assign && w.Path.Equals(write.From[0].Path) && w.From.Any(r => r.Path.Equals(write.Path)));

    /// <summary><c>foreach (var x in _items.ToArray()) await SendAsync(x); _items.Clear();</c>: what was read is gone through in a loop. Who ends its work that way takes nothing new.</summary>
    private static bool IsOneByOne(ReadFact read) =>
        read.Event.Site.Node is { } node
        && (node.Ancestors().OfType<CommonForEachStatementSyntax>().Any(l => l.Expression.Span.Contains(node.Span))
            || (node.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { Identifier.ValueText: var copy } && node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && member.DescendantNodes().OfType<CommonForEachStatementSyntax>().Any(l => l.Expression is IdentifierNameSyntax { Identifier.ValueText: var name } && name == copy)));

    /// <summary>
    /// What was read is what is thrown away. Not so in <c>var batch = _items; _items = new(); await SendAsync(batch);</c>, also in a loop: there the batch
    /// had been taken out before the wait.
    /// </summary>
    private static bool IsStillThere(MethodFlow flow, WriteFact write, ReadFact read) =>
        ReferenceEquals(write.Frame, read.Frame)
        && IsWaitBetween(flow, write, read)
        && !flow.Writes.Any(w => w.Path.Equals(write.Path) && ReferenceEquals(w.Frame, read.Frame) && w.Write.Site.Start < read.Event.Site.Start);

    /// <summary>The wait stands between the two, and not in the turn of a loop before: there what is looked at in this turn is what is emptied.</summary>
    private static bool IsWaitBetween(MethodFlow flow, WriteFact write, ReadFact read) =>
        flow.SuspensionsBetween(read, write).Any(s => s.Site.Node?.Span.End > read.Event.Site.Start && s.Site.Start < write.Write.Site.Start);

    private static bool IsOldValueOf(ReadFact read, AccessPath written) =>
        read.Path.Equals(written) || (!read.PassedOn && read.Path.StartsWith(written));

    private static bool IsOneStatement(WriteFact write, ReadFact read) =>
        write.Path.Root.Kind is RootKind.This or RootKind.Static
        && write.Write.Site.Node is { } node
        && read.Event.Site.Node is { } readNode
        && node.FullSpan.Contains(readNode.Span);

    private static bool SelectsPlaceThatMoves(MethodFlow flow, Judgement judgement, WriteFact write, ReadFact read)
    {
        if (read.Event.Kind == ReadKind.Receiver)
        {
            return write.Path.StartsWith(read.Path)
                && !write.Path.Equals(read.Path)
                && judgement.Rivals(flow, read.Path).Any(r => r.Fact.Event is Write { Kind: WriteKind.Assign, Constant: ConstantKind.None });
        }

        if (write.Path.StartsWith(read.Path) && judgement.Type.IsFilledOnce(read.Path))
            return false;
        return !read.PassedOn
            && !read.Path.IsContent
            && !Harmless.IsOwnPlace(flow, judgement, read)
            && flow.Writes.Any(w => w.Path.Equals(read.Path) && w.Write.Kind is WriteKind.Update or WriteKind.Assign);
    }
}
