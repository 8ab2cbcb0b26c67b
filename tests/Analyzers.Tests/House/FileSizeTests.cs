using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.House;

/// <summary>A file that one can hold in the head: at most 300 lines, or a first line that says why not.</summary>
public sealed class FileSizeTests
{
    private const int Most = 300;
    private const string Reason = "// Longer than 300 lines: ";

    private static readonly string[] s_folders = ["src", "tests", "samples", "tools"];

    [Fact]
    public void NoSourceFileIsLongerThan300LinesWithoutAReason()
    {
        var files = s_folders.Select(folder => Repository.PathOf(folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !IsBuilt(file))
            .ToList();
        var tooLong = files.Where(file => IsTooLong(File.ReadAllLines(file))).Select(file => Path.GetRelativePath(Repository.Root, file));

        Assert.Contains(files, file => Path.GetFileName(file) == "AccessPath.cs");
        Assert.Equal("", string.Join("\n", tooLong));
    }

    [Theory]
    [InlineData(300, "using System;", false)]
    [InlineData(301, "using System;", true)]
    [InlineData(301, Reason, true)]
    [InlineData(301, Reason + "the table of all operators in one place", false)]
    public void LengthIsJudgedByLinesAndReason(int lines, string first, bool expected) =>
        Assert.Equal(expected, IsTooLong([first, .. Enumerable.Repeat("", lines - 1)]));

    private static bool IsTooLong(string[] lines) =>
        lines.Length > Most && !(lines[0].StartsWith(Reason, StringComparison.Ordinal) && lines[0].Length > Reason.Length);

    private static bool IsBuilt(string file) =>
        Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "BenchmarkDotNet.Artifacts");
}
