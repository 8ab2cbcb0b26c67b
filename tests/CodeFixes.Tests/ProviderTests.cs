using System.Reflection;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>What an editor needs to know of the providers.</summary>
public class ProviderTests
{
    private static readonly Type[] Providers = typeof(AsyncStateCodeFixProvider).Assembly.GetTypes().Where(t => !t.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(t)).ToArray();

    [Fact]
    public void There_are_fourteen() => Assert.Equal(["AmbientCodeFixProvider", "BuildAsideCodeFixProvider", "ChannelCodeFixProvider", "FreshValueCodeFixProvider", "GuardCodeFixProvider", "GuardProtocolCodeFixProvider", "InTurnCodeFixProvider", "MessageCodeFixProvider", "OwnValueCodeFixProvider", "RecordCodeFixProvider", "SharedUpdateCodeFixProvider", "SignalCodeFixProvider", "SnapshotCodeFixProvider", "TakeGuardCodeFixProvider"], Providers.Select(p => p.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_is_exported_by_its_name() => Assert.All(Providers, provider =>
        Assert.Equal(provider.Name, provider.GetCustomAttribute<ExportCodeFixProviderAttribute>()!.Name));

    [Fact]
    public void Each_mends_rules_that_exist() => Assert.All(Providers, provider => Assert.Subset(
        AnalyzerRunner.Descriptors.Select(d => d.Id).ToHashSet(),
        ((CodeFixProvider)Activator.CreateInstance(provider)!).FixableDiagnosticIds.ToHashSet()));

    [Fact]
    public void Equivalence_keys_are_told_apart()
    {
        var keys = Providers.Where(p => p.IsSubclassOf(typeof(AsyncStateCodeFixProvider))).SelectMany(p => ((AsyncStateCodeFixProvider)Activator.CreateInstance(p)!).Fixes).Select(f => f.EquivalenceKey).Distinct().ToList();
        Assert.Equal([Mended.AddAwait, Mended.AddMaximum, "ASA.AsyncLocal", Fixing.AwaitInTurn, "ASA.AwaitWrite", Mended.BeforeTry, Fixing.BuildAside, Fixing.CheckAgain, "ASA.ClaimFirst", "ASA.CompleteInFinally", Fixing.ConcurrentCollection, "ASA.CreateInLoop", "ASA.DropPromise", "ASA.EndByCompletion", "ASA.Exchange", "ASA.GoOnElsewhere", Fixing.Guard, Fixing.Interlocked, Mended.LiftToField, Fixing.Lock, Mended.MakeAsync, Mended.MakeStatic, "ASA.NewValue", Mended.OnePermit, "ASA.OwnOnly", Fixing.ReadAfterAwait, Fixing.Reduce, "ASA.RenewFirst", "ASA.ReturnValue", "ASA.SendCopy", Fixing.Snapshot, "ASA.StartAnew", "ASA.StartWhenAssigned", Fixing.TakeGuard, Mended.TestAnswer, "ASA.TestWrite", Mended.TryFinally, "ASA.TryToComplete", Mended.UseSemaphore, "ASA.WaitForSignal"], keys.Order(StringComparer.Ordinal));
    }

    /// <summary>Two providers share a key where both make the same change; none of a report is offered by both.</summary>
    [Fact]
    public void Equivalence_keys_of_one_provider_are_told_apart() => Assert.All(
        Providers.Where(p => p.IsSubclassOf(typeof(AsyncStateCodeFixProvider))).Select(p => ((AsyncStateCodeFixProvider)Activator.CreateInstance(p)!).Fixes.Select(f => f.EquivalenceKey).ToList()),
        keys => Assert.Equal(keys.Distinct(), keys));

    [Fact]
    public void Each_can_be_applied_to_all() => Assert.All(Providers, provider => Assert.Equal(
        [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution],
        ((CodeFixProvider)Activator.CreateInstance(provider)!).GetFixAllProvider()!.GetSupportedFixAllScopes().Where(s => s <= FixAllScope.Solution)));
}
