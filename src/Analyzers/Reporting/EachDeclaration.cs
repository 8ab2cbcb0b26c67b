using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using AsyncStateAnalyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncStateAnalyzers.Reporting;

/// <summary>What is to be said of types that are declared more than once: of each declaration what would be said without the others.</summary>
internal sealed class EachDeclaration
{
    private readonly DiagnosticAnalyzer _analyzer;
    private readonly AnalyzerOptions _options;
    private readonly Lazy<Redeclarations> _redeclarations;
    private readonly ConcurrentDictionary<Compilation, CompilationWithAnalyzers> _analyses = new();
    private readonly ConcurrentDictionary<SyntaxTree, ImmutableArray<Diagnostic>> _found = new();
    private ExceptionDispatchInfo? _crash;

    /// <summary>For one compilation; nothing is looked at before it is asked for.</summary>
    /// <param name="compilation">With the types that are declared more than once.</param>
    /// <param name="analyzer">Another one than that which asks.</param>
    /// <param name="options">What users have set.</param>
    public EachDeclaration(Compilation compilation, DiagnosticAnalyzer analyzer, AnalyzerOptions options)
    {
        _analyzer = analyzer;
        _options = options;
        _redeclarations = new Lazy<Redeclarations>(() => Redeclarations.In(compilation));
    }

    /// <summary>True for a file of which all is said here.</summary>
    public bool Speaks(SyntaxTree tree) => _redeclarations.Value.Involve(tree);

    /// <summary>What stands in a declaration of the type.</summary>
    public IEnumerable<Diagnostic> Of(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type.DeclaringSyntaxReferences.SelectMany(declaration => In(declaration.SyntaxTree, cancellationToken).Where(d => declaration.Span.Contains(d.Location.SourceSpan)));

    /// <summary>
    /// Of a file that stands alone with the analyzer, as the compiler would see it. What has been canceled is not kept, and what the analyzer throws
    /// is thrown here again: its host has to hear of it. The callback that asks is synchronous, and nothing in the analysis waits for its host.
    /// </summary>
    private ImmutableArray<Diagnostic> In(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (_found.TryGetValue(tree, out var known))
            return known;
        if (_redeclarations.Value.Without(tree) is not { } compilation)
            return ImmutableArray<Diagnostic>.Empty;
        var analysis = _analyses.GetOrAdd(compilation, c => c.WithAnalyzers(ImmutableArray.Create(_analyzer), new CompilationWithAnalyzersOptions(_options, onAnalyzerException: (e, _, _) => Interlocked.CompareExchange(ref _crash, ExceptionDispatchInfo.Capture(e), null), concurrentAnalysis: false, logAnalyzerExecutionTime: false)));
        var found = analysis.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, cancellationToken).GetAwaiter().GetResult();
        _crash?.Throw();
        return _found.GetOrAdd(tree, found);
    }
}
