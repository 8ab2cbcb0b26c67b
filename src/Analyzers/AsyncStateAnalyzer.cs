using System.Collections.Concurrent;
using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Lowering;
using AsyncStateAnalyzers.Reporting;
using AsyncStateAnalyzers.Rules;
using AsyncStateAnalyzers.Rules.Ambient;
using AsyncStateAnalyzers.Rules.Channels;
using AsyncStateAnalyzers.Rules.Messages;
using AsyncStateAnalyzers.Rules.Signals;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncStateAnalyzers;

/// <summary>The analyzer of all rules about code: collects the bodies of a type while it is bound, and judges them when it ends.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncStateAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<DiagnosticDescriptor> s_descriptors = RuleCatalog.All.Select(r => r.Info).Concat(RuleCatalog.OfTypes).Select(r => r.Descriptor).Append(RuleCatalog.GaveUp.Descriptor).Append(RuleCatalog.AnnotationDoesNotHold.Descriptor).ToImmutableArray();

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => s_descriptors;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var knowledge = KnowledgeBase.Create(start.Compilation, start.Options.AnalyzerConfigOptionsProvider);
            var each = new EachDeclaration(start.Compilation, new AsyncStateAnalyzer(), start.Options);
            start.RegisterSemanticModelAction(file =>
            {
                foreach (var found in InFile(file, knowledge))
                {
                    if (!each.Speaks(file.SemanticModel.SyntaxTree))
                        file.ReportDiagnostic(found);
                }
            });
            start.RegisterSymbolStartAction(symbol => StartType(symbol, knowledge, each), SymbolKind.NamedType);
        });
    }

    /// <summary>What needs no type around it: where messages are sent, and how channels, signals and ambient values are made and used.</summary>
    private static IEnumerable<Diagnostic> InFile(SemanticModelAnalysisContext file, KnowledgeBase knowledge)
    {
        foreach (var message in MutableMessageType.In(file.SemanticModel, knowledge, file.CancellationToken))
            yield return DiagnosticFactory.MessageIsMutable(message, MutableMessageType.ObstacleTo(message, knowledge.Compilation, file.CancellationToken), knowledge.Compilation);
        foreach (var finding in ChannelRules.In(file.SemanticModel, knowledge, file.CancellationToken).Concat(SignalRules.In(file.SemanticModel, knowledge, file.CancellationToken)).Concat(AmbientRules.In(file.SemanticModel, knowledge, file.CancellationToken)))
            yield return DiagnosticFactory.AtPlace(finding);
    }

    private static void StartType(SymbolStartAnalysisContext start, KnowledgeBase knowledge, EachDeclaration each)
    {
        var type = (INamedTypeSymbol)start.Symbol;
        if (Redeclarations.Is(type))
        {
            if (type.ContainingType is null)
                start.RegisterSymbolEndAction(end => Report(each.Of(type, end.CancellationToken), end.ReportDiagnostic));
            return;
        }

        if (AnnotationCheck.IsNeeded(type))
        {
            start.RegisterSymbolEndAction(end =>
            {
                foreach (var mistake in AnnotationCheck.Of(type, knowledge))
                    end.ReportDiagnostic(DiagnosticFactory.AnnotationDoesNotHold(mistake));
            });
        }

        if (MutableMessageType.Of(type, knowledge, start.CancellationToken) is { } listed)
            start.RegisterSymbolEndAction(end => end.ReportDiagnostic(DiagnosticFactory.MessageIsMutable(listed, MutableMessageType.ObstacleTo(listed, knowledge.Compilation, end.CancellationToken), knowledge.Compilation)));

        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
            return;
        var outline = TypeGate.Open(type, start.CancellationToken);
        if (outline?.LetsTasksOutlive ?? TypeGate.LetsTasksOutlive(type, start.CancellationToken))
            start.RegisterOperationAction(JudgeTask, OperationKind.Return, OperationKind.ExpressionStatement, OperationKind.VariableDeclarationGroup);
        if (outline is null)
        {
            if (TypeGate.OpenForSends(type, knowledge.Options, start.CancellationToken) is { } sending)
                StartBodies(start, type, knowledge, sending, Array.Empty<Family>());
            return;
        }

        StartSemaphores(start, outline);
        outline.FindSharedObjects(type, () => new TypeKnowledge(type, start.Compilation, knowledge.Options));
        outline.FindAmbient(type.Name, knowledge);
        outline.FindStartedElsewhere(knowledge);
        outline.FindSending(knowledge.Options.Of(type).Senders, only: false, knowledge.Forwarders);
        var families = Family.Of(type, outline, knowledge, start.CancellationToken);
        if (outline.Suspects().Count == 0 && outline.Guarded.Count == 0 && outline.SharedObjects.Count == 0 && outline.Protocol.Count == 0 && outline.Sending.Count == 0 && outline.Ambient.Count == 0 && families.Count == 0)
            return;
        if (outline.DependsOnUsersOnly && outline.Protocol.Count == 0 && outline.Ambient.Count == 0 && new TypeKnowledge(type, start.Compilation, knowledge.Options).IsConfined)
        {
            if (outline.Sending.Count == 0)
                return;
            outline.FindSending(knowledge.Options.Of(type).Senders, only: true, knowledge.Forwarders);
        }

        StartBodies(start, type, knowledge, outline, families);
    }

    private static void StartBodies(SymbolStartAnalysisContext start, INamedTypeSymbol type, KnowledgeBase knowledge, TypeOutline outline, IReadOnlyList<Family> families)
    {
        var bodies = new ConcurrentBag<BodySource>();
        start.RegisterOperationBlockAction(block =>
        {
            foreach (var operation in block.OperationBlocks)
                bodies.Add(new BodySource(operation, block.OwningSymbol, knowledge));
        });
        start.RegisterSymbolEndAction(end =>
        {
            var report = TypeAnalysis.Run(type, knowledge, outline, families, bodies, end.CancellationToken);
            foreach (var finding in report.Findings)
                end.ReportDiagnostic(DiagnosticFactory.Create(finding));
            foreach (var body in report.GaveUp)
                end.ReportDiagnostic(DiagnosticFactory.GaveUp(body));
        });
    }

    /// <summary>How semaphores are made: that needs no flow.</summary>
    private static void StartSemaphores(SymbolStartAnalysisContext start, TypeOutline outline)
    {
        var semaphores = outline.Semaphores.ToList();
        var signals = outline.SignalsUnderGuard.ToList();
        var disposals = outline.DisposedInUse.ToList();
        var behind = outline.BackgroundDisposals.ToList();
        var collections = outline.LiveCollections.ToList();
        var elements = outline.OpenElements.ToList();
        var refilled = outline.RefilledMessages.ToList();
        var canceled = outline.CanceledWaits.ToList();
        if (semaphores.Count == 0 && signals.Count == 0 && disposals.Count == 0 && behind.Count == 0 && collections.Count == 0 && elements.Count == 0 && refilled.Count == 0 && canceled.Count == 0)
            return;
        start.RegisterSymbolEndAction(end =>
        {
            foreach (var mistake in semaphores)
            {
                // Of a singleton there is one object, and what belongs to it belongs to all.
                if (mistake.Kind != SemaphoreMistakeKind.OfOneObject || Registrations.Of(end.Compilation).Find(end.Symbol.Name) is not { Lifetime: Lifetime.Singleton })
                    end.ReportDiagnostic(DiagnosticFactory.SemaphoreDoesNotFit(mistake));
            }

            foreach (var wait in canceled)
                end.ReportDiagnostic(DiagnosticFactory.ReleasedAfterFailure(wait));
            foreach (var signal in signals)
                end.ReportDiagnostic(DiagnosticFactory.WaitsForNextHolder(signal));
            foreach (var disposal in disposals)
                end.ReportDiagnostic(DiagnosticFactory.DisposedInUse(disposal));
            foreach (var disposal in behind)
                end.ReportDiagnostic(DiagnosticFactory.DisposedBehind(disposal));
            foreach (var message in refilled)
                end.ReportDiagnostic(DiagnosticFactory.RefilledInLoop(message));
            foreach (var element in elements)
                end.ReportDiagnostic(DiagnosticFactory.ChangedOpenly(element));
            foreach (var collection in collections)
                end.ReportDiagnostic(DiagnosticFactory.HandedOutAlive(collection));
        });
    }

    private static void Report(IEnumerable<Diagnostic> found, Action<Diagnostic> report)
    {
        foreach (var diagnostic in found)
            report(diagnostic);
    }

    private static void JudgeTask(OperationAnalysisContext context)
    {
        if (OutlivingTasks.Judge(context.Operation) is { } task)
            context.ReportDiagnostic(DiagnosticFactory.TaskOutlives(task));
    }
}
