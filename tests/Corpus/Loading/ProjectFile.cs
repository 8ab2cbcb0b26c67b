using System.Xml;
using System.Xml.Linq;

namespace AsyncStateAnalyzers.Corpus.Loading;

/// <summary>What a project file and the <c>Directory.Build.props</c> above it say, read as text: nothing is evaluated, no condition is asked.</summary>
internal sealed class ProjectFile
{
    private static readonly string[] s_usings = ["System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private static readonly string[] s_webUsings =
    [
        "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    private readonly List<XDocument> _documents;

    private ProjectFile(string path, List<XDocument> documents)
    {
        Path = path;
        _documents = documents;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The folder whose sources belong to it.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The projects it refers to, by full path.</summary>
    public IEnumerable<string> References =>
        from include in Items(_documents[0], "ProjectReference")
        where !include.Contains("$(", StringComparison.Ordinal)
        select System.IO.Path.GetFullPath(System.IO.Path.Combine(Folder, include.Replace('\\', '/')));

    /// <summary>The source text that the SDK would make of its implicit usings and <c>Using</c> items.</summary>
    public string GlobalUsings => string.Concat(Usings().Distinct().Select(name => $"global using {name};\n"));

    /// <summary>Reads a project file; a path that does not exist stands for a folder without one.</summary>
    /// <exception cref="XmlException">The project file is no XML.</exception>
    public static ProjectFile Read(string path, string root)
    {
        var documents = new List<XDocument> { File.Exists(path) ? XDocument.Load(path) : XDocument.Parse("<Project><ImplicitUsings>enable</ImplicitUsings></Project>") };
        for (var folder = System.IO.Path.GetDirectoryName(path); folder is not null && folder.Length >= root.Length; folder = System.IO.Path.GetDirectoryName(folder))
        {
            var props = System.IO.Path.Combine(folder, "Directory.Build.props");
            if (File.Exists(props))
                documents.Add(XDocument.Load(props));
        }

        return new ProjectFile(path, documents);
    }

    private static IEnumerable<string> Items(XDocument document, string name) =>
        document.Descendants()
            .Where(element => element.Name.LocalName == name)
            .SelectMany(element => ((string?)element.Attribute("Include") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private IEnumerable<string> Usings()
    {
        if (_documents.Any(document => document.Descendants().Any(element => element.Name.LocalName == "ImplicitUsings" && element.Value is "enable" or "true")))
        {
            var isWeb = ((string?)_documents[0].Root?.Attribute("Sdk") ?? "").StartsWith("Microsoft.NET.Sdk.", StringComparison.Ordinal);
            foreach (var name in isWeb ? s_usings.Concat(s_webUsings) : s_usings)
                yield return name;
        }

        foreach (var element in _documents.SelectMany(document => document.Descendants()).Where(element => element.Name.LocalName == "Using" && element.Attribute("Include") is not null))
        {
            var name = (string)element.Attribute("Include")!;
            yield return (string?)element.Attribute("Static") == "true" ? "static " + name : (string?)element.Attribute("Alias") is { } alias ? alias + " = " + name : name;
        }
    }
}
