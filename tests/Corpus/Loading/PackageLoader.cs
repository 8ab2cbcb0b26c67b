using System.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Corpus.Loading;

/// <summary>A package as it was released: brought here by an ordinary restore into a folder of its own, then decompiled.</summary>
internal static class PackageLoader
{
    /// <summary>The assembly that is called like the package; a package that cannot be restored here, or has none, is a project without a compilation.</summary>
    public static LoadedProject Load(string id, string version)
    {
        var folder = Directory.CreateTempSubdirectory("corpus-package-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "package.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <CopyLocalLockFileAssemblies>true</CopyLocalLockFileAssemblies>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="{id}" Version="[{version}]" />
                  </ItemGroup>
                </Project>
                """);
            if (Build(folder) is { } problem)
                return new LoadedProject(id, null, problem);
            var output = Path.Combine(folder, "out");
            var assembly = Directory.EnumerateFiles(output, "*.dll").FirstOrDefault(file => Path.GetFileNameWithoutExtension(file).Equals(id, StringComparison.OrdinalIgnoreCase));
            if (assembly is null)
                return new LoadedProject(id, null, $"{id} {version} has no assembly {id}.dll");
            var own = Directory.EnumerateFiles(output, "*.dll").Order(StringComparer.Ordinal).Select(file => (MetadataReference)MetadataReference.CreateFromImage(File.ReadAllBytes(file), filePath: file));
            return new LoadedProject(id, DecompiledAssembly.Compile(assembly, [.. Platform.References, .. own]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Null when all is there; else the first error.</summary>
    private static string? Build(string folder)
    {
        var start = new ProcessStartInfo("dotnet", ["build", "--nologo", "-v", "q", "-c", "Release", "-o", "out", "-nodeReuse:false"]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var build = Process.Start(start)!;
        var output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        return build.ExitCode == 0 ? null : output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim() ?? "the package could not be restored";
    }
}
