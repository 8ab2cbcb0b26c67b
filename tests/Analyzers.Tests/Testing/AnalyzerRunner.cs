using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncStateAnalyzers.Testing;

/// <summary>Runs the analyzer over sources as a compiler runs it, with the implicit usings of a console project.</summary>
internal static class AnalyzerRunner
{
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>The framework the tests run on: a package of reference assemblies would ask for a newer Roslyn than the floor.</summary>
    private static readonly ImmutableArray<MetadataReference> s_framework =
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .Where(f => Path.GetFileName(f) is "mscorlib.dll" or "netstandard.dll" || Path.GetFileName(f).StartsWith("System.", StringComparison.Ordinal))
            .Where(f => !f.EndsWith(".Native.dll", StringComparison.Ordinal))
            .Select(f => MetadataReference.CreateFromFile(f)),
    ];

    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.Preview, DocumentationMode.Parse);
    private static readonly SyntaxTree s_usings = CSharpSyntaxTree.ParseText(ImplicitUsings, s_parseOptions, "ImplicitUsings.cs");

    /// <summary>The reports on one source text, in the order of their places.</summary>
    /// <exception cref="AnalyzerCrashException">The analyzer threw.</exception>
    public static ImmutableArray<Diagnostic> Run(string source, params (string Key, string Value)[] options) => Run(Compile(("Test.cs", source)), options);

    /// <summary>The reports on a compilation, in the order of their places.</summary>
    /// <exception cref="AnalyzerCrashException">The analyzer threw.</exception>
    public static ImmutableArray<Diagnostic> Run(Compilation compilation, params (string Key, string Value)[] options) =>
        Run(compilation, new Options(options.ToImmutableDictionary(o => o.Key, o => o.Value)));

    /// <summary>What the analyzers of the package can report.</summary>
    public static ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = [.. Analyzers().SelectMany(a => a.SupportedDiagnostics)];

    /// <summary>The reports on a compilation under options that may differ from file to file.</summary>
    /// <exception cref="AnalyzerCrashException">The analyzer threw.</exception>
    public static ImmutableArray<Diagnostic> Run(Compilation compilation, AnalyzerConfigOptionsProvider options)
    {
        var crashes = new ConcurrentQueue<Exception>();
        var reports = compilation
            .WithAnalyzers(
                Analyzers(),
                new CompilationWithAnalyzersOptions(
                    new AnalyzerOptions([], options),
                    (exception, _, _) => crashes.Enqueue(exception),
                    concurrentAnalysis: true,
                    logAnalyzerExecutionTime: false))
            .GetAnalyzerDiagnosticsAsync()
            .GetAwaiter()
            .GetResult();
        if (crashes.TryDequeue(out var crash))
            throw new AnalyzerCrashException(crash);
        return [.. reports.OrderBy(r => r.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(r => r.Location.SourceSpan.Start).ThenBy(r => r.Id, StringComparer.Ordinal)];
    }

    /// <summary>A library of these files, each a path and a text.</summary>
    public static CSharpCompilation Compile(params IEnumerable<(string Path, string Text)> files) => Compile(OutputKind.DynamicallyLinkedLibrary, files);

    /// <summary>A compilation of these files, each a path and a text.</summary>
    public static CSharpCompilation Compile(OutputKind kind, params IEnumerable<(string Path, string Text)> files) =>
        CSharpCompilation.Create(
            "Test",
            files.Select(f => CSharpSyntaxTree.ParseText(f.Text, s_parseOptions, f.Path)).Prepend(s_usings),
            s_framework,
            new CSharpCompilationOptions(kind, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    private static ImmutableArray<DiagnosticAnalyzer> Analyzers() => [new AsyncStateAnalyzer(), new OptionsAnalyzer()];

    private sealed class Options(ImmutableDictionary<string, string> values) : AnalyzerConfigOptionsProvider
    {
        private readonly Values _values = new(values);

        public override AnalyzerConfigOptions GlobalOptions => _values;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _values;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _values;

        private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
        {
#nullable disable // NotNullWhen is ambiguous here: the analyzer brings its own, and shows it to its tests.
            public override IEnumerable<string> Keys => values.Keys;

            public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value);
#nullable restore
        }
    }
}

/// <summary>The analyzer threw instead of analysing.</summary>
internal sealed class AnalyzerCrashException(Exception cause) : Exception("The analyzer threw: " + cause, cause);
