using System.Text.RegularExpressions;

namespace AsyncStateAnalyzers.Corpus.Loading;

/// <summary>Paths that are left out: <c>*</c> stays inside a folder's name, <c>**</c> does not.</summary>
internal sealed class Globs(IEnumerable<string> patterns)
{
    private readonly Regex[] _patterns = [.. patterns.Select(ToRegex)];

    /// <summary>What is no product code in nearly every repository.</summary>
    public static IReadOnlyList<string> SideProjects { get; } =
        ["**/*Test*.csproj", "**/*Test*/**/*.csproj", "**/test/**/*.csproj", "**/tests/**/*.csproj", "**/*Benchmark*/**/*.csproj", "**/benchmark*/**/*.csproj"];

    /// <summary>Whether a path, written with slashes and relative to the repository, is left out.</summary>
    public bool Match(string path) => _patterns.Any(pattern => pattern.IsMatch(path));

    private static Regex ToRegex(string glob) =>
        new("^" + Regex.Escape(glob).Replace(@"\*\*/", "(.*/)?").Replace(@"\*\*", ".*").Replace(@"\*", "[^/]*") + "$", RegexOptions.CultureInvariant);
}
