using System.Collections.Immutable;
using AsyncStateAnalyzers.Rules.Ambient;
using AsyncStateAnalyzers.Rules.Channels;
using AsyncStateAnalyzers.Rules.Guards;
using AsyncStateAnalyzers.Rules.Messages;
using AsyncStateAnalyzers.Rules.Signals;
using AsyncStateAnalyzers.Rules.State;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules;

/// <summary>The list of all rules, the strongest first: where two find the same mistake, the earlier reports it.</summary>
internal static class RuleCatalog
{
    /// <summary>Not a mistake in the code: the analysis of a body was given up, and what the other rules would say of it is unknown.</summary>
    public static RuleInfo GaveUp { get; } = RuleInfo.Declare(
        id: "ASA0001",
        name: "Body not analyzed",
        since: "0.1.0",
        message: "'{0}' is not analyzed for shared state across 'await': {1}",
        description: "The analysis has a budget, so that it never slows down the editor, and needs code that the compiler can follow. Silence says nothing about a body that exceeds the one or is not the other.",
        severity: DiagnosticSeverity.Info);

    /// <summary>Not a mistake in the code: an option in <c>.editorconfig</c> that does nothing, because its name or value is none.</summary>
    public static RuleInfo OptionNotUnderstood { get; } = RuleInfo.Declare(
        id: "ASA0003",
        name: "Option is not understood",
        since: "0.1.0",
        message: "'{0}' {1}",
        description: "An option of this package is set to something it cannot be, or there is no option of that name. The line has no effect; the default holds.",
        severity: DiagnosticSeverity.Warning,
        WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>An attribute that says what the source does not bear out; what rests on it would be wrong.</summary>
    public static RuleInfo AnnotationDoesNotHold { get; } = RuleInfo.Declare(
        id: "ASA0004",
        name: "Annotation does not hold",
        since: "0.1.0",
        message: "'[{0}]' on '{1}' {2}",
        description: "An attribute such as [GuardedBy] or [NotThreadSafe] says something of state that the source contradicts, or that needs no saying. The other rules believe what attributes say.",
        severity: DiagnosticSeverity.Warning);

    /// <summary>Rules about types and not about flows.</summary>
    public static ImmutableArray<RuleInfo> OfTypes { get; } = ImmutableArray.Create(MutableMessageType.Info, SemaphoreDoesNotExclude.Info, SemaphoreHasNoMaximum.Info, TaskOutlivesItsGuard.Info, ChannelNeverCompleted.Info, EndMarkerForSeveralReaders.Info, ChannelPromiseBroken.Info, RejectedMessageLost.Info, AsyncLocalSetUnseen.Info, AsyncLocalChangedInPlace.Info, ContinuationsRunInside.Info, SignalSetByRivals.Info, SignalReplacedWhileInUse.Info, StatePolledInLoop.Info);

    /// <summary>The rules that need to know nothing but how guards are taken and given back.</summary>
    public static ImmutableArray<Rule> OfGuards { get; } = ImmutableArray.Create<Rule>(new GuardNotAwaited(), new GuardTakenAgain(), new GuardReleasedWithoutBeingTaken(), new ThreadBoundLockAcrossAwait(), new GuardMayStayTaken(), new GuardsTakenInOppositeOrders());

    /// <summary>The rules that need to know nothing but what was sent and what is changed afterwards.</summary>
    public static ImmutableArray<Rule> OfSends { get; } = ImmutableArray.Create<Rule>(new MessageChangedAfterSend(), new SameMessageToSeveralReaders());

    /// <summary>The rules about state that is meant to be the execution's own.</summary>
    public static ImmutableArray<Rule> OfAmbient { get; } = ImmutableArray.Create<Rule>(new ThreadBoundStateAcrossAwait(), new StaticFieldUsedAsContext());

    /// <summary>The rules that look at a type and its bases as one.</summary>
    public static ImmutableArray<Rule> OfFamilies { get; } = ImmutableArray.Create<Rule>(new GuardedStateWithoutItsGuard());

    /// <summary>The rules that look at the guards of a type and its bases as one.</summary>
    public static ImmutableArray<Rule> OfGuardFamilies { get; } = ImmutableArray.Create<Rule>(new GuardTakenAgain(), new GuardsTakenInOppositeOrders());

    /// <summary>Every rule about flows once.</summary>
    public static ImmutableArray<Rule> All { get; } = OfSends.AddRange(new Rule[] { new StaleWriteAfterAwait(), new StaleCheckBeforeAwait(), new ConcurrentTasksUpdateState(), new CollectionChangesInLoop(), new SingleUseObjectUsedTwice(), new UpdateTornByAwait(), new ResetAfterAwaitMayEraseNewerValue(), new GuardedStateWithoutItsGuard() }).AddRange(OfAmbient).AddRange(OfGuards);
}
