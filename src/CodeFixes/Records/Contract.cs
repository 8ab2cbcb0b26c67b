using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.CodeFixes.Records;

/// <summary>
/// Whether a type can be changed without breaking somebody who is not here: nobody outside its assembly sees it; or its assembly is a
/// program; or a program of the solution is made of it, and nothing says that it is also packed for others.
/// </summary>
internal static class Contract
{
    private static readonly string[] s_testing = { "xunit", "nunit", "Microsoft.VisualStudio.TestPlatform", "Microsoft.TestPlatform", "TUnit" };
    private static readonly string[] s_packing = { "PackageLicenseExpression", "PackageTags", "PackageProjectUrl", "PackageReadmeFile" };

    /// <summary>True where all users of the type are in the solution.</summary>
    public static bool IsOwnAffair(INamedTypeSymbol type, Project project)
    {
        for (var around = type; around is not null; around = around.ContainingType)
        {
            if (around.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
                return true;
        }

        if (IsProgram(project))
            return true;
        if (IsPacked(project))
            return false;
        var graph = project.Solution.GetProjectDependencyGraph();
        return graph.GetProjectsThatTransitivelyDependOnThisProject(project.Id).Select(project.Solution.GetProject).Any(p => p is not null && IsProgram(p) && !IsTest(p));
    }

    private static bool IsProgram(Project project) =>
        project.CompilationOptions?.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication;

    /// <summary>A test project is a program too, but nobody runs it for what the library does.</summary>
    private static bool IsTest(Project project) => project.MetadataReferences.Any(r => r.Display is { } path
        && System.IO.Path.GetFileName(path) is var file && s_testing.Any(t => file.StartsWith(t, StringComparison.OrdinalIgnoreCase)));

    private static bool IsPacked(Project project)
    {
        if (project.AdditionalDocuments.Any(d => d.Name.StartsWith("PublicAPI.", StringComparison.OrdinalIgnoreCase)))
            return true;
        var properties = project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GlobalOptions;
        if (Is("IsPackable", "false"))
            return false;
        return Is("GeneratePackageOnBuild", "true") || s_packing.Any(p => properties.TryGetValue("build_property." + p, out var value) && value.Length > 0);

        bool Is(string name, string wanted) => properties.TryGetValue("build_property." + name, out var value) && string.Equals(value, wanted, StringComparison.OrdinalIgnoreCase);
    }
}
