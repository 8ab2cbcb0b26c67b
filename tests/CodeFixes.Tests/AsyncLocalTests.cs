namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>A static of the thread, or one that holds a value of one call, becomes an <c>AsyncLocal</c> with all its uses or not at all.</summary>
public sealed class AsyncLocalTests
{
    private const string Key = "ASA.AsyncLocal";

    [Fact]
    public Task A_field_of_the_thread() => Mended.Becomes("ASA0401", Key,
        """
        public class C
        {
            // who asks
            [ThreadStatic]
            private static string? t_user;

            public static int Length => t_user?.Length ?? 0;

            public async Task M(string user, Func<Task> work)
            {
                t_user = user; // from here on
                await work();
                Console.WriteLine(t_user);
            }
        }
        """,
        """
        public class C
        {
            // who asks
            private static readonly AsyncLocal<string?> t_user = new();

            public static int Length => t_user.Value?.Length ?? 0;

            public async Task M(string user, Func<Task> work)
            {
                t_user.Value = user; // from here on
                await work();
                Console.WriteLine(t_user.Value);
            }
        }
        """);

    [Fact]
    public Task A_count_of_the_thread() => Mended.Becomes("ASA0401", Key,
        "public class C\n{\n    [ThreadStatic] private static int t_depth = 0;\n\n    public async Task M(Func<Task> work)\n    {\n        C.t_depth++;\n        try { await work(); }\n        finally { C.t_depth--; }\n    }\n}\n",
        "public class C\n{\n    private static readonly AsyncLocal<int> t_depth = new();\n\n    public async Task M(Func<Task> work)\n    {\n        C.t_depth.Value++;\n        try { await work(); }\n        finally { C.t_depth.Value--; }\n    }\n}\n");

    [Fact]
    public Task A_static_that_is_put_back() => Mended.Becomes("ASA0404", Key,
        "public class C\n{\n    static string? s_user;\n\n    public async Task M(string user, Func<Task> work)\n    {\n        var before = s_user;\n        s_user = user;\n        try { await work(); }\n        finally { s_user = before; }\n    }\n\n    public static void Log() => Console.WriteLine(s_user);\n}\n",
        "public class C\n{\n    static readonly AsyncLocal<string?> s_user = new();\n\n    public async Task M(string user, Func<Task> work)\n    {\n        var before = s_user.Value;\n        s_user.Value = user;\n        try { await work(); }\n        finally { s_user.Value = before; }\n    }\n\n    public static void Log() => Console.WriteLine(s_user.Value);\n}\n");

    [Theory]
    [InlineData("private static string s_user = \"nobody\";", "private static readonly AsyncLocal<string?> s_user = new();", "s_user.Value ?? \"nobody\"")]
    [InlineData("private static string s_user = string.Empty;", "private static readonly AsyncLocal<string?> s_user = new();", "s_user.Value ?? string.Empty")]
    public Task What_it_began_with_is_kept(string field, string turned, string read) => Mended.Becomes("ASA0404", Key,
        $"public class C\n{{\n    {field}\n\n    public static int Length => s_user.Length;\n\n    public async Task M(string user, Func<Task> work)\n    {{\n        var before = s_user;\n        s_user = user;\n        try {{ await work(); }}\n        finally {{ s_user = before; }}\n    }}\n}}\n",
        $"public class C\n{{\n    {turned}\n\n    public static int Length => ({read}).Length;\n\n    public async Task M(string user, Func<Task> work)\n    {{\n        var before = {read};\n        s_user.Value = user;\n        try {{ await work(); }}\n        finally {{ s_user.Value = before; }}\n    }}\n}}\n");

    [Theory]
    [InlineData("private static readonly ThreadLocal<string?> s_user = new();", "private static readonly AsyncLocal<string?> s_user = new();")]
    [InlineData("private readonly ThreadLocal<string?> s_user = new ThreadLocal<string?>();", "private readonly AsyncLocal<string?> s_user = new AsyncLocal<string?>();")]
    public Task A_holder_of_the_thread(string before, string after) => Mended.Becomes("ASA0401", Key, Held(before), Held(after));

    [Theory]
    [InlineData("private static readonly ThreadLocal<string?> s_user = new(() => Environment.UserName);")]
    [InlineData("internal static readonly ThreadLocal<string?> s_user = new();")]
    [InlineData("private static readonly ThreadLocal<string?> s_user = new(); public static bool Has => s_user.IsValueCreated;")]
    public Task Not_a_holder_that_is_more(string field) => Mended.IsRefused("ASA0401", Key, Held(field));

    private static string Held(string field) =>
        $"public class C\n{{\n    {field}\n\n    public async Task M(string user, Func<Task> work)\n    {{\n        s_user.Value = user;\n        await work();\n        Console.WriteLine(s_user.Value);\n    }}\n}}\n";

    [Theory]
    [InlineData("internal static string? s_user;", "")]
    [InlineData("private static string? s_user = \"nobody\";", "")]
    [InlineData("private static string s_user = Environment.UserName;", "")]
    [InlineData("private static string s_user = \"nobody\";", "public static void More() => s_user += \"x\";")]
    [InlineData("private static string? s_user;", "public static void Swap(string u) => Interlocked.Exchange(ref s_user, u);")]
    [InlineData("private static string? s_user;", "public static ref string? User => ref s_user;")]
    [InlineData("private static string? s_user;", "public const string Name = nameof(s_user);")]
    [InlineData("private static string? s_user;", "static C() => s_user = \"nobody\";")]
    [InlineData("private static string? s_user;", "public static void SetForAll(string u) => s_user = u;")]
    [InlineData("private static string? s_user, s_other;", "")]
    [InlineData("[Obsolete] private static string? s_user;", "")]
    public Task Not_where_it_would_mean_something_else(string field, string member) => Mended.IsRefused("ASA0404", Key,
        $"public class C\n{{\n    {field}\n    {member}\n\n    public async Task M(string user, Func<Task> work)\n    {{\n        s_user = user;\n        await work();\n        Console.WriteLine(s_user);\n    }}\n}}\n");

    [Fact]
    public Task Not_a_stack_that_is_changed_in_place() => Mended.IsRefused("ASA0401", Key,
        "public class C\n{\n    [ThreadStatic] private static Stack<string>? t_names;\n\n    private static void Enter(string n) => (t_names ??= new()).Push(n);\n    private static void Leave() => t_names!.Pop();\n\n    public async Task M(string user, Func<Task> work)\n    {\n        Enter(user);\n        try { await work(); }\n        finally { Leave(); }\n    }\n}\n");

    [Fact]
    public Task Not_a_buffer() => Mended.IsRefused("ASA0401", Key,
        "public class C\n{\n    [ThreadStatic] private static byte[]? t_buffer;\n\n    public async Task M(Func<byte[], Task> read)\n    {\n        var buffer = t_buffer ??= new byte[10];\n        await read(buffer);\n        Console.WriteLine(buffer[0]);\n    }\n}\n");
}
