using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>
/// Who shares objects and who does not, by the names of base types, interfaces, attributes and registration methods. Names, not
/// symbols: the packages they come from need not be referenced, and home-made types of the same name mean the same.
/// </summary>
internal static class Concurrency
{
    /// <summary>Members that their framework runs once in the life of the object, or one after the other.</summary>
    public static readonly (string Base, string Member, string Because)[] SingleFlowMembers =
    {
        ("BackgroundService", "ExecuteAsync", "a background service runs 'ExecuteAsync' once"),
        ("BackgroundService", "StartAsync", "the host starts a service once"),
        ("BackgroundService", "StopAsync", "the host stops a service once"),
        ("IHostedService", "StartAsync", "the host starts a service once"),
        ("IHostedService", "StopAsync", "the host stops a service once"),
        ("IHostedLifecycleService", "StartingAsync", "the host starts a service once"),
        ("IHostedLifecycleService", "StartedAsync", "the host starts a service once"),
        ("IHostedLifecycleService", "StoppingAsync", "the host stops a service once"),
        ("IHostedLifecycleService", "StoppedAsync", "the host stops a service once"),
        ("IAsyncLifetime", "InitializeAsync", "the test framework initialises a fixture once"),
        ("IAsyncLifetime", "DisposeAsync", "the test framework disposes a fixture once"),
        ("ComponentBase", "OnInitializedAsync", "a component is initialised once"),
    };

    /// <summary>Types that are used by one execution at a time: by contract, because each request gets its own, or because a framework serialises the calls.</summary>
    public static readonly (string Base, string Because)[] NotShared =
    {
        ("ControllerBase", "a controller serves one request"),
        ("Controller", "a controller serves one request"),
        ("ApiController", "a controller serves one request"),
        ("PageModel", "a page model serves one request"),
        ("ViewComponent", "a view component serves one request"),
        ("TagHelper", "a tag helper serves one request"),
        ("Hub", "a hub object serves one call"),
        ("DbContext", "a DbContext forbids concurrent use"),
        ("IdentityDbContext", "a DbContext forbids concurrent use"),
        ("DbConnection", "a connection forbids concurrent use"),
        ("DbCommand", "a command forbids concurrent use"),
        ("DbTransaction", "a transaction forbids concurrent use"),
        ("DbDataReader", "a reader forbids concurrent use"),
        ("Stream", "a stream forbids concurrent use"),
        ("TextReader", "a reader forbids concurrent use"),
        ("TextWriter", "a writer forbids concurrent use"),
        ("BinaryReader", "a reader forbids concurrent use"),
        ("BinaryWriter", "a writer forbids concurrent use"),
        ("XmlReader", "a reader forbids concurrent use"),
        ("XmlWriter", "a writer forbids concurrent use"),
        ("JsonReader", "a reader forbids concurrent use"),
        ("JsonWriter", "a writer forbids concurrent use"),
        ("PipeReader", "a pipe reader forbids concurrent use"),
        ("PipeWriter", "a pipe writer forbids concurrent use"),
        ("HttpContent", "content belongs to one message"),
        ("IEnumerator", "an enumerator belongs to one loop"),
        ("IAsyncEnumerator", "an enumerator belongs to one loop"),
        ("IDataReader", "a reader forbids concurrent use"),
        ("IConsumer", "a consumer object serves one message"),
        ("IRequestHandler", "a handler object serves one request"),
        ("INotificationHandler", "a handler object serves one message"),
        ("IStreamRequestHandler", "a handler object serves one request"),
        ("IHandleMessages", "a handler object serves one message"),
        ("Saga", "a saga is loaded for one message"),
        ("MassTransitStateMachine", "a saga is loaded for one message"),
        ("IJob", "a job object serves one execution"),
        ("ReceiveActor", "an actor handles one message at a time"),
        ("UntypedActor", "an actor handles one message at a time"),
        ("ReceivePersistentActor", "an actor handles one message at a time"),
        ("Grain", "a grain runs one request at a time"),
        ("Cmdlet", "a cmdlet runs one invocation"),
        ("PSCmdlet", "a cmdlet runs one invocation"),
        ("ModuleBase", "a command module serves one command"),
        ("InteractionModuleBase", "an interaction module serves one interaction"),
        ("CSharpSyntaxWalker", "a walker belongs to one walk"),
        ("ExpressionVisitor", "a visitor belongs to one walk"),
    };

    /// <summary>Attributes that take back an entry of <see cref="NotShared"/>: the framework interleaves the calls after all.</summary>
    public static readonly string[] Interleaved = { "Reentrant", "AlwaysInterleave", "MayInterleave", "StatelessWorker" };

    /// <summary>Types of which one object serves many executions at a time.</summary>
    public static readonly (string Base, EvidenceStrength Strength, string Because)[] Shared =
    {
        ("DelegatingHandler", EvidenceStrength.Proven, "a message handler serves concurrent requests"),
        ("HttpMessageHandler", EvidenceStrength.Proven, "a message handler serves concurrent requests"),
        ("ActionFilterAttribute", EvidenceStrength.Proven, "a filter attribute serves all requests"),
        ("ExceptionFilterAttribute", EvidenceStrength.Proven, "a filter attribute serves all requests"),
        ("IHostedService", EvidenceStrength.Likely, "a hosted service lives as long as the application"),
        ("BackgroundService", EvidenceStrength.Likely, "a hosted service lives as long as the application"),
    };

    /// <summary>Attributes that make a class a test class.</summary>
    public static readonly string[] TestAttributes =
    {
        "Fact", "Theory", "Test", "TestCase", "TestCaseSource", "TestMethod", "DataTestMethod", "SetUp", "OneTimeSetUp", "TearDown",
        "TestFixture", "TestClass", "TestInitialize", "Benchmark", "GlobalSetup", "IterationSetup", "Arguments", "Property",
    };

    /// <summary>Registrations by method name; what they say of the types in their arguments.</summary>
    public static readonly (string Method, Lifetime Lifetime)[] Registrations =
    {
        ("AddSingleton", Lifetime.Singleton),
        ("TryAddSingleton", Lifetime.Singleton),
        ("AddKeyedSingleton", Lifetime.Singleton),
        ("TryAddKeyedSingleton", Lifetime.Singleton),
        ("AddHostedService", Lifetime.Singleton),
        ("AddScoped", Lifetime.PerScope),
        ("TryAddScoped", Lifetime.PerScope),
        ("AddKeyedScoped", Lifetime.PerScope),
        ("TryAddKeyedScoped", Lifetime.PerScope),
        ("AddTransient", Lifetime.PerScope),
        ("TryAddTransient", Lifetime.PerScope),
        ("AddKeyedTransient", Lifetime.PerScope),
        ("TryAddKeyedTransient", Lifetime.PerScope),
    };

    /// <summary>Types whose <c>Value</c> flows with the execution or belongs to the thread: nobody else sees it.</summary>
    public static bool IsAmbient(string type) => type is "AsyncLocal" or "ThreadLocal";

    /// <summary>Names that show in the syntax that work is started beside the work that starts it.</summary>
    public static readonly string[] Combining = { "WhenAll", "WhenAny", "ContinueWith", "Timer", "ForEachAsync" };

    /// <summary>Names that show in the syntax that code is handed to several threads; <c>Run</c> only behind <c>Task</c>.</summary>
    public static readonly string[] Spawning = { "Parallel", "AsParallel", "StartNew", "QueueUserWorkItem", "UnsafeQueueUserWorkItem", "ActionBlock", "TransformBlock", "TransformManyBlock" };

    /// <summary>Names that show in the syntax that tasks are started together.</summary>
    public static readonly string[] Joining = { "WhenAll", "WhenAny", "WhenEach", "WaitAll" };

    /// <summary>Types whose code goes on after a suspension where it was before: on the thread of a user interface, or in the turn of a grain or actor.</summary>
    public static readonly string[] ComesBack =
    {
        "ComponentBase", "Window", "Page", "ContentPage", "ContentView", "UserControl", "Control", "Form", "DispatcherObject", "DependencyObject", "AvaloniaObject",
        "BindableObject", "INotifyPropertyChanged", "INotifyPropertyChanging", "ObservableObject", "ReactiveObject", "IReactiveObject", "BindableBase", "Activity", "Fragment",
        "Grain", "IGrain", "IGrainBase", "ReceiveActor", "UntypedActor", "ReceivePersistentActor", "ICommand",
    };

    /// <summary>Ends of names that mean the same.</summary>
    public static readonly string[] ComesBackByName = { "ViewModel", "ViewModelBase", "Grain", "Form", "Window" };

    /// <summary>APIs that run what they are given on several threads, by the beginning of their names.</summary>
    public static readonly string[] Parallel = { "Parallel.", "Task.Run", "Task.Factory.StartNew", "TaskFactory.StartNew", "ThreadPool." };

    /// <summary>APIs that can overlap the runs of a callback, but hardly ever do: the next run comes long after.</summary>
    public static readonly string[] SeldomOverlapping = { "Timer", "ContinueWith", "Register", "FileSystemWatcher", "Changed", "Tick", "Elapsed" };

    /// <summary>True where the API runs what it is given one time: on a thread of its own, or when the value is first asked for.</summary>
    public static bool RunsOnce(string via) => RunsInParallel(via) || via.IndexOf("Lazy", StringComparison.Ordinal) >= 0;

    /// <summary>True where each run gets an item of its own.</summary>
    public static bool TellsRunsApart(string via) => via.StartsWith("Parallel.", StringComparison.Ordinal) || via.EndsWith("Select", StringComparison.Ordinal) || via.IndexOf("ForEach", StringComparison.Ordinal) >= 0;

    /// <summary>True where the runs of a callback usually come one after the other.</summary>
    public static bool UsuallyOneAtATime(string via) => SeldomOverlapping.Any(w => via.IndexOf(w, StringComparison.Ordinal) >= 0);

    /// <summary>True where the API runs what it is given on pool threads.</summary>
    public static bool RunsInParallel(string via) => Parallel.Any(p => via.StartsWith(p, StringComparison.Ordinal));

    /// <summary>Awaited calls on an object that end its use: what follows is clean-up, and doing it twice does no harm.</summary>
    public static readonly string[] CleanUp =
    {
        "Dispose", "DisposeAsync", "Stop", "StopAsync", "Close", "CloseAsync", "Cancel", "CancelAsync", "Disconnect", "DisconnectAsync",
        "FlushAsync", "CompleteAsync", "Unsubscribe", "UnsubscribeAsync", "ShutdownAsync", "WhenAll", "WhenAny", "WaitAsync", "KillAsync",
    };
}

/// <summary>How long a registered object lives.</summary>
[Flags]
internal enum Lifetime
{
    /// <summary>Not registered.</summary>
    None = 0,

    /// <summary>One object for the application.</summary>
    Singleton = 1,

    /// <summary>One for each scope, or for each use.</summary>
    PerScope = 2,
}
