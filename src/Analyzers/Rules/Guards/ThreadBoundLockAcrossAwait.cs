using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Guards;

internal sealed class ThreadBoundLockAcrossAwait : GuardRule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0204",
        name: "Thread-bound lock held across await",
        since: "0.1.0",
        message: "'{0}' belongs to the thread that took it, and is held across '{1}', after which another thread may go on",
        description: "Monitor, ReaderWriterLockSlim, Mutex, SpinLock and Lock can be given back only by the thread that took them. After an await the method may run on another one: giving back throws, and the lock stays taken.");

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        foreach (var group in flow.Protocol.Suspensions.GroupBy(s => s.Bit))
        {
            var acquire = flow.Protocol.Acquires.Where(a => a.Bit == group.Key && (a.Event.Traits & AcquireTraits.Explicit) != 0).OrderBy(a => a.Event.Site.Start).FirstOrDefault();
            if (acquire is null)
                continue;
            var places = group.Select(s => CallIn(acquire.Frame, s.Frame) ?? s.Event.Site).Distinct().OrderBy(s => s.Start).ToList();
            yield return Find(acquire.Path, places[0], acquire.Event.Site, places.Skip(1), DiagnosticSeverity.Warning, FixKinds.UseSemaphore, NameOf(acquire.Path), places[0].Text);
        }
    }
}
