using System.Collections.Concurrent;
using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Lowering;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Reporting;
using AsyncStateAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncStateAnalyzers;

/// <summary>The one analyzer of the package: collects the bodies of a type while it is bound, and judges them when it ends.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncStateAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<DiagnosticDescriptor> s_descriptors = RuleCatalog.All.Select(r => r.Info.Descriptor).Append(RuleCatalog.GaveUp.Descriptor).ToImmutableArray();

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => s_descriptors;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var knowledge = KnowledgeBase.Create(start.Compilation);
            start.RegisterSymbolStartAction(symbol => StartType(symbol, knowledge), SymbolKind.NamedType);
        });
    }

    private static void StartType(SymbolStartAnalysisContext start, KnowledgeBase knowledge)
    {
        var type = (INamedTypeSymbol)start.Symbol;
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || !TypeGate.IsOpen(type, start.CancellationToken))
            return;
        var bodies = new ConcurrentBag<LoweredBody>();
        start.RegisterOperationBlockAction(block =>
        {
            foreach (var operation in block.OperationBlocks)
            {
                if (BodyLowering.Lower(operation, block.OwningSymbol, null, knowledge, block.CancellationToken) is { } body)
                    bodies.Add(body);
            }
        });
        start.RegisterSymbolEndAction(end =>
        {
            var report = TypeAnalysis.Run(type, end.Compilation, bodies, end.CancellationToken);
            foreach (var finding in report.Findings)
                end.ReportDiagnostic(DiagnosticFactory.Create(finding));
            foreach (var body in report.GaveUp)
                end.ReportDiagnostic(DiagnosticFactory.GaveUp(body));
        });
    }
}
