using System.Collections.Concurrent;
using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Reporting;
using AsyncStateAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncStateAnalyzers;

/// <summary>
/// Says which options are not understood, each once. Apart from <see cref="AsyncStateAnalyzer"/>, because it can answer only when all
/// files have been seen, and editors put off analyzers of that kind.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OptionsAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<DiagnosticDescriptor> s_descriptors = ImmutableArray.Create(RuleCatalog.OptionNotUnderstood.Descriptor);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => s_descriptors;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var mistakes = new ConcurrentBag<(OptionMistake Mistake, SyntaxTree? Tree)>();
            start.RegisterSyntaxTreeAction(file =>
            {
                foreach (var mistake in FileSettings.MistakesIn(file.Options.AnalyzerConfigOptionsProvider.GetOptions(file.Tree)))
                    mistakes.Add((mistake, file.Tree));
            });
            start.RegisterCompilationEndAction(end =>
            {
                foreach (var mistake in FileSettings.MistakesIn(end.Options.AnalyzerConfigOptionsProvider.GlobalOptions))
                    mistakes.Add((mistake, null));

                // What is set for all files is said of none; what is set for some, of the first of them.
                foreach (var same in mistakes.GroupBy(m => m.Mistake).OrderBy(g => g.Key.Key, StringComparer.Ordinal).ThenBy(g => g.Key.Wrong, StringComparer.Ordinal))
                    end.ReportDiagnostic(DiagnosticFactory.OptionNotUnderstood(same.Key, same.Select(m => m.Tree).OrderBy(t => t?.FilePath, StringComparer.Ordinal).First()));
            });
        });
    }
}
