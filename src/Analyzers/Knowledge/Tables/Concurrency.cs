using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>
/// What runs beside what, by the names of the APIs that start it. Names, not symbols: the packages they come from need not be
/// referenced, and home-made types of the same name mean the same.
/// </summary>
internal static class Concurrency
{
    /// <summary>Types whose <c>Value</c> flows with the execution: nobody else sees it.</summary>
    public static bool IsAmbient(string type) => type is "AsyncLocal";

    /// <summary>Types whose <c>Value</c> belongs to the thread.</summary>
    public static bool IsOfThread(string type) => type is "ThreadLocal";

    /// <summary>Names that show in the syntax that work is started beside the work that starts it.</summary>
    public static readonly string[] Combining = { "WhenAll", "WhenAny", "ContinueWith", "Timer", "ForEachAsync", "RegisterTimer", "RegisterGrainTimer" };

    /// <summary>Names that show in the syntax that code is handed to several threads; <c>Run</c> only behind <c>Task</c>.</summary>
    public static readonly string[] Spawning = { "Parallel", "AsParallel", "StartNew", "QueueUserWorkItem", "UnsafeQueueUserWorkItem", "ActionBlock", "TransformBlock", "TransformManyBlock", "ErrorDataReceived" };

    /// <summary>The call that starts a thread only behind <see cref="RunsOn"/>.</summary>
    public const string Runs = "Run";

    /// <summary>The type that <see cref="Runs"/> is called on.</summary>
    public const string RunsOn = "Task";

    /// <summary>True for types of which a new object is a thread or task of its own.</summary>
    public static bool IsRunWhenMade(string type) => type is "Thread" or RunsOn;

    /// <summary>Names that show in the syntax that tasks are started together.</summary>
    public static readonly string[] Joining = { "WhenAll", "WhenAny", "WhenEach", "WaitAll", "ContinueWith" };

    /// <summary>What goes on with code that has been waiting.</summary>
    public const string Context = "SynchronizationContext";

    /// <summary>The member that lets an object be awaited.</summary>
    public const string AwaitedBy = "GetAwaiter";

    /// <summary>Types whose code goes on after a suspension where it was before: on the thread of a user interface, or in the turn of a grain or actor.</summary>
    public static readonly string[] ComesBack =
    {
        "ComponentBase", "Window", "Page", "ContentPage", "ContentView", "UserControl", "Control", "Form", "DispatcherObject", "DependencyObject", "AvaloniaObject",
        "BindableObject", "INotifyPropertyChanged", "INotifyPropertyChanging", "ObservableObject", "ReactiveObject", "IReactiveObject", "BindableBase", "Activity", "Fragment",
        "Grain", "IGrain", "SystemTarget", "ISystemTarget", "GrainService", "ActorBase", "UntypedPersistentActor", "IGrainBase", "ReceiveActor", "UntypedActor", "ReceivePersistentActor", "ICommand",
    };

    /// <summary>What types hold that work for such an object and are called by it.</summary>
    public static readonly string[] ComesBackWith = { "IJSRuntime", "IJSObjectReference", "IJSInProcessRuntime", "Dispatcher", "DispatcherQueue", "CoreDispatcher", "SynchronizationContext" };

    /// <summary>Ends of names that mean the same.</summary>
    public static readonly string[] ComesBackByName = { "ViewModel", "ViewModelBase", "Grain", "Form", "Window" };

    /// <summary>Ends of the names of files that stand behind a file of markup: windows, pages, controls and components.</summary>
    public static readonly string[] BehindMarkup = { ".xaml.cs", ".axaml.cs", ".razor.cs" };

    /// <summary>APIs that run what they are given on several threads, by the beginning of their names.</summary>
    public static readonly string[] Parallel = { "Parallel.", "Task.Run", "Task.Factory.StartNew", "TaskFactory.StartNew", "ThreadPool." };

    /// <summary>Beginnings of the names of methods that keep a callback for later: whether its runs overlap is up to them, and not known.</summary>
    public static readonly string[] Subscribing = { "Subscribe", "Listen", "Watch", "AddHandler", "RegisterGrainTimer" };

    /// <summary>What is added to the name of a timer of a grain whose options let its callback come between.</summary>
    public const string ThatInterleaves = " with Interleave";

    /// <summary>Types whose calls are run in turns, and whose timers keep to the turns or do not.</summary>
    public static readonly string[] TakesTurns = { "Grain", "IGrainBase", "JournaledGrain" };

    /// <summary>True for a timer of a grain: a run of its callback has ended before the next begins.</summary>
    public static bool IsTimerOfTurns(string? via) => via is not null && (Interleaves(via) || via.EndsWith("RegisterGrainTimer", StringComparison.Ordinal));

    /// <summary>True for one whose callback runs while a request waits: those of Orleans before 8.2, and later ones that are told to.</summary>
    public static bool Interleaves(string via) => via == "RegisterTimer" || via.EndsWith(".RegisterTimer", StringComparison.Ordinal) || via.EndsWith(ThatInterleaves, StringComparison.Ordinal);

    /// <summary>What is added to the name of a command that its options let run beside itself.</summary>
    public const string ThatAllowsMore = " with AllowConcurrentExecutions";

    /// <summary>What is added to the name of a timer, or of a continuation, that its callback sets again when it is through.</summary>
    public const string ThatIsSetAgain = " that is set again by its callback";

    /// <summary>What is added to the name of an event whose handler takes itself off before it waits.</summary>
    public const string ThatIsTakenOff = " that is taken off by its handler";

    /// <summary>What the options in a call say of that, or in the creation of a command; empty for nothing.</summary>
    public static string OptionsOf(string method, SyntaxNode call) =>
        method == "RegisterGrainTimer" && call.DescendantNodes().Any(static n => n is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "Interleave" }, Right.RawKind: (int)SyntaxKind.TrueLiteralExpression, Parent: InitializerExpressionSyntax }) ? ThatInterleaves
        : method == "AsyncRelayCommand" && call is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: var arguments } && arguments.Any(static a => a.Expression is not AnonymousFunctionExpressionSyntax && a.Expression.DescendantNodesAndSelf().Any(static n => n is IdentifierNameSyntax { Identifier.ValueText: "AllowConcurrentExecutions" })) ? ThatAllowsMore
        : "";

    /// <summary>True where all that is known is that a callback is kept.</summary>
    public static bool Subscribes(string? via)
    {
        if (via is null)
            return false;
        var name = via.Substring(via.LastIndexOf('.') + 1);
        return name == "On" || Subscribing.Any(name.BeginsWithWord);
    }

    /// <summary>APIs that can overlap the runs of a callback, but hardly ever do: the next run comes long after.</summary>
    public static readonly string[] SeldomOverlapping = { "Timer", "ContinueWith", "Register", "FileSystemWatcher", "Changed", "Tick", "Elapsed", ThatAllowsMore };

    /// <summary>Words in the names of commands that cannot be run again before they have ended.</summary>
    public static readonly string[] Exclusive = { "Lazy", "AsyncRelayCommand", "AsyncCommand", "AsyncDelegateCommand", "ReactiveCommand" };

    /// <summary>How the number of elements of a collection is asked for.</summary>
    public static readonly string[] Counting = { "Count", "Length", "Count()" };

    /// <summary>True where the API runs what it is given one time, or once at a time: on a thread of its own, when the value is first asked for, as a command that is disabled while it runs.</summary>
    public static bool RunsOnce(string via) => RunsInParallel(via) || via.EndsWith(ThatIsSetAgain, StringComparison.Ordinal) || via.EndsWith(ThatIsTakenOff, StringComparison.Ordinal) || !via.EndsWith(ThatAllowsMore, StringComparison.Ordinal) && Exclusive.Any(w => via.IndexOf(w, StringComparison.Ordinal) >= 0);

    /// <summary>True for calls by which the entry point says what its command line runs: the process comes to it once.</summary>
    public static bool IsForCommandLine(string receiver, string method) => method is "SetHandler" or "SetAction" || (method == "Create" && receiver == "CommandHandler");

    /// <summary>True where each run gets an item of its own.</summary>
    public static bool TellsRunsApart(string via) => via.StartsWith("Parallel.", StringComparison.Ordinal) || via.EndsWith("Select", StringComparison.Ordinal) || via.IndexOf("ForEach", StringComparison.Ordinal) >= 0;

    /// <summary>True where the runs of a callback usually come one after the other.</summary>
    public static bool UsuallyOneAtATime(string via) => SeldomOverlapping.Any(w => via.IndexOf(w, StringComparison.Ordinal) >= 0);

    private static readonly string[] s_oneThread = { "MainThread", "UIThread", "UiThread", "FrameworkThread" };

    /// <summary>True where the name of the API says that it hands on to a thread that there is only one of: <c>InvokeOnMainThread</c>.</summary>
    public static bool RunsOnOneThread(string via) => s_oneThread.Any(w => via.LastIndexOf(w, StringComparison.Ordinal) > via.LastIndexOf('.'));

    /// <summary>True where the API runs what it is given on pool threads.</summary>
    public static bool RunsInParallel(string via) => Parallel.Any(p => via.StartsWith(p, StringComparison.Ordinal));

    /// <summary>Beginnings of the names of members that run when something starts, and not for each call.</summary>
    public static readonly string[] Starting = { "Init", "Initialize", "Initialise", "Setup", "SetUp", "Configure", "Start", "Startup", "Boot", "Bootstrap", "Main", "Install", "Launch" };

    /// <summary>True for the name of a member that runs when something starts, also where it is named as a handler of that: <c>Application_Startup</c>.</summary>
    public static bool IsForStart(string name) => Starting.Any(name.BeginsWithWord) || s_startHandlers.Any(h => name.EndsWith(h, StringComparison.Ordinal));

    private static readonly string[] s_filling = { "Add", "Register" };

    /// <summary>True for the name of a member that hands an object what it is to go through later: <c>AddStep</c>, <c>RegisterSource</c>.</summary>
    public static bool IsForFilling(string name) => s_filling.Any(name.BeginsWithWord);

    private static readonly string[] s_startHandlers = { "_Startup", "_OnStartup" };

    private static readonly string[] s_ending = { "Stop", "Close", "Shutdown", "ShutDown", "Disconnect", "Terminate", "Deactivate", "Unload", "End" };

    /// <summary>True for the name of a member that ends the work of an object.</summary>
    public static bool IsForEnd(string name) => s_ending.Any(name.BeginsWithWord);

    /// <summary>Awaited calls on an object that end its use: what follows is clean-up, and doing it twice does no harm.</summary>
    public static readonly string[] CleanUp =
    {
        "Dispose", "DisposeAsync", "Stop", "StopAsync", "Close", "CloseAsync", "Cancel", "CancelAsync", "Disconnect", "DisconnectAsync",
        "FlushAsync", "CompleteAsync", "Unsubscribe", "UnsubscribeAsync", "ShutdownAsync", "WhenAll", "WhenAny", "WaitAsync", "KillAsync",
    };
}
