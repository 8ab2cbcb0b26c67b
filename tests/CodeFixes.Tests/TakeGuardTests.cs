using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>The guard that others take is taken here in the same way.</summary>
public class TakeGuardTests
{
    private const string Lock = "private readonly object _gate = new();\n    private int _n;\n\n    public void Add() { lock (_gate) { _n++; } }\n";
    private const string Semaphore = "private readonly SemaphoreSlim _gate = new(1, 1);\n    private int _n;\n\n    public async Task AddAsync() { await _gate.WaitAsync(); try { _n++; } finally { _gate.Release(); } }\n";

    [Fact]
    public Task A_lock() => Becomes(Lock,
        "public void Set(int n)\n    {\n        {W:_n = n:W};\n    }",
        "public void Set(int n)\n    {\n        lock (_gate)\n        {\n            _n = n;\n        }\n    }");

    [Fact]
    public Task The_check_is_held_too() => Becomes(Lock,
        "public void Drop()\n    {\n        if ({R:_n:R} > 0)\n            {W:_n--:W};\n    }",
        "public void Drop()\n    {\n        lock (_gate)\n        {\n            if (_n > 0)\n                _n--;\n        }\n    }");

    [Fact]
    public Task An_expression_becomes_a_block() => Becomes(Lock,
        "public void Set(int n) => {W:_n = n:W};",
        "public void Set(int n)\n    {\n        lock (_gate)\n        {\n            _n = n;\n        }\n    }");

    [Fact]
    public Task A_semaphore_where_one_can_wait() => Becomes(Semaphore,
        "public async Task SetAsync(Func<Task<int>> f)\n    {\n        var n = await f();\n        {W:_n = n:W};\n    }",
        "public async Task SetAsync(Func<Task<int>> f)\n    {\n        var n = await f();\n        await _gate.WaitAsync();\n        try\n        {\n            _n = n;\n        }\n        finally\n        {\n            _gate.Release();\n        }\n    }");

    [Fact]
    public Task A_semaphore_that_is_waited_for_without_await() => Becomes(Semaphore + "    public int Get() { _gate.Wait(); try { return _n; } finally { _gate.Release(); } }\n",
        "public void Set(int n)\n    {\n        {W:_n = n:W};\n    }",
        "public void Set(int n)\n    {\n        _gate.Wait();\n        try\n        {\n            _n = n;\n        }\n        finally\n        {\n            _gate.Release();\n        }\n    }");

    [Fact]
    public Task A_lock_of_its_own_kind() => Becomes(
        "private readonly AsyncLock _gate = new();\n    private int _n;\n\n    private sealed class AsyncLock { public Task<IDisposable> LockAsync() => throw new NotSupportedException(); }\n    public async Task AddAsync() { using (await _gate.LockAsync()) { _n++; } }\n",
        "public async Task SetAsync(Func<Task<int>> f)\n    {\n        var n = await f();\n        {W:_n = n:W};\n    }",
        "public async Task SetAsync(Func<Task<int>> f)\n    {\n        var n = await f();\n        using (await _gate.LockAsync())\n        {\n            _n = n;\n        }\n    }");

    [Theory]
    [InlineData("public void Set(int n) { {W:_n = n:W}; }")]
    [InlineData("public async void Set(int n) { await AddAsync(); await Task.Yield(); {W:_n = n:W}; _n = await GetAsync(); } private async Task<int> GetAsync() { await AddAsync(); return 1; }")]
    [InlineData("public async Task SetAsync(int n) { {W:_n = n:W}; await AddAsync(); _n++; }")]
    [InlineData("public async Task SetAsync(int n) { await Task.Yield(); {W:_n = n:W}; } public async Task BothAsync() { await _gate.WaitAsync(); try { await SetAsync(1); } finally { _gate.Release(); } }")]
    public Task Not_where_nobody_can_wait_or_the_guard_may_be_held(string member) => IsRefused(Semaphore, member);

    [Theory]
    [InlineData("public async Task SetAsync(Func<Task<int>> f) { {W:_n += await f():W}; }")]
    [InlineData("private readonly object _other = new(); public void Set(int n) { lock (_other) { {W:_n = n:W}; } }")]
    [InlineData("private readonly object _other = new(); public void Set(int n) { {W:_n = Next():W}; } private int Next() { lock (_other) { return 1; } }")]
    [InlineData("public IEnumerable<int> All() { {W:_n = 1:W}; yield return _n; _n = 2; }")]
    public Task Not_across_a_wait_or_inside_another_lock(string member) => IsRefused(Lock, member);

    private static Task Becomes(string head, string before, string after) => Shape.Becomes(Fixing.TakeGuard, Class(head, before), Class(head, after), with: f => f with { Kinds = FixKinds.TakeGuard, GuardField = "_gate", HasHabits = true });

    private static Task IsRefused(string head, string member) => Shape.IsRefused(Fixing.TakeGuard, Class(head, member), with: f => f with { Kinds = FixKinds.TakeGuard, GuardField = "_gate" });

    private static string Class(string head, string member) => $"class A\n{{\n    {head}\n    {member}\n}}\n";
}
