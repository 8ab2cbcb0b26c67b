using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>
/// Who shares objects and who does not, by the names of base types, interfaces and attributes. Names, not symbols: the packages they
/// come from need not be referenced, and home-made types of the same name mean the same.
/// </summary>
internal static class Frameworks
{
    /// <summary>Members that their framework runs once in the life of the object, or one after the other.</summary>
    public static readonly (string Base, string Member, string Because)[] SingleFlowMembers =
    {
        ("BackgroundService", "ExecuteAsync", "a background service runs 'ExecuteAsync' once"),
        ("BackgroundService", "StartAsync", "the host starts a service once"),
        ("BackgroundService", "StopAsync", "the host stops a service once"),
        ("IHostedService", "StartAsync", "the host starts a service once"),
        ("IHostedService", "StopAsync", "the host stops a service once"),
        ("IHostedService", "ExecuteAsync", "a hosted service runs 'ExecuteAsync' once"),
        ("IHostedService", "RunAsync", "a hosted service runs 'RunAsync' once"),
        ("IHostedLifecycleService", "StartingAsync", "the host starts a service once"),
        ("IHostedLifecycleService", "StartedAsync", "the host starts a service once"),
        ("IHostedLifecycleService", "StoppingAsync", "the host stops a service once"),
        ("IHostedLifecycleService", "StoppedAsync", "the host stops a service once"),
        ("IAsyncLifetime", "InitializeAsync", "the test framework initialises a fixture once"),
        ("IAsyncLifetime", "DisposeAsync", "the test framework disposes a fixture once"),
        ("IHostedLifecycleService", "StartAsync", "the host starts a service once"),
        ("IHostedLifecycleService", "StopAsync", "the host stops a service once"),
        ("Grain", "OnActivateAsync", "a grain is activated once"),
        ("Grain", "OnDeactivateAsync", "a grain is deactivated once"),
        ("IGrainBase", "OnActivateAsync", "a grain is activated once"),
        ("IGrainBase", "OnDeactivateAsync", "a grain is deactivated once"),
        ("IAsyncInitialization", "InitializeAsync", "an object is initialised once"),
        ("Application", "OnStartup", "an application starts once"),
        ("Application", "OnLaunched", "an application starts once"),
        ("Application", "OnFrameworkInitializationCompleted", "an application starts once"),
        ("IStartable", "Start", "a component is started once"),
        ("ComponentBase", "OnInitialized", "a component is initialised once"),
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
        ("Grain", "a grain runs one request at a time"),
        ("IGrainBase", "a grain runs one request at a time"),
        ("Cmdlet", "a cmdlet runs one invocation"),
        ("PSCmdlet", "a cmdlet runs one invocation"),
        ("ModuleBase", "a command module serves one command"),
        ("InteractionModuleBase", "an interaction module serves one interaction"),
        ("ActorBase", "an actor handles one message at a time"),
        ("UntypedPersistentActor", "an actor handles one message at a time"),
        ("ReceivePersistentActor", "an actor handles one message at a time"),
        ("JournaledGrain", "a grain runs one request at a time"),
        ("IPipelineBehavior", "a behavior object serves one request"),
        ("IAmStartedByMessages", "a handler object serves one message"),
        ("IHandleTimeouts", "a handler object serves one message"),
        ("IMiddleware", "a factory-made middleware object serves one request"),
        ("IJobConsumer", "a consumer object serves one message"),
        ("IModelBinder", "a binder object serves one request"),
        ("EndpointWithoutRequest", "an endpoint object serves one request"),
        ("BaseCommandModule", "a command module serves one command"),
        ("ApplicationCommandModule", "a command module serves one command"),
        ("CSharpSyntaxWalker", "a walker belongs to one walk"),
        ("ExpressionVisitor", "a visitor belongs to one walk"),
    };

    /// <summary>Attributes of a base type that say the same.</summary>
    public static readonly (string Attribute, string Because)[] NotSharedByBaseAttribute =
    {
        ("BindServiceMethod", "a gRPC service object serves one call"),
    };

    /// <summary>Attributes of the type itself that say the same.</summary>
    public static readonly (string Attribute, string Because)[] NotSharedByAttribute =
    {
        ("ApiController", "a controller serves one request"),
    };

    /// <summary>Attributes that take back an entry of <see cref="NotShared"/>: the framework interleaves the calls after all.</summary>
    public static readonly string[] Interleaved = { "Reentrant", "MayInterleave" };

    /// <summary>Attributes of a member, or of the interface member behind it, that let it run while another one waits.</summary>
    public static readonly string[] OutOfTurn = { "AlwaysInterleave" };

    /// <summary>Types of which one object serves many executions at a time.</summary>
    public static readonly (string Base, EvidenceStrength Strength, string Because)[] Shared =
    {
        ("DelegatingHandler", EvidenceStrength.Proven, "a message handler serves concurrent requests"),
        ("HttpMessageHandler", EvidenceStrength.Proven, "a message handler serves concurrent requests"),
        ("ActionFilterAttribute", EvidenceStrength.Proven, "a filter attribute serves all requests"),
        ("ExceptionFilterAttribute", EvidenceStrength.Proven, "a filter attribute serves all requests"),
        ("ResultFilterAttribute", EvidenceStrength.Proven, "a filter attribute serves all requests"),
        ("IHubFilter", EvidenceStrength.Likely, "a hub filter serves all calls"),
        ("IHostedService", EvidenceStrength.Likely, "a hosted service lives as long as the application"),
        ("BackgroundService", EvidenceStrength.Likely, "a hosted service lives as long as the application"),
    };

    /// <summary>Interfaces that make an attribute a filter: one attribute object serves all requests.</summary>
    public static readonly string[] Filters = { "IActionFilter", "IAsyncActionFilter", "IAuthorizationFilter", "IAsyncAuthorizationFilter", "IResourceFilter", "IAsyncResourceFilter", "IResultFilter", "IAsyncResultFilter", "IExceptionFilter", "IAsyncExceptionFilter", "IPageFilter", "IAsyncPageFilter" };

    /// <summary>The type of the constructor parameter that makes a class a middleware by convention: one object serves all requests.</summary>
    public const string NextMiddleware = "RequestDelegate";

    /// <summary>Types whose objects handle one event after the other on one thread, and others while a handler waits.</summary>
    public static readonly (string Base, string Because)[] Interleaving =
    {
        ("SystemTarget", "a system target takes other calls while one waits"),
        ("GrainService", "a system target takes other calls while one waits"),
        ("ComponentBase", "a component handles other events while it waits"),
        ("LayoutComponentBase", "a component handles other events while it waits"),
        ("ObservableObject", "a view model handles other events while it waits"),
        ("ObservableRecipient", "a view model handles other events while it waits"),
        ("ReactiveObject", "a view model handles other events while it waits"),
        ("BindableBase", "a view model handles other events while it waits"),
        ("Window", "a window handles other events while it waits"),
        ("Form", "a window handles other events while it waits"),
        ("UserControl", "a control handles other events while it waits"),
        ("ContentPage", "a page handles other events while it waits"),
    };

    /// <summary>Attributes that make a command of a method, which cannot be run again before it has ended, unless the named argument says so.</summary>
    public static readonly (string Attribute, string Unless, string Because)[] OneAtATime =
    {
        ("RelayCommand", "AllowConcurrentExecutions", "the command is disabled while it runs"),
        ("ReactiveCommand", "", "the command is disabled while it runs"),
        ("DisallowConcurrentExecution", "", "the scheduler runs the job once at a time"),
        ("DisableConcurrentExecution", "", "the scheduler runs the job once at a time"),
    };

    /// <summary>Attributes that make a class a test class.</summary>
    public static readonly string[] TestAttributes =
    {
        "Fact", "Theory", "Test", "TestCase", "TestCaseSource", "TestMethod", "DataTestMethod", "SetUp", "OneTimeSetUp", "TearDown",
        "TestFixture", "TestClass", "TestInitialize", "Benchmark", "GlobalSetup", "IterationSetup", "Arguments", "Property",
    };
}
