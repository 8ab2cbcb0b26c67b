using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Guards that a type and its bases take from each other (ASA0203, ASA0206).</summary>
public sealed class GuardsOfFamiliesTests
{
    private const string Flush = "public async Task Flush() { await G.WaitAsync(); try { await Task.Delay(1); } finally { G.Release(); } } ";

    private const string Run = "public async Task Run() { await G.WaitAsync(); try { await OnRun(); } finally { G.Release(); } } protected virtual Task OnRun() => Task.CompletedTask; ";

    private const string Clear = "public virtual async Task Clear() { await G.WaitAsync(); try { await Task.Delay(1); } finally { G.Release(); } } ";

    private const string Both = "public async Task Both() { await G.WaitAsync(); try { await H.WaitAsync(); try { await Task.Delay(1); } finally { H.Release(); } } finally { G.Release(); } } ";

    [Theory]
    [InlineData("public async Task Save() { await G.WaitAsync(); try { await Flush(); } finally { G.Release(); } }", Flush, "'Save' → 'B.Flush'")]
    [InlineData("public async Task Save() { await G.WaitAsync(); try { await Middle(); } finally { G.Release(); } } private Task Middle() => base.Flush();", Flush, "'Save' → 'Middle' → 'B.Flush'")]
    [InlineData("protected override async Task OnRun() { await G.WaitAsync(); try { await Task.Delay(1); } finally { G.Release(); } }", Run, "'B.Run' → 'OnRun'")]
    [InlineData("protected override async Task OnRun() => await Flush();", Run + Flush, "'B.Run' → 'OnRun' → 'B.Flush'")]
    [InlineData("public override async Task Clear() { await G.WaitAsync(); try { await base.Clear(); } finally { G.Release(); } }", Clear, "'Clear' → 'B.Clear'")]
    [InlineData("protected override async Task OnRun() { await G.WaitAsync(); try { await Task.Delay(1); } finally { G.Release(); } }", "public async Task Run() { await G.WaitAsync(); try { await Step(); } finally { G.Release(); } } private Task Step() => OnRun(); protected virtual Task OnRun() => Task.CompletedTask;", "'B.Run' → 'B.Step' → 'OnRun'")]
    public void The_holder_waits_for_itself_through_a_base(string heir, string ofBase, string chain)
    {
        var report = Assert.Single(InFamily(ofBase, heir));
        Assert.Equal($"'G' is asked for again while it is held: {chain} waits for it again; a semaphore is not re-entrant, so the execution waits for itself", report.GetMessage());
        Assert.Equal("D.cs", report.Location.SourceTree!.FilePath);
    }

    [Theory]
    [InlineData("public async Task Save() { await G.WaitAsync(); try { await Task.Delay(1); } finally { G.Release(); } await Flush(); }", Flush, "it was given back")]
    [InlineData("private readonly SemaphoreSlim _own = new(1, 1); public async Task Save() { await _own.WaitAsync(); try { await Flush(); } finally { _own.Release(); } }", Flush, "another guard")]
    [InlineData("protected override async Task OnRun() => await Task.Delay(1);", Run + Flush, "the override asks for nothing")]
    [InlineData("public override async Task Clear() { await base.Clear(); await Flush(); }", Clear + Flush, "one after the other")]
    [InlineData("public new async Task Flush() { await Task.Delay(1); } public async Task Save() { await G.WaitAsync(); try { await Flush(); } finally { G.Release(); } }", Flush, "the type's own member of that name is called")]
    [InlineData("public override async Task Clear() { await Task.Delay(1); } public async Task Save() { await G.WaitAsync(); try { await Clear(); } finally { G.Release(); } }", Clear, "what is overridden does not run")]
    [InlineData("public async Task Save() { await G.WaitAsync(); try { await Flush().WaitAsync(TimeSpan.FromSeconds(1)); } finally { G.Release(); } }", Flush, "a wait that gives up")]
    public void Nobody_waits_for_itself_through_a_base(string heir, string ofBase, string because) => Assert.True(!InFamily(ofBase, heir).Any(), because);

    [Fact]
    public void Two_guards_of_a_base_are_nested_the_other_way_round()
    {
        var report = Assert.Single(InFamily(Both, "public async Task Save() { await H.WaitAsync(); try { await G.WaitAsync(); try { await Task.Delay(1); } finally { G.Release(); } } finally { H.Release(); } }"));
        Assert.Equal("'G' is taken here while 'H' is held: 'Save' takes 'H', then 'G'; elsewhere 'B.Both' takes 'G', then 'H'; when each has its first guard, both wait for ever", report.GetMessage());
        Assert.Equal("D.cs", report.Location.SourceTree!.FilePath);
    }

    [Fact]
    public void The_second_guard_is_taken_by_a_base() =>
        Assert.Equal("ASA0206", Assert.Single(InFamily(Both + Flush, "public async Task Save() { await H.WaitAsync(); try { await Flush(); } finally { H.Release(); } }")).Id);

    [Fact]
    public void One_order_is_silent() =>
        Assert.Empty(InFamily(Both, "public async Task Save() { await G.WaitAsync(); try { await H.WaitAsync(); try { await Task.Delay(1); } finally { H.Release(); } } finally { G.Release(); } }"));

    [Theory]
    [InlineData("public Task Rebuild() => Locked(async () => { await Add(); }); public Task Add() => Locked(() => Task.Delay(1));", "'Rebuild' → 'B.Locked' → 'Add' → 'B.Locked'")]
    [InlineData("public async Task Rebuild() { await Locked(async () => { await Add(); }); } public async Task Add() { await Locked(() => Task.Delay(1)); }", "'Rebuild' → 'B.Locked' → 'Add' → 'B.Locked'")]
    [InlineData("public async Task Rebuild() { await Locked(Add); } public async Task Add() { await Locked(() => Task.Delay(1)); }", "'Rebuild' → 'B.Locked' → 'Add' → 'B.Locked'")]
    [InlineData("public Task Rebuild() => Locked(() => Locked(() => Task.Delay(1)));", "'Rebuild' → 'B.Locked' → 'B.Locked'")]
    [InlineData("public Task<int> Rebuild() => LockedOf(() => LockedOf(() => Task.FromResult(1)));", "'Rebuild' → 'B.LockedOf' → 'B.LockedOf'")]
    [InlineData("public Task Rebuild() => Passed(async () => { await Add(); }); public Task Add() => Passed(() => Task.Delay(1));", "'Rebuild' → 'B.Passed' → 'B.LockedOf' → 'Add' → 'B.Passed' → 'B.LockedOf'")]
    [InlineData("public Task Rebuild() => Passed(() => Add()); public Task Add() => Locked(() => Task.Delay(1));", "'Rebuild' → 'B.Passed' → 'B.LockedOf' → 'Add' → 'B.Locked'")]
    public void Code_that_is_handed_to_a_base_runs_under_its_guard(string heir, string chain) => Assert.Equal(
        $"'G' is asked for again while it is held: {chain} waits for it again; a semaphore is not re-entrant, so the execution waits for itself",
        Assert.Single(InFamily(Runners, heir + " public static async Task Later() => await Task.Yield();")).GetMessage());

    [Theory]
    [InlineData("private int _n; public async Task Rebuild() { await Locked(async () => { _n++; await Task.Delay(1); }); await Add(); } public Task Add() => Locked(() => Task.Delay(1));", "one after the other")]
    [InlineData("public async Task Rebuild() { await Locked(async () => { _ = Add(); await Task.Delay(1); }); } public Task Add() => Locked(() => Task.Delay(1));", "nobody waits for it")]
    [InlineData("public event Action? E; public async Task Rebuild() { await Locked(async () => { E += () => Add(); await Task.Delay(1); }); } public Task Add() => Locked(() => Task.Delay(1));", "an event that happens later")]
    [InlineData("public Task Rebuild() => Locked(() => Core()); public Task Add() => Locked(() => Core()); private Task Core() => Task.Delay(1);", "each takes it once")]
    public void Code_that_is_handed_to_a_base_takes_it_once(string heir, string because) => Assert.True(!InFamily(Runners, heir).Any(), because);

    [Theory]
    [InlineData("public async Task Go() { await Locked(async () => { var n = _n; await Task.Delay(1); _n = n + 1; }); }")]
    [InlineData("public Task Go() => Locked(async () => { var n = _n; await Task.Delay(1); _n = n + 1; });")]
    [InlineData("public Task Go() => Passed(async () => { var n = _n; await Task.Delay(1); _n = n + 1; });")]
    [InlineData("public Task<int> Go() => LockedOf(async () => { var n = _n; await Task.Delay(1); _n = n + 1; return n; });")]
    [InlineData("public Task Go() => Locked(Core); private async Task Core() { var n = _n; await Task.Delay(1); _n = n + 1; }")]
    [InlineData("public Task Go() => Locked(() => Core()); private async Task Core() { var n = _n; await Task.Delay(1); _n = n + 1; }")]
    [InlineData("public Task Go() => Locked(async () => { if (_n == 0) { await Task.Delay(1); _n = 1; } });")]
    [InlineData("public Task Go() => Locked(async () => { await Task.Delay(1); _n++; }); public Task Two() => Locked(async () => { await Task.Delay(1); _n--; }); public async Task Three() { await G.WaitAsync(); try { _n = 0; } finally { G.Release(); } }")]
    [InlineData("public Task Go() => Using(async () => { var n = _n; await Task.Delay(1); _n = n + 1; });")]
    [InlineData("public Task Go() => Declared(async () => { var n = _n; await Task.Delay(1); _n = n + 1; });")]
    public void What_the_handed_code_changes_is_guarded(string heir) => Assert.Empty(
        AnalyzerRunner.Run(AnalyzerRunner.Compile(("A.cs", "public class B { protected readonly SemaphoreSlim G = new(1, 1), H = new(1, 1); " + Runners + "}"), ("D.cs", "public class D : B { private int _n; " + heir + " }"), ("L.cs", AsyncLock))).Where(r => r.Severity >= Microsoft.CodeAnalysis.DiagnosticSeverity.Info && r.Location.SourceTree!.FilePath == "D.cs"));

    private const string Runners =
        """
        private readonly AsyncLock _lock = new();
        protected async Task Locked(Func<Task> act) { await G.WaitAsync(); try { await act(); } finally { G.Release(); } }
        protected async Task<T> LockedOf<T>(Func<Task<T>> act) { await G.WaitAsync(); try { return await act.Invoke(); } finally { G.Release(); } }
        protected Task Passed(Func<Task> act) => LockedOf<int>(async () => { await act(); return 0; });
        protected async Task Using(Func<Task> act) { using (await _lock.LockAsync()) await act(); }
        protected async Task Declared(Func<Task> act) { using var held = await _lock.LockAsync(); await act(); }
        """;

    private const string AsyncLock = "public sealed class AsyncLock { private readonly SemaphoreSlim _s = new(1, 1); public async Task<IDisposable> LockAsync() { await _s.WaitAsync(); return new Releaser(_s); } private sealed class Releaser(SemaphoreSlim s) : IDisposable { public void Dispose() => s.Release(); } }";

    private static IEnumerable<Microsoft.CodeAnalysis.Diagnostic> InFamily(string ofBase, string heir) => GuardedClass.OfGuards(
        ("A.cs", "public class B { protected readonly SemaphoreSlim G = new(1, 1), H = new(1, 1); " + ofBase + "}"),
        ("D.cs", "public class D : B { " + heir + " }"),
        ("L.cs", AsyncLock));
}
