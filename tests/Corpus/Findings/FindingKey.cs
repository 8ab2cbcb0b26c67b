using System.Security.Cryptography;
using System.Text;

namespace AsyncStateAnalyzers.Corpus.Findings;

/// <summary>
/// The identity of a finding across versions: rule, file, member, state and a hash of the source line without its white space. Line numbers
/// do not enter, so a verdict survives edits elsewhere. Equal lines in one member are told apart by a number.
/// </summary>
internal static class FindingKey
{
    /// <summary>The part that names the place in words.</summary>
    public static string Site(string id, string file, string member, string location) => string.Join('|', id, file, member, location);

    /// <summary>The key of a finding on this source line.</summary>
    public static string Of(string id, string file, string member, string location, string line)
    {
        var text = string.Concat(line.Where(c => !char.IsWhiteSpace(c)));
        return Site(id, file, member, location) + "|" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
    }

    /// <summary>Gives each row a key that no other row of its repository has.</summary>
    public static IEnumerable<Finding> Number(IEnumerable<Finding> inOrder)
    {
        var seen = new Dictionary<(string, string), int>();
        foreach (var row in inOrder)
        {
            var count = seen[(row.Repo, row.Key)] = seen.GetValueOrDefault((row.Repo, row.Key)) + 1;
            yield return count == 1 ? row : row with { Key = $"{row.Key}|{count}" };
        }
    }
}
