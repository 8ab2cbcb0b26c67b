using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.State;

/// <summary>Forms of check, wait and write that do no harm even where executions meet.</summary>
internal static class Harmless
{
    /// <summary>
    /// <c>if (_task != null) { await _task; _task = null; }</c>, <c>if (_x is { }) { await _x.DisposeAsync(); _x = null; }</c>:
    /// what is waited for or ended is the object itself, and doing that twice is the same as doing it once. Disposal that waits for
    /// nothing but the end of others can be repeated as well; disposal that does work (<c>await FlushAsync()</c>) does it twice.
    /// </summary>
    public static bool IsCleanUp(MethodFlow flow, WriteFact write, DecisionFact decision)
    {
        var disposal = (flow.Root.Traits & BodyTraits.Disposal) != 0;
        if (write.Write.Constant != ConstantKind.Null)
            return disposal && write.Write.Constant == ConstantKind.True && flow.SuspensionsBetween(decision.Read, write).All(s => Concurrency.CleanUp.Any(c => c != "FlushAsync" && s.Site.Text.Contains("." + c + "(") || s.Site.Text.Contains(" " + c + "(")));
        if (disposal)
            return true;
        if ((write.Path.Traits & (LocationTraits.TaskLike | LocationTraits.Handle)) != 0)
            return true;
        var name = write.Path.DisplayName;
        return flow.SuspensionsBetween(decision.Read, write).Any(s => Concurrency.CleanUp.Any(c =>
            s.Site.Text.Contains(name + "." + c + "(") || s.Site.Text.Contains(name + "?." + c + "(") || s.Site.Text.Contains(name + "!." + c + "(")));
    }

    /// <summary>
    /// <c>if (_available) return; if (await QueryAsync()) _available = true;</c>: the answer of a query raises a flag that nobody lowers,
    /// and nothing else is done.
    /// </summary>
    public static bool IsMonotonic(MethodFlow flow, Judgement judgement, WriteFact write, DecisionFact decision)
    {
        if (write.Write.Constant is ConstantKind.None || !flow.DecidedByAwaitedResult(decision, write))
            return false;
        var all = judgement.Type.Location(write.Path).Writes;
        return all.All(w => w.InConstruction || (w.Fact.Event is Write other && other.Constant == write.Write.Constant))
            && !flow.Writes.Any(w => !w.Path.Equals(write.Path) && w.Decisions.IsEmpty && w.Node == write.Node);
    }

    /// <summary><c>_text ??= await ReadAsync()</c>, <c>if (string.IsNullOrEmpty(_text)) _text = …</c>: both fill in the same value, and it has no identity.</summary>
    public static bool IsEqualFill(WriteFact write, DecisionFact decision) =>
        write.Write.Constant == ConstantKind.None && !IsCallers(write)
        && (write.Path.Traits & LocationTraits.ImmutableValue) != 0
        && (decision.Condition.Test == TestKind.IsNull || (decision.Read.Path.Equals(write.Path) && Lookups.AsksForMissingText(decision.Condition.Site.Node)));

    /// <summary><c>if (spot.Owner is null) { await ProbeAsync(spot); spot.Owner = name; }</c>: each caller brings a value of its own.</summary>
    private static bool IsCallers(WriteFact write) =>
        write is { Frame: { Caller: null } frame, Write: { Kind: WriteKind.Assign, From: { Length: 1 } from } } && frame.Body.Parameters.Any(p => p.Slot == from[0]);

    /// <summary><c>_next ??= await FirstAsync(); return _next++;</c>: whoever fills it again takes back what has been counted since.</summary>
    public static bool MovesOn(MethodFlow flow, WriteFact fill) =>
        flow.Writes.Any(w => !ReferenceEquals(w, fill) && w.Path.Equals(fill.Path) && w.From.Any(r => r.Path.Equals(fill.Path)));

    /// <summary>
    /// <c>var known = _table; var news = await AskAsync(known); _table = _table.MergeWith(news);</c>: the old value told the operation what is
    /// known, and its answer is worked into the value of now. So is what was picked out of an old collection: <c>_all = _all.Remove(one)</c>.
    /// </summary>
    public static bool IsMerged(WriteFact write, ReadFact read) =>
        (read.PassedOn || (write.Path.Traits & (LocationTraits.Number | LocationTraits.Boolean)) == 0) && write.From.Any(r => !r.IsStale && !ReferenceEquals(r.Event, read.Event) && r.Path.Equals(read.Path));

    /// <summary>
    /// <c>if (_owner == me) return; await _gate.WaitAsync(); _owner = me;</c>: whether the caller holds it already is asked of the name that is
    /// written afterwards, and nothing is waited for but the guard.
    /// </summary>
    public static bool IsOwnersName(MethodFlow flow, WriteFact write, DecisionFact decision) =>
        ReferenceEquals(decision.Read.Frame, write.Frame)
        && write.Write.From.Any(s => decision.Condition.From.Contains(s) && write.Frame.Body.Parameters.Any(p => p.Slot == s))
        && flow.SuspensionsBetween(decision.Read, write).All(s => s.Site.Text.Contains(".WaitAsync(") || s.Site.Text.Contains("LockAsync("));

    /// <summary>
    /// <c>if (now &lt; _until) throw …; try { await f(); } catch { _until = now + pause; throw; }</c>: a limit that kept nobody out is set anew by those
    /// alone whose work has failed, and not computed from what it was. Whoever writes last has failed last.
    /// </summary>
    public static bool IsFailureMark(MethodFlow flow, WriteFact write, DecisionFact decision) =>
        decision.Condition.Test == TestKind.Order
        && write.Write is { Kind: WriteKind.Assign, Constant: ConstantKind.None }
        && (write.Path.Traits & LocationTraits.ImmutableValue) != 0
        && !write.From.Any(r => r.IsStale || r.Path.Equals(write.Path))
        && flow.NeedsFailure(decision, write);

    /// <summary>
    /// <c>if (now &lt; _until) return busy; var answer = await SendAsync(); if (answer.IsBusy) Interlocked.Exchange(ref _until, (now() + answer.Pause).Ticks);</c>:
    /// the answer sets a new limit from the time of now. Whoever writes last has asked last.
    /// </summary>
    public static bool IsLimitOfAnswer(MethodFlow flow, WriteFact write, DecisionFact decision) =>
        write.Write is { Kind: WriteKind.Assign or WriteKind.Exchange, Constant: ConstantKind.None, Site.Node: { } node }
        && (write.Path.Traits & LocationTraits.ImmutableValue) != 0
        && !write.From.Any(r => r.IsStale || r.Path.Equals(write.Path))
        && node.DescendantNodes().OfType<ExpressionSyntax>().Any(Clocks.IsNow)
        && flow.DecidedByAwaitedResult(decision, write);

    /// <summary><c>var old = Interlocked.Exchange(ref _scope, null);</c>: one of those that come here gets the object, whatever they had looked at before, and the others get nothing.</summary>
    public static bool IsTakenOutAtOnce(WriteFact write) =>
        write.Write is { Kind: WriteKind.Exchange, Constant: ConstantKind.Null, Site.Node: { Parent: not ExpressionStatementSyntax } };

    /// <summary>
    /// <c>var b = Interlocked.Exchange(ref _spare, null) ?? new Buffer(); await …; _spare = b;</c>: whoever looks takes what is there out, so that nobody uses
    /// what lies there, and of two that are put back one is spare.
    /// </summary>
    public static bool IsSpare(Judgement judgement, WriteFact write, ReadFact read) =>
        IsTakeOut(read.Event)
        && read.Event.Site.Node is { Parent: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: BaseObjectCreationExpressionSyntax } }
        && judgement.Type.Location(write.Path).Reads.All(r => r.Fact.Event is Read other && IsTakeOut(other));

    private static bool IsTakeOut(Read read) => read.Site.Node is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } given } && given[1].Expression.IsKind(SyntaxKind.NullLiteralExpression);

    /// <summary>
    /// <c>var b = _free.Count > 0 ? _free.Pop() : new Buffer(); await …; _free.Push(b);</c>: the look decided whether one is taken out or made. What is put back
    /// afterwards is that one, and it does not matter what others have put there.
    /// </summary>
    public static bool IsPutBack(MethodFlow flow, WriteFact write, DecisionFact decision) =>
        write.Write.Kind == WriteKind.Insert
        && flow.Writes.Any(w => w.Write.Kind is WriteKind.TakeOut or WriteKind.TestAndSet && w.Path.Equals(write.Path) && w.Decisions.Any(d => d.Decides && !d.Read.IsStale && ReferenceEquals(d.Read.Event, decision.Read.Event)));

    /// <summary>
    /// <c>_results[_count++] = await LoadAsync();</c>: the place is taken and counted in one step before the wait, and nobody counts back: each run has
    /// its own.
    /// </summary>
    public static bool IsOwnPlace(MethodFlow flow, Judgement judgement, ReadFact read) =>
        flow.Writes.Any(w => w.Path.Equals(read.Path) && flow.InOneStretch(read, w))
        && judgement.Type.Location(read.Path).Writes.All(static w => w.InConstruction || IsCountedUp(w.Fact.Event.Site.Node));

    private static bool IsCountedUp(SyntaxNode? node) => (SyntaxKind?)node?.RawKind is SyntaxKind.PostIncrementExpression or SyntaxKind.PreIncrementExpression or SyntaxKind.AddAssignmentExpression;

    /// <summary>The number of elements of a collection.</summary>
    public static bool IsNumberOf(ReadFact read) => read.Event.Kind == ReadKind.Test && Concurrency.Counting.Any(c => read.Event.Site.Text.EndsWith("." + c, StringComparison.Ordinal));

    /// <summary>The same of one that is replaced as a whole.</summary>
    public static bool IsNumberOfValue(ReadFact read) => read.Event is { Kind: ReadKind.Receiver, Site.Node.Parent: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } && Concurrency.Counting.Contains(name);

    /// <summary>
    /// An entry of a concurrent dictionary is filled again with what the second caller got, what is emptied is emptied again, or what was taken
    /// out is not there any more: the last one wins, and nothing breaks.
    /// </summary>
    public static bool IsRepeatable(WriteFact write) =>
        write.Write.Kind is WriteKind.Clear or WriteKind.Remove || (write.Path.Traits & LocationTraits.Concurrent) != 0;

    /// <summary>
    /// <c>if (_list == null) _list = await LoadAsync();</c>, and nobody sets it otherwise: what is loaded twice is the same both times, unless
    /// it has an identity of its own (a connection, a subscription) that is then lost.
    /// </summary>
    public static bool IsLazyFill(WriteFact write, DecisionFact decision, bool hasRivals) =>
        !hasRivals && write.Write is { Kind: WriteKind.Assign or WriteKind.Update, Constant: ConstantKind.None }
        && decision.Condition.Test == TestKind.IsNull && decision.Read.Path.Equals(write.Path)
        && (write.Path.Traits & (LocationTraits.Disposable | LocationTraits.Handle)) == 0;

    /// <summary>
    /// <c>foreach (var x in _done.ToArray()) …; await …; foreach (var x in copy) _done.Remove(x);</c>: of what was looked through, or counted, one element
    /// is taken out by its own name. What came in meanwhile stays, and what is gone already cannot be taken out twice.
    /// </summary>
    public static bool IsSubtraction(WriteFact write, DecisionFact decision) =>
        (write.Write.Kind == WriteKind.Remove && (decision.Read.Event.Kind is ReadKind.Content or ReadKind.View || IsNumberOf(decision.Read)))
        || (decision.Read.Event.Site.Node is { Parent: CommonForEachStatementSyntax } && IsTakenFromOfNow(write));

    /// <summary><c>_all = _all.Remove(one);</c>, <c>ImmutableInterlocked.Update(ref _all, all => all.Remove(one));</c>: the same for collections that are replaced as a whole.</summary>
    private static bool IsTakenFromOfNow(WriteFact write) =>
        write.Write.Site.Node switch
        {
            AssignmentExpressionSyntax { Right: InvocationExpressionSyntax call } => write.From.Any(r => !r.IsStale && r.Path.Equals(write.Path)) && TakesOne(call),
            InvocationExpressionSyntax { ArgumentList.Arguments: var given } => write.Write.Kind == WriteKind.Atomic && given.Any(static a => a.Expression is LambdaExpressionSyntax { ExpressionBody: InvocationExpressionSyntax call } && TakesOne(call)),
            _ => false,
        };

    private static bool TakesOne(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: Collections.TakesOut };

    /// <summary>
    /// <c>if (_map.TryFind(key, out v)) return v; v = await LoadAsync(key); _map = _map.AddOrUpdate(key, v);</c>: the value of now is worked into, so
    /// nothing that others have put there is lost, as in a concurrent dictionary.
    /// </summary>
    public static bool IsFreshMerge(Judgement judgement, WriteFact write, ReadFact read) =>
        write.Write.Kind is WriteKind.Assign or WriteKind.Update
        && (write.Path.Traits & (LocationTraits.Number | LocationTraits.Boolean)) == 0
        && write.From.Any(r => !r.IsStale && r.Path.Equals(write.Path))
        && (write.Held != 0 ? judgement.Overlap.GuardOf(write.Path, read) is null : judgement.Type.Location(write.Path).Writes.All(w => w.InConstruction || w.Guards.IsEmpty));

    /// <summary>
    /// <c>await ConnectAsync(_address)</c>, where anybody may call <c>ConnectAsync</c>, which stores what it was asked for: the request counts, not what
    /// the field held when it was made.
    /// </summary>
    public static bool IsRequest(WriteFact write, ReadFact read) =>
        !ReferenceEquals(write.Frame, read.Frame)
        && (write.Frame.Body.Traits & BodyTraits.Private) == 0
        && write.Write.From.Length == 1
        && write.Frame.Body.Parameters.Any(p => p.Slot == write.Write.From[0])
        && read.Event.Site.Node?.Parent is ArgumentSyntax;

    /// <summary>All that is waited for between the two is the answer of the user, who sees nothing but the question meanwhile.</summary>
    public static bool IsAnswered(MethodFlow flow, AccessFact access, ReadFact read) => flow.SuspensionsBetween(read, access).All(s => Modality.IsQuestion(s.Site.Text));

    /// <summary>
    /// <c>var was = _address; try { _address = next; await TryAsync(); } catch { _address = was; }</c>: a failure puts back what this run itself has changed, as it was.
    /// What is counted is not put back by that: others have counted meanwhile.
    /// </summary>
    public static bool IsPutBackAfterFailure(MethodFlow flow, Judgement judgement, WriteFact write, ReadFact read) =>
        write.Write.Kind == WriteKind.Assign && !read.PassedOn && judgement.Rivals(flow, write.Path).All(w => w.Fact is WriteFact { Write.Kind: not WriteKind.Update } other && !other.From.Any(r => r.Path.Equals(write.Path))) && write.From.All(r => ReferenceEquals(r.Event, read.Event))
        && write.Write.Site.Node is AssignmentExpressionSyntax { Right: IdentifierNameSyntax }
        && flow.NeedsFailure(read, write)
        && flow.Writes.Any(w => !ReferenceEquals(w, write) && w.Path.Equals(write.Path) && w.Write.Site.Start > read.Event.Site.Start && w.Write.Site.Start < write.Write.Site.Start && !flow.NeedsFailure(read, w));

    /// <summary>What begins the whole anew has been switched off before the first wait.</summary>
    public static bool IsSwitchedOff(MethodFlow flow, AccessFact access, ReadFact read) => flow.SuspensionsBetween(read, access).All(s => s.Site.Node is { } node && Modality.IsSwitchedOff(node));

    /// <summary>The same was asked again after the last wait, and that decides as well.</summary>
    public static bool IsAskedAgain(WriteFact write, DecisionFact decision) =>
        write.Decisions.Any(d => d.Decides && !d.Read.IsStale && !ReferenceEquals(d.Read.Event, decision.Read.Event) && (d.Read.Path.Equals(decision.Read.Path) || d.Read.Path.Equals(write.Path)) && (d.Read.Event.Kind == decision.Read.Event.Kind || (d.Read.Path.IsContent && !IsNumberOf(d.Read))));

    /// <summary>
    /// <c>lock (_g) { if (_next &lt;= at) return; _next = at; }</c>: what is written was weighed against what is there now, whatever it was made of.
    /// </summary>
    public static bool IsWeighed(WriteFact write, ReadFact read) =>
        write.Decisions.Any(d => d.Decides && !d.Read.IsStale && !ReferenceEquals(d.Read.Event, read.Event) && d.Read.Path.Equals(write.Path) && d.Condition.Test is TestKind.Order or TestKind.Other && d.Condition.From.Any(write.Write.From.Contains));

    /// <summary>
    /// <c>if (_registered) return; await RegisterAsync(); _registered = true;</c> in a handler of an event, and nobody lowers the flag: what is to be done once is
    /// done twice where two senders raise the event, which is when such a flag is needed. A window has one sender at a time, and so has a timer.
    /// </summary>
    public static bool IsOnceByEvent(MethodFlow flow, Judgement judgement, WriteFact write, DecisionFact decision) =>
        write.Write.Constant == ConstantKind.True && decision.Condition.Test == TestKind.IsTrue && decision.Read.Path.Equals(write.Path)
        && !judgement.SideBySide.ComesBack && judgement.Overlap.IsByEvent(flow.Root) && !judgement.Overlap.IsByTimer(flow.Root)
        && judgement.Type.Location(write.Path).Writes.All(w => w.InConstruction || (w.Fact.Event is Write other && other.Constant == ConstantKind.True));

    /// <summary>Two that look up the same under a lock and do not find it both add it to a list: the second is there twice, and nobody finds the other.</summary>
    public static bool IsAddedTwice(Judgement judgement, WriteFact write, ReadFact read) =>
        write.Write.Kind == WriteKind.Insert && (write.Path.Traits & LocationTraits.Keyed) == 0 && write.Held != 0 && !IsNumberOf(read) && judgement.Overlap.GuardOf(write.Path, read) is not null;

    /// <summary>A flag is lowered by what ends the work that it stands for: whoever comes second ends what has ended.</summary>
    public static bool IsEnding(MethodFlow flow, WriteFact write) =>
        write.Write.Constant is ConstantKind.False or ConstantKind.Null && Concurrency.IsForEnd(flow.Root.Name);

    /// <summary>
    /// <c>if (_on) return; try { await f(); } catch { _on = false; }</c>: only a failure leads from the check to the reset, which clears up after it and does not
    /// rely on what was seen.
    /// </summary>
    public static bool IsAfterFailure(MethodFlow flow, Judgement judgement, WriteFact write, DecisionFact decision) =>
        (write.Write.Constant is ConstantKind.Null or ConstantKind.False ? judgement.Overlap.GuardOf(write.Path, decision.Read) is null : !ReferenceEquals(write.Frame, decision.Read.Frame))
        && flow.NeedsFailure(decision, write);

    /// <summary>
    /// <c>if (DateTime.UtcNow - _last &lt; pause) return; await SendAsync(); _last = DateTime.UtcNow;</c>: the time of now is kept. Whoever comes second
    /// keeps a later one; at the worst something is done once more.
    /// </summary>
    public static bool IsTimeOfNow(WriteFact write) =>
        write.Write.Site.Node is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var value } && Clocks.IsNow(value);

    /// <summary>
    /// <c>while (true) { var v = _version; if (await TrySaveAsync(v)) { _version = v + 1; return; } }</c>: the awaited operation was given
    /// the old value and its answer decides the write, and where it says no the value is read again. That is a compare-and-swap done elsewhere.
    /// Not so <c>while (_queue.TryPeek(out var x)) { if (!await SendAsync(x)) return; _queue.TryDequeue(out _); }</c>: nobody compares what is taken out.
    /// </summary>
    public static bool IsSwappedElsewhere(MethodFlow flow, WriteFact write, ReadFact read) =>
        write.Write.Kind is not (WriteKind.TakeOut or WriteKind.Clear) && write.Decisions.Any(d => d.Read.PassedOn && ReferenceEquals(d.Read.Event, read.Event)) && flow.IsRepeated(read);
}
