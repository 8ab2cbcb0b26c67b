using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>A class with some guards, into which the tests of the guard rules put their members.</summary>
internal static class GuardedClass
{
    private const string Members =
        """
        private readonly SemaphoreSlim _gate = new(1, 1), _other = new(1, 1); private readonly object _lock = new(); private readonly ReaderWriterLockSlim _rw = new(); private readonly Mutex _mutex = new();
        private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(); private int _n; private static readonly SemaphoreSlim s_gate = new(1, 1);
        private static Task F() => Task.Delay(1); private static Task<int> Load() => Task.FromResult(1); private static void G() => Console.WriteLine();
        """;

    /// <summary>What the guard rules say of a class with these members, from suggestions up: <c>warning ASA0201</c>.</summary>
    public static IEnumerable<string> Reports(string members) => Diagnostics(members).Select(r => $"{r.Severity.ToString().ToLowerInvariant()} {r.Id}");

    /// <summary>The same with all that belongs to it.</summary>
    public static IEnumerable<Diagnostic> Diagnostics(string members) =>
        OfGuards("using System.Collections.Concurrent; using System.Diagnostics.CodeAnalysis;\npublic class C\n{\n" + Members + "\n" + members + "\n}\n");

    /// <summary>What the guard rules say of a whole source.</summary>
    public static IEnumerable<Diagnostic> OfGuards(string source) => OfGuards(("Test.cs", source));

    /// <summary>What the guard rules say of several files.</summary>
    public static IEnumerable<Diagnostic> OfGuards(params (string Path, string Source)[] files)
    {
        var compilation = AnalyzerRunner.Compile(files);
        Assert.DoesNotContain(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        return AnalyzerRunner.Run(compilation).Where(r => r.Id.StartsWith("ASA02", StringComparison.Ordinal) && r.Severity >= DiagnosticSeverity.Info);
    }
}
