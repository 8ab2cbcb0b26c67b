using AsyncStateAnalyzers.Package.Tests.EndToEnd;

namespace AsyncStateAnalyzers.Package.Tests;

/// <summary>The same sources give the same file, so that anybody can check what a published package was made of.</summary>
public sealed class DeterminismTests : IDisposable
{
    private static readonly string[] s_sources = ["src", "Directory.Build.props", "Directory.Packages.props", "global.json", "CHANGELOG.md", ".editorconfig", "BannedSymbols.txt"];

    private readonly string _root = Directory.CreateTempSubdirectory("asyncstate-pack-").FullName;

    [Fact]
    public async Task TwoPacksInDifferentFoldersAreEqualByteForByte()
    {
        var first = await PackCopyAsync("first");
        var second = await PackCopyAsync(Path.Combine("another", "folder"));

        Assert.Equal(first, second);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Copy(from, to);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var entry in Directory.EnumerateFileSystemEntries(from).Where(entry => Path.GetFileName(entry) is not ("bin" or "obj")))
            Copy(entry, Path.Combine(to, Path.GetFileName(entry)));
    }

    private async Task<byte[]> PackCopyAsync(string name)
    {
        var folder = Path.Combine(_root, name);
        Directory.CreateDirectory(folder);
        foreach (var source in s_sources)
            Copy(Path.Combine(PackedPackage.RepositoryRoot, source), Path.Combine(folder, source));

        var result = await Dotnet.RunAsync(folder, null, "pack", "src/Package", "-o", "out", "-c", "Release");

        Assert.True(result.ExitCode == 0, result.Output);
        return File.ReadAllBytes(Path.Combine(folder, "out", Path.GetFileName(PackedPackage.File)));
    }
}
