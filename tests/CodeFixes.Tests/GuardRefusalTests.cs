using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>A guard that would lock itself out, or leave a writer uncovered, is not offered.</summary>
public class GuardRefusalTests
{
    private const string Check = "if ({R:_n:R} > 3) return;\n        {S:await work():S};\n        {W:_n++:W};";

    [Theory]
    [InlineData("public void Reset() => _n = 0;")]
    [InlineData("public int Next => _n++;")]
    [InlineData("public async Task ResetAsync() { await work(); _n = 0; }")]
    [InlineData("public async void Reset() { var n = _n; await work(); _n = n + 1; }")]
    [InlineData("public Task StartAsync() => Task.Run(() => _n = 0);")]
    [InlineData("public async Task MoveAsync(Service other) { if (_n > 3) return; await work(); _n--; other._n++; }")]
    [InlineData("public void Fill() => Fill(ref _n);\n    private static void Fill(ref int n) => n = 1;")]
    public Task A_writer_that_cannot_take_the_guard(string member) => Refuse(Check, member);

    [Theory]
    [InlineData("public int N => _n;")]
    [InlineData("public async Task AddAsync() { var n = _n; await work(); _n = n + 1; }")]
    [InlineData("public Service() : this(() => Task.CompletedTask) => _n = 1;")]
    [InlineData("public static Service Make() => new(() => Task.CompletedTask) { _n = 1 };")]
    public async Task A_member_that_takes_it_or_needs_none_does_not_matter(string member) =>
        Assert.Contains(Fixing.Guard, await new Fixing { Source = Service(Check, member), Kinds = FixKinds.Guard }.OfferedAsync());

    [Theory]
    [InlineData("await RunAsync();", "")]
    [InlineData("await OtherAsync();", "private Task OtherAsync() => RunAsync();")]
    [InlineData("await AddAsync();", "private async Task AddAsync() { var n = _n; await work(); _n = n + 1; }")]
    [InlineData("await Retry(RunAsync);", "private static Task Retry(Func<Task> f) => f();")]
    public Task A_call_that_comes_back_to_the_guard(string call, string member) =>
        Refuse($"if ({{R:_n:R}} > 3) return;\n        {{S:{call.TrimEnd(';')}:S}};\n        {{W:_n++:W}};", member);

    [Theory]
    [InlineData("private async Task OuterAsync() { var n = _n; await RunAsync(); _n = n + 1; }")]
    [InlineData("private readonly SemaphoreSlim _lock = new(1, 1);\n    private async Task OuterAsync() { await _lock.WaitAsync(); try { _n++; await RunAsync(); } finally { _lock.Release(); } }")]
    public Task A_caller_that_holds_the_guard(string member) => Refuse(Check, member);

    [Theory]
    [InlineData("lock (this) { }\n        await _lock.WaitAsync();\n        try\n        {\n            if ({R:_n:R} > 3) return;\n            {S:await work():S};\n            {W:_n++:W};\n        }\n        finally { _lock.Release(); }")]
    [InlineData("if (work is not null) await _lock.WaitAsync();\n        if ({R:_n:R} > 3) return;\n        {S:await work():S};\n        {W:_n++:W};")]
    [InlineData("Monitor.Enter(_lock);\n        if ({R:_n:R} > 3) return;\n        {S:await work():S};\n        {W:_n++:W};\n        Monitor.Exit(_lock);")]
    public Task A_body_that_has_a_guard_already(string statements) => Refuse(statements, "private readonly SemaphoreSlim _lock = new(1, 1);");

    [Fact]
    public Task A_wait_for_somebody_who_may_wait_for_the_guard() =>
        Refuse("if ({R:_n:R} > 3) return;\n        {S:await _signal.Task:S};\n        {W:_n++:W};", "private readonly TaskCompletionSource _signal = new();");

    [Fact]
    public Task A_guard_of_another_kind() =>
        Shape.IsRefused(Fixing.Guard, Service(Check, "private readonly ReaderWriterLockSlim _lock = new();"), with: f => f with { GuardField = "_lock" });

    [Fact]
    public async Task A_lock_object_is_no_guard_over_an_await_and_does_not_matter() =>
        Assert.Contains(Fixing.Guard, await new Fixing { Source = Service(Check, "private readonly object _sync = new();"), GuardField = "_sync" }.OfferedAsync());

    [Theory]
    [InlineData("public async IAsyncEnumerable<int> RunAsync() { var n = {R:_n:R}; await Task.Yield(); {S:yield return n;:S} {W:_n = n + 1:W}; }")]
    [InlineData("public async void RunAsync() { if ({R:_n:R} > 3) return; {S:await Task.Yield():S}; {W:_n++:W}; }")]
    [InlineData("public Service2(int a) { Action f = async () => { if ({R:_n:R} > 3) return; {S:await Task.Yield():S}; {W:_n++:W}; }; f(); }")]
    [InlineData("public async Task RunAsync(Service2 other) { if ({R:other._n:R} > 3) return; {S:await Task.Yield():S}; {W:other._n++:W}; }")]
    [InlineData("public async Task RunAsync(bool b) { if (b) goto inside; if ({R:_n:R} > 3) return; inside: {S:await Task.Yield():S}; {W:_n++:W}; }")]
    public Task A_body_that_cannot_hold_it(string member) => Shape.IsRefused(Fixing.Guard, $"public class Service2\n{{\n    private int _n;\n    public Service2() {{ }}\n    {member}\n}}\n");

    [Theory]
    [InlineData("struct")]
    [InlineData("record")]
    public Task A_type_that_is_copied_or_compared_by_its_fields(string kind) =>
        Shape.IsRefused(Fixing.Guard, $"public {kind} S\n{{\n    private int _n;\n    public async Task RunAsync()\n    {{\n        if ({{R:_n:R}} > 3) return;\n        {{S:await Task.Yield():S}};\n        {{W:_n++:W}};\n    }}\n}}\n");

    [Fact]
    public Task A_read_that_meets_the_write_only_through_a_loop_of_the_caller() => Refuse("{S:await work():S};\n        {W:_n = 1:W};\n        if ({R:_n:R} > 3) await work();", "");

    [Fact]
    public Task Read_and_write_in_two_bodies() => Shape.IsRefused(Fixing.Guard, Service(Check, ""), with: f => f with { SameBody = false });

    [Fact]
    public Task What_reading_later_mends() => Shape.IsRefused(Fixing.Guard, Service("{W:{R:_n:R} += {S:await Task.FromResult(1):S}:W};", ""));

    [Fact]
    public async Task What_reading_later_mends_here_but_not_in_another_body() => Assert.Contains(Fixing.Guard, await new Fixing
    {
        Source = Service("{W:{R:_n:R} += {S:await Task.FromResult(1):S}:W};", "public async Task DrawAsync() { if (_n > 3) return; await work(); _n--; }"),
    }.OfferedAsync());

    private static Task Refuse(string statements, string member) => Shape.IsRefused(Fixing.Guard, Service(statements, member), with: Shape.Only(FixKinds.Guard));

    private static string Service(string statements, string member) => $$"""
        public class Service(Func<Task> work)
        {
            private int _n;
            {{member}}

            public async Task RunAsync()
            {
                {{statements}}
            }
        }

        """;
}
