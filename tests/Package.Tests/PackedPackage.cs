using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;

namespace AsyncStateAnalyzers.Package.Tests;

/// <summary>The .nupkg that the build of this project has packed.</summary>
internal static class PackedPackage
{
    /// <summary>The package's id.</summary>
    public const string Id = "AsyncStateAnalyzers";

    /// <summary>The folder that serves as a NuGet feed.</summary>
    public static string Feed { get; } = Metadata("PackedFeed");

    /// <summary>The version that the build gives it.</summary>
    public static string Version { get; } = Metadata("PackageVersion");

    /// <summary>The folder of the solution.</summary>
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    /// <summary>The packed file.</summary>
    public static string File { get; } = Path.Combine(Feed, $"{Id}.{Version}.nupkg");

    /// <summary>The names of all entries, sorted.</summary>
    public static IReadOnlyList<string> Entries()
    {
        using var archive = ZipFile.OpenRead(File);
        return [.. archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
    }

    /// <summary>One entry's bytes.</summary>
    /// <exception cref="InvalidOperationException">The package has no such entry.</exception>
    public static byte[] Read(string entry)
    {
        using var archive = ZipFile.OpenRead(File);
        using var stream = (archive.GetEntry(entry) ?? throw new InvalidOperationException($"{File} has no entry {entry}")).Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>The metadata element of the nuspec.</summary>
    public static XElement Nuspec()
    {
        using var stream = new MemoryStream(Read($"{Id}.nuspec"));
        var root = XDocument.Load(stream).Root!;
        return root.Element(root.Name.Namespace + "metadata")!;
    }

    private static string Metadata(string key) =>
        typeof(PackedPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
