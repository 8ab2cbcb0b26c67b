using System.Xml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.Corpus.Loading;

/// <summary>
/// Sources as they lie in a folder, neither restored nor built: every project file becomes a compilation of the files below it, project
/// references become references, and types from packages stay unknown, as they are while somebody edits a project that does not build.
/// </summary>
internal sealed class FolderLoader
{
    private readonly string _root;
    private readonly Globs _excluded;
    private readonly SortedSet<string> _projects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Compilation> _compilations = new(StringComparer.Ordinal);

    private FolderLoader(string root, Globs excluded)
    {
        _root = root;
        _excluded = excluded;
        foreach (var project in Directory.EnumerateFiles(root, "*.csproj", SearchOption.AllDirectories).Where(file => !IsBuilt(file)))
            _projects.Add(project);
        if (_projects.Count == 0)
            _projects.Add(Path.Combine(root, Path.GetFileName(root) + ".csproj"));
        _folders.UnionWith(_projects.Select(project => Path.GetDirectoryName(project)!));
    }

    /// <summary>The projects below a folder, in the order of their paths; one for the whole folder where it has none.</summary>
    public static IEnumerable<LoadedProject> Load(string folder, Globs excluded)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var loader = new FolderLoader(root, excluded);
        foreach (var project in loader._projects)
        {
            var name = Path.GetRelativePath(root, project).Replace('\\', '/');
            if (!excluded.Match(name))
                yield return loader.Load(project, name);
        }
    }

    private static bool IsBuilt(string file) => file.Replace('\\', '/') is var path && (path.Contains("/obj/") || path.Contains("/bin/"));

    private LoadedProject Load(string project, string name)
    {
        try
        {
            return new LoadedProject(name, Compile(project, []));
        }
        catch (Exception e) when (e is XmlException or IOException)
        {
            return new LoadedProject(name, null, e.Message);
        }
    }

    private Compilation Compile(string project, HashSet<string> under)
    {
        if (_compilations.TryGetValue(project, out var known))
            return known;
        under.Add(project);
        var file = ProjectFile.Read(project, _root);
        var trees = Sources(file.Folder).AsParallel().AsOrdered().Select(Parse).ToList();
        trees.Add(CSharpSyntaxTree.ParseText(file.GlobalUsings, Platform.Parsing, Path.Combine(file.Folder, "obj", "GlobalUsings.g.cs")));
        var references = new HashSet<MetadataReference>();
        foreach (var reference in file.References.Where(path => _projects.Contains(path) && !under.Contains(path)))
        {
            var used = Compile(reference, under);
            references.Add(used.ToMetadataReference());
            references.UnionWith(used.References.OfType<CompilationReference>());
        }

        var compilation = CSharpCompilation.Create(Path.GetFileNameWithoutExtension(project), trees, [.. Platform.References, .. references], Platform.Compiling);
        _compilations.Add(project, compilation);
        return compilation;
    }

    private static SyntaxTree Parse(string file)
    {
        using var stream = File.OpenRead(file);
        return CSharpSyntaxTree.ParseText(SourceText.From(stream), Platform.Parsing, file);
    }

    /// <summary>What lies below a folder without belonging to a project further down.</summary>
    private IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !IsBuilt(file) && !BelongsFurtherDown(file, folder) && !_excluded.Match(Path.GetRelativePath(_root, file).Replace('\\', '/')))
            .Order(StringComparer.Ordinal);

    private bool BelongsFurtherDown(string file, string folder)
    {
        for (var at = Path.GetDirectoryName(file)!; at.Length > folder.Length; at = Path.GetDirectoryName(at)!)
        {
            if (_folders.Contains(at))
                return true;
        }

        return false;
    }
}
