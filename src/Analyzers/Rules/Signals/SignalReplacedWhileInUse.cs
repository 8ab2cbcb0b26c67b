using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Completions;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Signals;

/// <summary>A token source, signal or timer is put in the place of another that somebody still uses.</summary>
internal static class SignalReplacedWhileInUse
{
    /// <summary>The declaration.</summary>
    public static RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0503",
        name: "Signal replaced while in use",
        since: "0.1.0",
        message: "'{0}' is {1}",
        description: "A token source, a completion source or a timer in a field is ended and replaced in two steps, or renewed after the work: what another execution has put there meanwhile is never ended, and what was set meanwhile is lost.");

    /// <summary>What is wrong in a file.</summary>
    public static IEnumerable<PlaceFinding> Judge(SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        var replacements = Replacement.In(model, cancellationToken).ToList();
        foreach (var sameFunction in replacements.GroupBy(r => r.Function))
        {
            var replacement = sameFunction.OrderBy(r => r.Store.SpanStart).First();
            if (replacement.Holder.ContainingType is not { } holder || Meetings.At(replacement, new TypeKnowledge(holder, knowledge.Compilation, knowledge.Options, cancellationToken), cancellationToken) is not { } meeting)
                continue;
            var how = $"ended and replaced in two steps, '{PlaceFinding.Text(replacement.Look)}' and '{PlaceFinding.Text(replacement.Store)}', and {meeting.Who} can come between ({meeting.Because})";
            var isField = replacement.Holder is IFieldSymbol { IsVolatile: false };
            yield return PlaceFinding.Of(Info, replacement.Store, meeting.Strength > EvidenceStrength.Possible, new[] { replacement.Look, replacement.Wait, meeting.Rival }, isField && !replacement.IsByHelper ? FixKinds.Interlocked : FixKinds.None, replacement.Holder.Name, how);
        }

        foreach (var look in SecondLook.In(replacements, cancellationToken))
        {
            if (look.Holder.ContainingType is { } holder && new TypeKnowledge(holder, knowledge.Compilation, knowledge.Options, cancellationToken) is { IsTest: false, NotSharedBecause: null })
                yield return PlaceFinding.Of(Info, look.Second, false, new[] { look.First, look.Wait, look.Replacement.Look, look.Replacement.Store }, FixKinds.None, look.Holder.Name, $"looked at again after '{PlaceFinding.Text(look.Wait)}', though '{PlaceFinding.Text(look.Replacement.Store)}' in {(look.IsByNextCall ? "the next call of " : "")}'{CallShape.NameOfMember(look.Replacement.Store)}' can have replaced it: the work goes on with the token of somebody else");
        }

        foreach (var late in LateRenewal.In(model, cancellationToken))
        {
            if (late.Holder.ContainingType is { } holder && !new TypeKnowledge(holder, knowledge.Compilation, knowledge.Options, cancellationToken).IsTest)
                yield return PlaceFinding.Of(Info, late.Store, true, new SyntaxNode[] { late.Wait, late.Work, late.Completion }, FixKinds.InOrder, late.Holder.Name, $"renewed only after '{PlaceFinding.Text(late.Work)}': what '{PlaceFinding.Text(late.Completion)}' sets meanwhile, in '{CallShape.NameOfMember(late.Completion)}', is lost");
        }

        foreach (var renewal in LateRenewal.ByWaiters(model, cancellationToken))
        {
            if (renewal.Holder.ContainingType is { } holder && Meetings.At(renewal, new TypeKnowledge(holder, knowledge.Compilation, knowledge.Options, cancellationToken), cancellationToken) is { Strength: > EvidenceStrength.Possible } meeting)
                yield return PlaceFinding.Of(Info, renewal.Store, true, new[] { renewal.Look, meeting.Rival }, FixKinds.None, renewal.Holder.Name, $"renewed by each that has waited at '{PlaceFinding.Text(renewal.Look)}', and {meeting.Who} can have renewed it before ({meeting.Because}): who waits for that one is never told");
        }

        foreach (var early in EarlyTimer.In(model, cancellationToken))
            yield return PlaceFinding.Of(Info, early.Store, !early.IsCaught, new SyntaxNode[] { early.Use }, FixKinds.InOrder, early.Holder.Name, $"assigned after the timer is started: '{PlaceFinding.Text(early.Callback)}' can run and use it before, because the timer is due at once");

        foreach (var use in UseOutsideLock.In(model, cancellationToken))
            yield return PlaceFinding.Of(Info, use.Use, false, new SyntaxNode[] { use.Lock, use.End }, FixKinds.None, use.Holder.Name, $"used by '{PlaceFinding.Text(use.Use)}' after 'lock ({use.Lock.Expression})' is over: '{PlaceFinding.Text(use.End)}' in '{CallShape.NameOfMember(use.End)}' can come before");
    }
}
