using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace AsyncStateAnalyzers.Package.Tests.EndToEnd;

/// <summary>
/// A folder outside the repository with projects of a user who has only the packed file: a feed with it, a package cache of its own,
/// and copies of one project that differ in how they are configured. Restored and built once for all tests.
/// </summary>
public sealed class Consumer : IAsyncLifetime
{
    /// <summary>The class that every project has; the marks name the lines that are reported.</summary>
    private const string Till = """
        using System.Threading.Tasks;

        namespace Shop;

        public class Till
        {
            private static Register? s_register;
            private int _total;

            public int Total => _total;

            public async Task AddAsync()
            {
                _total += await PriceAsync(); // ASA0101
            }

            public static async Task<Register> OpenAsync()
            {
                if (s_register is null)
                {
                    s_register = await Register.ConnectAsync(); // ASA0102
                }

                return s_register;
            }

            public static async Task OpenTwiceAsync()
            {
                await Task.WhenAll(OpenAsync(), OpenAsync());
            }

            private static async Task<int> PriceAsync()
            {
                await Task.Yield();
                return 3;
            }
        }

        public sealed class Register
        {
            public int Drawer { get; set; }

            public static async Task<Register> ConnectAsync()
            {
                await Task.Yield();
                return new Register();
            }
        }

        """;

    /// <summary>A class with the attributes that the package brings.</summary>
    private const string Drawer = """
        using System.Threading;
        using System.Threading.Tasks;
        using AsyncState.Annotations;

        namespace Shop;

        public class Drawer
        {
            private readonly SemaphoreSlim _gate = new(1, 1);

            [GuardedBy(nameof(_gate))]
            private int _coins;

            [ThreadConfined]
            private int _open;

            public SemaphoreSlim Gate => _gate;

            public async Task AddAsync(Task<int> coins)
            {
                var before = _coins;
                _open += await coins;
                _coins = before + 1;
            }

            [GuardedBy("_key")]
            private int _notes;

            public void AddNote() => _notes++;
        }

        """;

    private readonly Dictionary<string, DotnetResult> _results = [];

    /// <summary>The values of <c>AsyncStatePreset</c>.</summary>
    public static IReadOnlyList<string> Presets { get; } = ["ui", "aspnetcore", "worker", "library", "tests", "off"];

    /// <summary>The folder of all projects.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("asyncstate-").FullName;

    /// <summary>The line on which the class is reported for a rule.</summary>
    public static int LineOf(string rule) => Till.Split('\n').Index().Single(line => line.Item.Contains("// " + rule, StringComparison.Ordinal)).Index + 1;

    /// <summary>What the source looks like now.</summary>
    public string Source(string project) => File.ReadAllText(Path.Combine(Root, project, "Till.cs"));

    /// <summary>The presets that the compiler got for a project.</summary>
    public IReadOnlyList<string> PresetsOf(string project) =>
        [.. File.ReadAllLines(Path.Combine(Root, project, "configs.txt")).Where(line => line.EndsWith(".globalconfig", StringComparison.Ordinal)).Select(line => Path.GetFileNameWithoutExtension(line)!).Intersect(Presets)];

    /// <summary>What the compiler logged for a project when it was last built.</summary>
    internal Sarif Log(string project) => Sarif.Load(Path.Combine(Root, project, "log.sarif"));

    /// <summary>What a step printed.</summary>
    internal DotnetResult Result(string step) => _results[step];

    /// <summary>Whether the compiler wrote the project's assembly.</summary>
    internal bool WasBuilt(string project) => File.Exists(Assembly(project));

    /// <summary>The attributes that the fields of a built project have.</summary>
    internal IReadOnlyList<string> FieldAttributes(string project)
    {
        using var image = new PEReader(File.OpenRead(Assembly(project)));
        var metadata = image.GetMetadataReader();
        return
        [
            .. from field in metadata.FieldDefinitions
               from attribute in metadata.GetFieldDefinition(field).GetCustomAttributes()
               select metadata.GetCustomAttribute(attribute).Constructor into constructor
               select constructor.Kind == HandleKind.MethodDefinition
                   ? metadata.GetString(metadata.GetTypeDefinition(metadata.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType()).Name)
                   : metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent).Name),
        ];
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{PackedPackage.Feed}" />
              </packageSources>
            </configuration>
            """);
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", """
            <Project>
              <Target Name="SayConfigs" AfterTargets="CoreCompile">
                <WriteLinesToFile File="configs.txt" Lines="@(EditorConfigFiles->'%(Filename)%(Extension)')" Overwrite="true" />
              </Target>
            </Project>
            """);
        Write("Directory.Packages.props", "<Project />");
        Write(".editorconfig", "root = true\n");

        Project("fresh", "<OutputType>Exe</OutputType>", reference: false);
        Write("fresh/Program.cs", "var till = new Shop.Till();\nawait System.Threading.Tasks.Task.WhenAll(till.AddAsync(), till.AddAsync());\n");
        await SucceedAsync("add", "fresh", "add", "package", PackedPackage.Id);
        await SucceedAsync("build", "fresh", "build", "/p:ErrorLog=log.sarif%2Cversion=2.1");

        List<string> building = ["none", "suggestion", "wrong", "format", "options", "annotated"];
        Project("none", "", editorconfig: Severity("none"));
        Project("suggestion", "", editorconfig: Severity("suggestion"));
        Project("wrong", "<AsyncStatePreset>desktop</AsyncStatePreset>");
        Project("format", "");
        Project("options", "", editorconfig: "[*.cs]\nasync_state.overlap = maybe\nasync_state.confined_types = Shop.Till\n");
        Write("options/.globalconfig", "is_global = true\nasync_state.guards = Gate\n");
        Project("annotated", "<AsyncStateAnnotations>true</AsyncStateAnnotations>");
        Write("annotated/Drawer.cs", Drawer);
        foreach (var preset in Presets)
        {
            Project("preset-" + preset, $"<AsyncStatePreset>{preset}</AsyncStatePreset>");
            building.Add("preset-" + preset);
        }

        Project("preset-tests-error", "<AsyncStatePreset>tests</AsyncStatePreset>", editorconfig: Severity("warning"));
        building.Add("preset-tests-error");
        Solution("building", building);
        await SucceedAsync("building", ".", "build", "building.slnx");

        Project("error", "", editorconfig: Severity("error"));
        Project("strict", "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
        Solution("failing", ["error", "strict"]);
        await RunAsync("failing", ".", "build", "failing.slnx");

        await SucceedAsync("format", "format", "format", "analyzers", "--diagnostics", "ASA0101", "ASA0102", "--severity", "info", "--no-restore", "--verbosity", "detailed");
        await SucceedAsync("rebuild", "format", "build", "--no-restore");
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return Task.CompletedTask;
    }

    private string Assembly(string project) => Path.Combine(Root, project, "bin", "Debug", "net10.0", project + ".dll");

    private static string Severity(string level) => $"""
        [*.cs]
        dotnet_diagnostic.ASA0101.severity = {level}
        dotnet_diagnostic.ASA0102.severity = {level}

        """;

    private void Project(string name, string properties, bool reference = true, string? editorconfig = null)
    {
        var package = $"""<PackageReference Include="{PackedPackage.Id}" Version="{PackedPackage.Version}" PrivateAssets="all" />""";
        Write($"{name}/{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <UseAppHost>false</UseAppHost>
                {(reference ? "<ErrorLog>log.sarif,version=2.1</ErrorLog>" : "")}
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {(reference ? package : "")}
              </ItemGroup>
            </Project>
            """);
        Write($"{name}/Till.cs", Till);
        if (editorconfig is not null)
            Write($"{name}/.editorconfig", editorconfig);
    }

    private void Solution(string name, IEnumerable<string> projects) =>
        Write(name + ".slnx", $"<Solution>{string.Concat(projects.Select(project => $"""<Project Path="{project}/{project}.csproj" />"""))}</Solution>");

    private void Write(string file, string text)
    {
        var path = Path.Combine(Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task SucceedAsync(string step, string folder, params string[] arguments)
    {
        await RunAsync(step, folder, arguments);
        if (_results[step].ExitCode != 0)
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed:\n{_results[step].Output}");
    }

    private async Task RunAsync(string step, string folder, params string[] arguments) =>
        _results[step] = await Dotnet.RunAsync(Path.Combine(Root, folder), Path.Combine(Root, "packages"), arguments);
}
