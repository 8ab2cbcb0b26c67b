using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AsyncStateAnalyzers.Corpus.Running;

/// <summary>The analyzers of an assembly, in a load context of their own: two versions are compared with the same tool.</summary>
internal static class AnalyzerAssembly
{
    /// <summary>The analyzers as they were built together with this tool.</summary>
    public static string Current { get; } = Path.Combine(AppContext.BaseDirectory, "AsyncStateAnalyzers.dll");

    /// <summary>One of each analyzer for C#.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static ImmutableArray<DiagnosticAnalyzer> Load(string path)
    {
        var full = Path.GetFullPath(path);
        var context = new AssemblyLoadContext(full);
        context.Resolving += (loading, name) =>
        {
            var beside = Path.Combine(Path.GetDirectoryName(full)!, name.Name + ".dll");
            return !name.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) && File.Exists(beside) ? loading.LoadFromAssemblyPath(beside) : null;
        };
        var analyzers = context.LoadFromAssemblyPath(full).GetTypes()
            .Where(type => !type.IsAbstract && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
            .ToImmutableArray();
        return analyzers.IsEmpty ? throw new InvalidOperationException(full + " has no analyzers") : analyzers;
    }
}
