using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests;

/// <summary>
/// The platform that snippets are compiled against: the one the tests run on. Packages with reference assemblies need a newer Roslyn
/// than the floor that is tested here.
/// </summary>
internal static class PlatformReferences
{
    /// <summary>All assemblies of the platform.</summary>
    public static ImmutableArray<MetadataReference> All { get; } =
        Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .Where(file => Path.GetFileName(file) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll" or "Microsoft.Win32.Primitives.dll"))
            .Where(file => !Path.GetFileName(file).Contains("Native", StringComparison.Ordinal))
            .OrderBy(file => file, StringComparer.Ordinal)
            .Select(file => (MetadataReference)MetadataReference.CreateFromFile(file))
            .ToImmutableArray();
}
