using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Messages;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Rules;
using AsyncStateAnalyzers.Rules.Guards;
using AsyncStateAnalyzers.Rules.Messages;
using AsyncStateAnalyzers.Rules.State;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Reporting;

/// <summary>Turns findings into diagnostics: message, trail as additional locations, hint as properties.</summary>
internal static class DiagnosticFactory
{
    /// <summary>The diagnostic for a body that was not analyzed to the end.</summary>
    public static Diagnostic GaveUp(LoweredBody body) =>
        Diagnostic.Create(RuleCatalog.GaveUp.Descriptor, body.Site.Location, body.Name, (body.Traits & BodyTraits.DoesNotCompile) != 0 ? "the compiler cannot follow it while it does not compile" : "it is too large; split it, or review it by hand");

    /// <summary>The diagnostic for an option that is not understood.</summary>
    /// <param name="mistake">What is wrong.</param>
    /// <param name="tree">A file it is set for; null where it is set for all.</param>
    public static Diagnostic OptionNotUnderstood(OptionMistake mistake, SyntaxTree? tree) =>
        Diagnostic.Create(RuleCatalog.OptionNotUnderstood.Descriptor, tree is null ? Location.None : Location.Create(tree, default), mistake.Key, mistake.Wrong);

    /// <summary>The diagnostic for an attribute that does not hold, or that is not needed.</summary>
    public static Diagnostic AnnotationDoesNotHold(AnnotationMistake mistake) => Diagnostic.Create(
        RuleCatalog.AnnotationDoesNotHold.Descriptor,
        mistake.Attribute.Location,
        mistake.IsNeedless ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
        additionalLocations: null,
        properties: null,
        mistake.Attribute.Text,
        mistake.On,
        mistake.Wrong);

    /// <summary>The diagnostic for a message type that can change; additional locations: the type, and the member that can change, as far as they are of this compilation.</summary>
    public static Diagnostic MessageIsMutable(MutableMessage message, string obstacle, Compilation compilation)
    {
        var place = message.Place is BaseTypeDeclarationSyntax declaration ? declaration.Identifier.GetLocation() : message.Place.GetLocation();
        var around = new[] { message.Type, message.Mutability.Root }.SelectMany(s => s?.Locations.Where(l => l.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree)).Take(1) ?? Enumerable.Empty<Location>());
        return Diagnostic.Create(MutableMessageType.Info.Descriptor, place, around, message.Type.Name, message.Through, message.Mutability.Because, obstacle);
    }

    /// <summary>The diagnostic for a semaphore that does not do what it is there for.</summary>
    public static Diagnostic SemaphoreDoesNotFit(SemaphoreMistake mistake)
    {
        var around = new[] { mistake.Use.GetLocation() };
        if (mistake.Kind is SemaphoreMistakeKind.NeverGivenBack or SemaphoreMistakeKind.NeverOpened)
            return Diagnostic.Create(RuleCatalog.OfGuards.OfType<GuardMayStayTaken>().Single().Info.Descriptor, mistake.Place.GetLocation(), around, mistake.Name, mistake.Kind == SemaphoreMistakeKind.NeverOpened ? GuardMayStayTaken.FromTheStart : GuardMayStayTaken.ForEver);
        return mistake.Kind == SemaphoreMistakeKind.NoMaximum
            ? Diagnostic.Create(SemaphoreHasNoMaximum.Info.Descriptor, mistake.Place.GetLocation(), around, mistake.Name, mistake.State)
            : Diagnostic.Create(SemaphoreDoesNotExclude.Info.Descriptor, mistake.Place.GetLocation(), around, ImmutableDictionary<string, string?>.Empty.Add("kind", mistake.Kind.ToString()), mistake.Name, SemaphoreDoesNotExclude.How(mistake));
    }

    /// <summary>The diagnostic for a semaphore that is given back after a wait which may have failed.</summary>
    public static Diagnostic ReleasedAfterFailure(CanceledWait wait) => Diagnostic.Create(
        RuleCatalog.OfGuards.OfType<GuardReleasedWithoutBeingTaken>().Single().Info.Descriptor,
        wait.Release.GetLocation(),
        wait.AdmitsSeveral ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
        new[] { wait.Asked.GetLocation(), wait.Wait.GetLocation() },
        properties: null,
        wait.Semaphore,
        GuardReleasedWithoutBeingTaken.How(wait),
        GuardReleasedWithoutBeingTaken.Follows(wait));

    /// <summary>The diagnostic for a wait under a guard for what only the next holder can give.</summary>
    public static Diagnostic WaitsForNextHolder(SignalUnderGuard signal) => Diagnostic.Create(
        RuleCatalog.OfGuards.OfType<GuardTakenAgain>().Single().Info.Descriptor,
        signal.Wait.GetLocation(),
        DiagnosticSeverity.Info,
        new[] { signal.Completion.GetLocation() },
        properties: null,
        signal.Guard,
        GuardTakenAgain.How(signal));

    /// <summary>The diagnostic for an object that is disposed without the guard under which it works.</summary>
    public static Diagnostic DisposedInUse(EarlyDisposal disposal) => Diagnostic.Create(
        RuleCatalog.All.OfType<GuardedStateWithoutItsGuard>().Single().Info.Descriptor,
        disposal.Place.GetLocation(),
        DiagnosticSeverity.Info,
        new[] { disposal.Work.GetLocation() },
        properties: null,
        disposal.Name,
        "disposed",
        GuardedStateWithoutItsGuard.How(disposal));

    /// <summary>The diagnostic for what a loop fills anew while an operation may still be at it.</summary>
    public static Diagnostic RefilledInLoop(RefilledMessage message) => Diagnostic.Create(
        RuleCatalog.OfSends.OfType<MessageChangedAfterSend>().Single().Info.Descriptor,
        message.Change.GetLocation(),
        DiagnosticSeverity.Info,
        new[] { message.Call.GetLocation() },
        properties: null,
        message.Name,
        "is changed",
        new Site(message.Call).Text,
        MessageChangedAfterSend.Because(message));

    /// <summary>The diagnostic for a collection that others get while the type changes it under a guard.</summary>
    public static Diagnostic HandedOutAlive(LiveCollection collection) => Diagnostic.Create(
        RuleCatalog.All.OfType<GuardedStateWithoutItsGuard>().Single().Info.Descriptor,
        collection.Place.GetLocation(),
        DiagnosticSeverity.Info,
        new[] { collection.Change.GetLocation() },
        properties: null,
        collection.Name,
        "handed out",
        GuardedStateWithoutItsGuard.How(collection));

    /// <summary>The diagnostic for a collection in a keyed one that is changed without the lock on it.</summary>
    public static Diagnostic ChangedOpenly(OpenElement element) => Diagnostic.Create(
        RuleCatalog.All.OfType<GuardedStateWithoutItsGuard>().Single().Info.Descriptor,
        element.Place.GetLocation(),
        DiagnosticSeverity.Info,
        new[] { element.Locked.GetLocation() },
        properties: null,
        element.Name,
        "changed",
        GuardedStateWithoutItsGuard.How(element));

    /// <summary>The diagnostic for a task that goes on when what it needs has been given back.</summary>
    public static Diagnostic TaskOutlives(OutlivingTask task) => Diagnostic.Create(
        TaskOutlivesItsGuard.Info.Descriptor,
        task.Call.GetLocation(),
        TaskOutlivesItsGuard.SeverityOf(task),
        new[] { task.GivenBack, task.Use }.Where(n => n is not null).Select(n => n!.GetLocation()),
        properties: null,
        new Site(task.Call).Text,
        task.Name,
        TaskOutlivesItsGuard.How(task));

    /// <summary>The diagnostic for a disposal that goes on behind the mark which says that it is done.</summary>
    public static Diagnostic DisposedBehind(BackgroundDisposal disposal) => Diagnostic.Create(
        TaskOutlivesItsGuard.Info.Descriptor,
        disposal.Call.GetLocation(),
        DiagnosticSeverity.Info,
        new[] { disposal.Set.GetLocation() },
        properties: null,
        new Site(disposal.Call).Text,
        disposal.Mark,
        TaskOutlivesItsGuard.How(disposal));

    /// <summary>The diagnostic for a mistake in the life of a channel, signal or ambient value; additional locations: what the fix changes, then what else takes part.</summary>
    public static Diagnostic AtPlace(PlaceFinding finding) => Diagnostic.Create(
        finding.Rule.Descriptor,
        finding.Place.GetLocation(),
        finding.Severity,
        finding.Around.Select(n => n.GetLocation()),
        new FixHint(finding.Fixes, "", IsStatic: false, Suspensions: 0, "", SameBody: false).Write(),
        finding.Arguments.Cast<object>().ToArray());

    /// <summary>The diagnostic of a finding.</summary>
    public static Diagnostic Create(Finding finding)
    {
        var descriptor = RuleCatalog.All.First(r => r.Info.Id == finding.RuleId).Info.Descriptor;
        var trail = new[] { finding.Trail.Read }.Concat(finding.Trail.Suspensions).Concat(finding.Trail.Rivals).Select(s => s.Location);
        return Diagnostic.Create(
            descriptor,
            finding.Primary.Location,
            finding.Severity,
            trail,
            finding.Hint.Write().Add("evidence", finding.Evidence.Strength.ToString()),
            finding.Arguments.Cast<object>().ToArray());
    }
}
