namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>The guard's field is named, modified and placed as the type does it.</summary>
public class GuardStyleTests
{
    [Theory]
    [InlineData("private bool _done;", "_done", "private readonly SemaphoreSlim _gate = new(1, 1);\n    private bool _done;", "_gate")]
    [InlineData("private bool m_done;", "m_done", "private readonly SemaphoreSlim m_gate = new(1, 1);\n    private bool m_done;", "m_gate")]
    [InlineData("bool done;", "done", "readonly SemaphoreSlim gate = new(1, 1);\n    bool done;", "gate")]
    [InlineData("public bool Done;", "Done", "private readonly SemaphoreSlim _gate = new(1, 1);\n    public bool Done;", "_gate")]
    [InlineData("private readonly int _a = 1;\n    private bool _done;", "_done", "private readonly int _a = 1;\n    private readonly SemaphoreSlim _gate = new(1, 1);\n    private bool _done;", "_gate")]
    [InlineData("private const int A = 1;\n    private bool _done;", "_done", "private const int A = 1;\n    private readonly SemaphoreSlim _gate = new(1, 1);\n    private bool _done;", "_gate")]
    [InlineData("// busy\n    private bool _done;", "_done", "private readonly SemaphoreSlim _gate = new(1, 1);\n    // busy\n    private bool _done;", "_gate")]
    [InlineData("private int _gate;\n    private bool _done;", "_done", "private readonly SemaphoreSlim _doneGate = new(1, 1);\n    private int _gate;\n    private bool _done;", "_doneGate")]
    [InlineData("private List<int> _list = new List<int>();\n    private bool _done;", "_done", "private readonly SemaphoreSlim _gate = new SemaphoreSlim(1, 1);\n    private List<int> _list = new List<int>();\n    private bool _done;", "_gate")]
    [InlineData("public bool Done { get; set; }", "Done", "private readonly SemaphoreSlim _gate = new(1, 1);\n\n    public bool Done { get; set; }", "_gate")]
    public Task The_field_follows_the_style_of_the_type(string before, string member, string after, string gate) => Shape.Becomes(Fixing.Guard,
        Type(before, $"if ({{R:{member}:R}}) return;\n        {{S:await Task.Yield():S}};\n        {{W:{member} = true:W}};"),
        Type(after, $"await {gate}.WaitAsync();\n        try\n        {{\n            if ({member}) return;\n            await Task.Yield();\n            {member} = true;\n        }}\n        finally\n        {{\n            {gate}.Release();\n        }}"),
        member: member);

    [Theory]
    [InlineData("private static bool s_done;", "s_done", "private static readonly SemaphoreSlim s_gate = new(1, 1);\n    private static bool s_done;", "s_gate")]
    [InlineData("private static bool Done;", "Done", "private static readonly SemaphoreSlim Gate = new(1, 1);\n    private static bool Done;", "Gate")]
    [InlineData("private int _a;\n    private static bool _done;", "_done", "private int _a;\n    private static readonly SemaphoreSlim _gate = new(1, 1);\n    private static bool _done;", "_gate")]
    public Task Static_state_gets_a_static_guard(string before, string member, string after, string gate) => Shape.Becomes(Fixing.Guard,
        Type(before, $"if ({{R:{member}:R}}) return;\n        {{S:await Task.Yield():S}};\n        {{W:{member} = true:W}};"),
        Type(after, $"await {gate}.WaitAsync();\n        try\n        {{\n            if ({member}) return;\n            await Task.Yield();\n            {member} = true;\n        }}\n        finally\n        {{\n            {gate}.Release();\n        }}"),
        member: member, with: f => f with { IsStatic = true });

    private static string Type(string fields, string statements) => $$"""
        public class Job
        {
            {{fields}}

            public async Task RunAsync()
            {
                {{statements}}
            }
        }

        """;
}
