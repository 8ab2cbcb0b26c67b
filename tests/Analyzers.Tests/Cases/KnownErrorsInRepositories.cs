using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Tests.Cases;

/// <summary>False alarms in published code that stay, each as a source of its own.</summary>
public sealed class KnownErrorsInRepositories
{
    [Fact]
    [KnownError("A flag that the answer of a question raises, which holds whatever was seen before the question, is thought to be set late (ASA0102).")]
    public void KnownFalseAlarm_AFlagThatTheAnswerRaises() => Warns("ASA0102",
        """
        public sealed class Finder(Func<string, Task<int>> askAsync)
        {
            private readonly object _lock = new();
            private bool _isBlocked;
            public Task All(string[] names) => Task.WhenAll(names.Select(FindAsync));
            private async Task FindAsync(string name)
            {
                lock (_lock) { if (_isBlocked) return; }
                var status = await askAsync(name);
                if (status == 429) { lock (_lock) { _isBlocked = true; } }
            }
            public void Unblock() { lock (_lock) { _isBlocked = false; } }
        }
        """);

    [Fact]
    [KnownError("A list that is an array, to which nothing can be added, is thought to grow (ASA0104).")]
    public void KnownFalseAlarm_AnArrayCannotGrow() => Warns("ASA0104",
        """
        public interface IStep { Task<int> RunAsync(int value); }
        public sealed class Steps
        {
            private readonly IDictionary<string, IList<IStep>> _steps = new Dictionary<string, IList<IStep>>();
            public async Task<int> ExecuteAsync(string name, int value)
            {
                foreach (var step in _steps[name]) value = await step.RunAsync(value);
                return value;
            }
            public void Register(string name, IStep step)
            {
                if (_steps.ContainsKey(name)) _steps[name].Add(step); else _steps.Add(name, new[] { step });
            }
        }
        public sealed class Services { public void AddSingleton<T>() { } }
        public static class Start { public static void Register(Services services) => services.AddSingleton<Steps>(); }
        """);

    [Fact]
    [KnownError("Which of several errors is kept does not matter, where the first one that comes is (ASA0105).")]
    public void KnownFalseAlarm_TheFirstErrorIsKept() => Warns("ASA0105",
        """
        public enum Error { None, Lost, Refused }
        public sealed class Link(Func<Task<string>> readAsync, Func<string, Task> sendAsync)
        {
            private Error _last;
            public async Task RunAsync() { while (true) { Handle(await readAsync()); } }
            private async void Handle(string message)
            {
                await sendAsync("stop").ConfigureAwait(false);
                if (_last == Error.None) _last = message == "lost" ? Error.Lost : Error.Refused;
            }
            public static Task Both(Task a, Task b) => Task.WhenAll(a, b);
        }
        """);

    [Fact]
    [KnownError("A task behind an interface that is always complete is thought to be waited for (ASA0103).")]
    public void KnownFalseAlarm_ATaskThatIsAlwaysComplete() => Warns("ASA0103",
        """
        public interface IStore { Task<IList<int>> AllAsync(); }
        public sealed class Store : IStore { public Task<IList<int>> AllAsync() => Task.FromResult<IList<int>>(new List<int>()); }
        public sealed class Monitor(IStore store)
        {
            private readonly List<int> _all = new();
            public async Task LookAgainAsync()
            {
                _all.Clear();
                _all.AddRange(await store.AllAsync());
            }
            public bool Has(int one) => _all.Contains(one);
        }
        public sealed class Services { public void AddSingleton<T>() { } }
        public static class Start { public static void Register(Services services) => services.AddSingleton<Monitor>(); }
        """);

    [Fact]
    [KnownError("Of two outputs of a process, the first line that says that it is ready moves a state on; both are thought to find it as it was (ASA0105).")]
    public void KnownFalseAlarm_TheFirstLineMovesTheStateOn() => Warns("ASA0105",
        """
        public sealed class Runner
        {
            private int _state;
            private string _arguments = "";
            public void Run(System.Diagnostics.Process p)
            {
                p.OutputDataReceived += (_, e) => { if (_state == 0 && e.Data == "ready") { _state = 1; Collect(); } };
                p.ErrorDataReceived += (_, e) => { if (_state == 0 && e.Data == "ready") { _state = 1; Collect(); } };
                p.Start();
                p.BeginOutputReadLine();
                p.BeginErrorReadLine();
            }
            private void Collect() { _arguments = ""; foreach (var one in new[] { "a", "b" }) _arguments += one; }
        }
        """);

    private static void Warns(string id, string source) => Assert.Contains(AnalyzerRunner.Run(source), d => d.Id == id && d.Severity == DiagnosticSeverity.Warning);
}
