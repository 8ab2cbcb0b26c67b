using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace AsyncStateAnalyzers.Package.Tests;

/// <summary>What is in the package, and what its DLLs ask of the compiler that loads them.</summary>
public sealed class ContentTests
{
    private static readonly Version s_roslynFloor = new(4, 8, 0, 0);

    [Fact]
    public void PackageContainsExactlyTheseFiles() => Assert.Equal(
        """
        AsyncStateAnalyzers.nuspec
        README.md
        [Content_Types].xml
        _rels/.rels
        analyzers/dotnet/cs/AsyncStateAnalyzers.CodeFixes.dll
        analyzers/dotnet/cs/AsyncStateAnalyzers.dll
        annotations/AsyncStateAnnotations.cs
        build/AsyncStateAnalyzers.props
        buildTransitive/AsyncStateAnalyzers.props
        icon.png
        package/services/metadata/core-properties/nuget.psmdcp
        presets/aspnetcore.globalconfig
        presets/library.globalconfig
        presets/off.globalconfig
        presets/tests.globalconfig
        presets/ui.globalconfig
        presets/worker.globalconfig
        """.ReplaceLineEndings("\n"),
        string.Join("\n", PackedPackage.Entries()));

    [Fact]
    public void NuspecSaysExactlyThis() => Assert.Equal(
        """
        authors: AsyncStateAnalyzers contributors
        description: Finds shared state that is read before an await and written after it, says why two executions can meet there, and mends it.
        developmentDependency: true
        icon: icon.png
        id: AsyncStateAnalyzers
        license: MIT
        licenseUrl: https://licenses.nuget.org/MIT
        projectUrl: https://github.com/AsyncStateAnalyzers/AsyncStateAnalyzers
        readme: README.md
        tags: analyzers roslyn async await race concurrency csharp
        title: AsyncStateAnalyzers
        """.ReplaceLineEndings("\n"),
        string.Join("\n", PackedPackage.Nuspec().Elements()
            .Where(element => element.Name.LocalName is not ("version" or "releaseNotes" or "repository"))
            .Select(element => $"{element.Name.LocalName}: {element.Value}")
            .Order(StringComparer.Ordinal)));

    [Fact]
    public void VersionAndReleaseNotesAreThoseOfTheChangelog()
    {
        var changelog = File.ReadAllText(Path.Combine(PackedPackage.RepositoryRoot, "CHANGELOG.md")).ReplaceLineEndings("\n");
        var section = changelog.Split("\n## ").Single(text => text.StartsWith(PackedPackage.Version + "\n", StringComparison.Ordinal));
        var notes = section[(PackedPackage.Version.Length + 1)..].Trim();

        Assert.NotEmpty(notes);
        Assert.Equal(PackedPackage.Version, Element("version"));
        Assert.Equal(notes, Element("releaseNotes").ReplaceLineEndings("\n"));
    }

    /// <summary>
    /// System.Composition is not among them: <c>[Shared]</c> would bind the fixes to whichever version the registry had at build time, and a
    /// host with an older one would load none of them. Roslyn makes the fixes of a package from <c>[ExportCodeFixProvider]</c> alone.
    /// </summary>
    [Theory]
    [InlineData("AsyncStateAnalyzers.dll", "Microsoft.CodeAnalysis, Microsoft.CodeAnalysis.CSharp, System.Collections.Immutable, System.Memory, netstandard")]
    [InlineData("AsyncStateAnalyzers.CodeFixes.dll", "AsyncStateAnalyzers, Microsoft.CodeAnalysis, Microsoft.CodeAnalysis.CSharp, Microsoft.CodeAnalysis.CSharp.Workspaces, Microsoft.CodeAnalysis.Workspaces, System.Collections.Immutable, System.Memory, netstandard")]
    public void DllsReferenceNothingBut(string dll, string allowed)
    {
        var names = References(dll).Select(reference => reference.Name);

        Assert.Empty(names.Except(allowed.Split(", ")));
    }

    [Theory]
    [InlineData("AsyncStateAnalyzers.dll")]
    [InlineData("AsyncStateAnalyzers.CodeFixes.dll")]
    public void DllsLoadInTheOldestSupportedCompiler(string dll)
    {
        var versions = References(dll).ToDictionary(reference => reference.Name, reference => reference.Version);

        Assert.All(versions.Where(entry => entry.Key.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)), entry => Assert.Equal(s_roslynFloor, entry.Value));
        Assert.All(versions.Where(entry => entry.Key.StartsWith("System.", StringComparison.Ordinal)), entry => Assert.True(entry.Value <= new Version(7, 0, 0, 0), $"{entry}"));
    }

    [Theory]
    [InlineData("AsyncStateAnalyzers.dll")]
    [InlineData("AsyncStateAnalyzers.CodeFixes.dll")]
    public void DllsCarryTheirSymbols(string dll)
    {
        using var image = Open(dll);

        Assert.Contains(image.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        Assert.Contains(image.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
    }

    [Fact]
    public void SymbolsNameNoFolderOfTheBuildMachine()
    {
        using var image = Open("AsyncStateAnalyzers.dll");
        var entry = image.ReadDebugDirectory().Single(debug => debug.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var provider = image.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        var symbols = provider.GetMetadataReader();
        var documents = symbols.Documents.Select(handle => symbols.GetString(symbols.GetDocument(handle).Name)).ToList();

        Assert.Contains(documents, name => name.EndsWith("AccessPath.cs", StringComparison.Ordinal));
        Assert.All(documents, name => Assert.StartsWith("/_/", name));
    }

    [Fact]
    public void ReadmeLinksWorkOutsideTheRepository()
    {
        var readme = Encoding.UTF8.GetString(PackedPackage.Read("README.md"));

        Assert.Contains("ASA0101", readme);
        Assert.DoesNotContain("](docs/", readme);
        Assert.DoesNotContain("](./", readme);
    }

    [Fact]
    public void IconIsAPngOf128Pixels()
    {
        var icon = PackedPackage.Read("icon.png");

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], icon[..4]);
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)));
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20)));
    }

    private static string Element(string name) => PackedPackage.Nuspec().Elements().Single(element => element.Name.LocalName == name).Value;

    private static PEReader Open(string dll) => new(new MemoryStream(PackedPackage.Read("analyzers/dotnet/cs/" + dll)));

    private static List<(string Name, Version Version)> References(string dll)
    {
        using var image = Open(dll);
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(reference => (metadata.GetString(reference.Name), reference.Version))];
    }
}
