namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>A lock that belongs to its thread becomes a semaphore, in all members of the type or in none.</summary>
public class UseSemaphoreTests
{
    [Fact]
    public Task An_object_that_others_lock() => Becomes(
        "private readonly object _lock = new();",
        "Monitor.Enter(_lock);\ntry\n{\n    _n = await load();\n}\nfinally\n{\n    Monitor.Exit(_lock);\n}",
        """
        public int Add(int by)
        {
            // alone
            lock (_lock)
            {
                return _n += by;
            }
        }

        public void Reset()
        {
            if (_n > 0)
                lock (_lock)
                    _n = 0;
        }
        """,
        "private readonly SemaphoreSlim _lock = new(1, 1);",
        "await _lock.WaitAsync();\ntry\n{\n    _n = await load();\n}\nfinally\n{\n    _lock.Release();\n}",
        """
        public int Add(int by)
        {
            // alone
            _lock.Wait();
            try
            {
                return _n += by;
            }
            finally
            {
                _lock.Release();
            }
        }

        public void Reset()
        {
            if (_n > 0)
            {
                _lock.Wait();
                try
                {
                    _n = 0;
                }
                finally
                {
                    _lock.Release();
                }
            }
        }
        """);

    [Fact]
    public Task Readers_wait_as_well() => Becomes(
        "private readonly ReaderWriterLockSlim _lock = new ReaderWriterLockSlim();",
        "_lock.EnterWriteLock();\ntry\n{\n    _n = await load().ConfigureAwait(false);\n}\nfinally\n{\n    _lock.ExitWriteLock();\n}",
        "public int Get()\n{\n    _lock.EnterReadLock();\n    try { return _n; }\n    finally { _lock.ExitReadLock(); }\n}\n\npublic void Dispose() => _lock.Dispose();",
        "private readonly SemaphoreSlim _lock = new SemaphoreSlim(1, 1);",
        "await _lock.WaitAsync().ConfigureAwait(false);\ntry\n{\n    _n = await load().ConfigureAwait(false);\n}\nfinally\n{\n    _lock.Release();\n}",
        "public int Get()\n{\n    _lock.Wait();\n    try { return _n; }\n    finally { _lock.Release(); }\n}\n\npublic void Dispose() => _lock.Dispose();");

    [Fact]
    public Task A_spin_lock_with_its_flag() => Becomes(
        "private SpinLock _lock;",
        "var taken = false;\ntry\n{\n    _lock.Enter(ref taken);\n    _n = await load();\n}\nfinally\n{\n    if (taken) _lock.Exit();\n}",
        "",
        "private readonly SemaphoreSlim _lock = new(1, 1);",
        "var taken = false;\ntry\n{\n    await _lock.WaitAsync();\n    taken = true;\n    _n = await load();\n}\nfinally\n{\n    if (taken) _lock.Release();\n}",
        "");

    [Fact]
    public Task A_lock_that_is_tried_elsewhere() => Becomes(
        "private readonly Lock _lock;\n\n    public C() => _lock = new Lock();",
        "_lock.Enter();\ntry\n{\n    _n = await load();\n}\nfinally\n{\n    _lock.Exit();\n}",
        "public bool TryReset()\n{\n    if (!_lock.TryEnter(100))\n        return false;\n    _n = 0;\n    _lock.Exit();\n    return true;\n}",
        "private readonly SemaphoreSlim _lock;\n\n    public C() => _lock = new SemaphoreSlim(1, 1);",
        "await _lock.WaitAsync();\ntry\n{\n    _n = await load();\n}\nfinally\n{\n    _lock.Release();\n}",
        "public bool TryReset()\n{\n    if (!_lock.Wait(100))\n        return false;\n    _n = 0;\n    _lock.Release();\n    return true;\n}", isExpressionBodied: true);

    [Theory]
    [InlineData("public int Get() { lock (_lock) { return _n; } }", "public int Get()\n{\n    _lock.Wait();\n    try\n    {\n        return _n;\n    }\n    finally\n    {\n        _lock.Release();\n    }\n}")]
    [InlineData("public void Set(int n) { /* all of it */ lock (_lock) _n = n; }", "public void Set(int n)\n{ /* all of it */\n    _lock.Wait();\n    try\n    {\n        _n = n;\n    }\n    finally\n    {\n        _lock.Release();\n    }\n}")]
    [InlineData(
        "public int Count { get { lock (_lock) return _n; } set { _n = value; } }",
        "public int Count\n{\n    get\n    {\n        _lock.Wait();\n        try\n        {\n            return _n;\n        }\n        finally\n        {\n            _lock.Release();\n        }\n    }\n    set { _n = value; }\n}")]
    public Task A_body_on_one_line_is_opened(string member, string after)
    {
        const string Before = "Monitor.Enter(_lock);\ntry\n{\n    _n = await load();\n}\nfinally\n{\n    Monitor.Exit(_lock);\n}";
        return Becomes("private readonly object _lock = new();", Before, member, "private readonly SemaphoreSlim _lock = new(1, 1);", "await _lock.WaitAsync();\ntry\n{\n    _n = await load();\n}\nfinally\n{\n    _lock.Release();\n}", after);
    }

    [Theory]
    [InlineData("public void Two() { lock (_lock) { One(); } } private void One() { lock (_lock) { _n = 1; } }")]
    [InlineData("public void Two() { lock (_lock) { lock (_lock) { _n = 1; } } }")]
    [InlineData("public void Two() { Monitor.Enter(_lock); Monitor.Enter(_lock); _n = 1; Monitor.Exit(_lock); Monitor.Exit(_lock); }")]
    [InlineData("public void Two(Action changed) { lock (_lock) { _n = 1; changed(); } }")]
    [InlineData("public void Two() { lock (_lock) { _n = 1; OnChanged(); } } protected virtual void OnChanged() { }")]
    [InlineData("public IEnumerable<int> Each(int[] all) { lock (_lock) { foreach (var one in all) yield return one + _n; } }")]
    [InlineData("public void Pulse() { lock (_lock) { Monitor.PulseAll(_lock); } }")]
    [InlineData("public object Sync => _lock;")]
    [InlineData("public void Begin() => Monitor.Enter(_lock); public void End() => Monitor.Exit(_lock);")]
    [InlineData("~C() { lock (_lock) { _n = 1; } }")]
    public Task Not_where_a_use_cannot_be_turned_or_comes_back_to_it(string member) => Mended.IsRefused("ASA0204", Mended.UseSemaphore,
        Class("private readonly object _lock = new();", "Monitor.Enter(_lock);\ntry\n{\n    _n = await load();\n}\nfinally\n{\n    Monitor.Exit(_lock);\n}", member));

    [Theory]
    [InlineData("private readonly ReaderWriterLockSlim _lock = new(LockRecursionPolicy.SupportsRecursion);")]
    [InlineData("internal readonly ReaderWriterLockSlim _lock = new();")]
    [InlineData("private ReaderWriterLockSlim _lock = new(); public void Renew() => _lock = new();")]
    public Task Not_one_that_is_more_than_a_lock(string field) => Mended.IsRefused("ASA0204", Mended.UseSemaphore,
        Class(field, "_lock.EnterWriteLock();\ntry\n{\n    _n = await load();\n}\nfinally\n{\n    _lock.ExitWriteLock();\n}", ""));

    [Fact]
    public Task All_of_a_document()
    {
        const string Before = "\n    {\n        Monitor.Enter(_lock);\n        try\n        {\n            _n = await load();\n        }\n        finally\n        {\n            Monitor.Exit(_lock);\n        }\n    }";
        const string After = "\n    {\n        await _lock.WaitAsync();\n        try\n        {\n            _n = await load();\n        }\n        finally\n        {\n            _lock.Release();\n        }\n    }";
        string Two(string field, string body) => $"public class C\n{{\n    {field}\n    private int _n;\n\n    public async Task OneAsync(Func<Task<int>> load){body}\n\n    public async Task OtherAsync(Func<Task<int>> load){body}\n}}\n";
        return Mended.AllBecome("ASA0204", Mended.UseSemaphore, Two("private static readonly object _lock = new object();", Before), Two("private static readonly SemaphoreSlim _lock = new SemaphoreSlim(1, 1);", After));
    }

    private static Task Becomes(string field, string statements, string member, string fieldAfter, string statementsAfter, string memberAfter, bool isExpressionBodied = false)
    {
        Assert.Equal(isExpressionBodied, field.Contains("=>", StringComparison.Ordinal));
        return Mended.Becomes("ASA0204", Mended.UseSemaphore, Class(field, statements, member), Class(fieldAfter, statementsAfter, memberAfter));
    }

    private static string Class(string field, string statements, string member) =>
        $"public class C\n{{\n    {field}\n    private int _n;\n\n    public async Task RunAsync(Func<Task<int>> load)\n    {{\n        {Indented(statements, 8)}\n    }}\n{(member.Length == 0 ? "" : "\n    " + Indented(member.ReplaceLineEndings("\n"), 4) + "\n")}}}\n";

    private static string Indented(string text, int by) => text.Replace("\n", "\n" + new string(' ', by), StringComparison.Ordinal).Replace("\n" + new string(' ', by) + "\n", "\n\n", StringComparison.Ordinal);
}
