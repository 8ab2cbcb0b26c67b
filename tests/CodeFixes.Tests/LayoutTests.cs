namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>What is new looks like what is there: by <c>.editorconfig</c>, else by the habits of the file.</summary>
public class LayoutTests
{
    private const string Tabs = "public class Job {\n\tprivate bool _done;\n\n\tpublic async Task RunAsync(Task work) {\n\t\tif ({R:_done:R}) {\n\t\t\treturn;\n\t\t}\n\t\t{S:await work:S};\n\t\t{W:_done = true:W};\n\t}\n}\n";

    [Fact]
    public Task Tabs_and_braces_at_the_end_of_the_line_stay() => Shape.Becomes(Fixing.Guard, Tabs,
        "public class Job {\n\tprivate readonly SemaphoreSlim _gate = new(1, 1);\n\tprivate bool _done;\n\n\tpublic async Task RunAsync(Task work) {\n\t\tawait _gate.WaitAsync();\n\t\ttry {\n\t\t\tif (_done) {\n\t\t\t\treturn;\n\t\t\t}\n\t\t\tawait work;\n\t\t\t_done = true;\n\t\t} finally {\n\t\t\t_gate.Release();\n\t\t}\n\t}\n}\n",
        member: "_done", with: f => f with { HasHabits = true });

    [Fact]
    public Task Two_spaces_stay() => Shape.Becomes(Fixing.ReadAfterAwait,
        "public class Job\n{\n  private int _n;\n\n  public async Task AddAsync(Task<int> next)\n  {\n    if (next is not null)\n      {W:{R:_n:R} += {S:await next:S}:W};\n  }\n}\n",
        "public class Job\n{\n  private int _n;\n\n  public async Task AddAsync(Task<int> next)\n  {\n    if (next is not null)\n    {\n      var value = await next;\n      _n += value;\n    }\n  }\n}\n",
        with: f => f with { HasHabits = true });

    [Theory]
    [InlineData(Fixing.ReadAfterAwait, "        var value = await f();\n        _n = Math.Max(_n,\n            value);")]
    [InlineData(Fixing.Guard, "        await _gate.WaitAsync();\n        try\n        {\n            _n = Math.Max(_n,\n                await f());\n        }\n        finally\n        {\n            _gate.Release();\n        }")]
    public async Task Continuation_lines_move_with_their_statement(string key, string after) => Assert.Contains(
        after,
        await new Fixing
        {
            Source = "public class Job\n{\n    private int _n;\n\n    public async Task RunAsync(Func<Task<int>> f)\n    {\n        {W:_n = Math.Max({R:_n:R},\n            {S:await f():S}):W};\n    }\n}\n",
            Kinds = key == Fixing.Guard ? AsyncStateAnalyzers.Model.FixKinds.Guard : AsyncStateAnalyzers.Model.FixKinds.ReadAfterAwait,
        }.ApplyAsync(key));

    [Fact]
    public async Task Continuation_lines_of_a_branch_move_with_it() => Assert.Contains(
        "            var value = await f();\n            if (_s is null)\n            {\n                _s = string.Concat(value,\n                    \"b\");\n            }",
        await new Fixing
        {
            Member = "_s",
            Source = "public class Job\n{\n    private string? _s;\n\n    public async Task RunAsync(Func<Task<string>> f)\n    {\n        if ({R:_s is null:R})\n        {\n            var value = {S:await f():S};\n            {W:_s = string.Concat(value,\n                \"b\"):W};\n        }\n    }\n}\n",
        }.ApplyAsync(Fixing.CheckAgain));

    [Fact]
    public Task A_body_on_one_line_is_opened() => Shape.Becomes(Fixing.Guard,
        "public class Job\n{\n    private string _text = \"\";\n\n    public async Task RunAsync(Func<string, Task<string>> f) { {W:_text = {S:await f({R:_text:R}):S}:W}; }\n}\n",
        "public class Job\n{\n    private readonly SemaphoreSlim _gate = new(1, 1);\n    private string _text = \"\";\n\n    public async Task RunAsync(Func<string, Task<string>> f)\n    {\n        await _gate.WaitAsync();\n        try\n        {\n            _text = await f(_text);\n        }\n        finally\n        {\n            _gate.Release();\n        }\n    }\n}\n",
        member: "_text");

    [Fact]
    public Task A_block_on_one_line_is_opened() => Shape.Becomes(Fixing.ReadAfterAwait,
        "public class Job\n{\n    private int _n;\n\n    public async Task RunAsync(Task<int> f)\n    {\n        try { {W:{R:_n:R} += {S:await f:S}:W}; }\n        finally { _n--; }\n    }\n}\n",
        "public class Job\n{\n    private int _n;\n\n    public async Task RunAsync(Task<int> f)\n    {\n        try\n        {\n            var value = await f;\n            _n += value;\n        }\n        finally { _n--; }\n    }\n}\n");

    [Fact]
    public Task A_body_on_one_line_that_has_room_stays() => Shape.Becomes(Fixing.ReadAfterAwait,
        "public class Job\n{\n    private int _n;\n\n    public async Task RunAsync(Task<int> f) { var t = {R:_n:R}; var v = {S:await f:S}; {W:_n = t + v:W}; }\n}\n",
        "public class Job\n{\n    private int _n;\n\n    public async Task RunAsync(Task<int> f) { var v = await f; var t = _n; _n = t + v; }\n}\n");

    [Fact]
    public async Task What_is_written_down_wins_over_the_habit()
    {
        var text = await new Fixing { Source = Tabs, Member = "_done", HasHabits = true, EditorConfig = "indent_style = space\nindent_size = 4\ncsharp_new_line_before_open_brace = all\ncsharp_new_line_before_finally = true" }.ApplyAsync(Fixing.Guard);
        Assert.Contains("        try\n        {\n            if (_done)", text);
        Assert.Contains("        }\n        finally\n        {", text);
    }
}
