using System.Text;

namespace AsyncStateAnalyzers.Tests.Robustness;

/// <summary>Members that grow in one direction, each with one stale write at its end.</summary>
internal static class LargeBodies
{
    /// <summary>Conditions inside conditions, a wait in each.</summary>
    public static string NestedIfs(int depth) => Member(body =>
    {
        for (var i = 0; i < depth; i++)
            body.Append($"if (s_flags[{i}]) {{ await wait(); ");
        body.Append("s_other = 1; ");
        body.Append('}', depth);
    });

    /// <summary>Conditions one after the other, a wait in each.</summary>
    public static string IfsInARow(int count) => Member(body =>
    {
        for (var i = 0; i < count; i++)
            body.AppendLine($"if (s_flags[{i}]) await wait(); else s_other = {i};");
    });

    /// <summary>Locals that pass a value on, each computed from the one before and from the state.</summary>
    public static string Locals(int count) => Member(body =>
    {
        for (var i = 0; i < count; i++)
            body.AppendLine($"var v{i} = {(i == 0 ? "old" : $"v{i - 1}")} + s_other; if (s_flags[{i}]) v{i} = s_total;");
        body.AppendLine($"await wait(); old = v{count - 1};");
    });

    /// <summary>Loops inside loops, a wait in the innermost.</summary>
    public static string NestedLoops(int depth) => Member(body =>
    {
        for (var i = 0; i < depth; i++)
            body.Append($"while (s_flags[{i}]) {{ ");
        body.Append("await wait(); ");
        body.Append('}', depth);
    });

    /// <summary>Loops one after the other, a wait in each.</summary>
    public static string LoopsInARow(int count) => Member(body =>
    {
        for (var i = 0; i < count; i++)
            body.AppendLine($"for (var i{i} = 0; i{i} < 3; i{i}++) {{ if (s_flags[i{i}]) break; await wait(); }}");
    });

    /// <summary>A <c>try</c> inside another, each with a finally that writes and a way out of all of them.</summary>
    public static string NestedFinallys(int depth) => Member(body =>
    {
        for (var i = 0; i < depth; i++)
            body.Append("try { ");
        body.Append("if (s_flags[0]) return; await wait(); ");
        for (var i = 0; i < depth; i++)
            body.Append($"}} finally {{ s_flags[{i}] = true; }} ");
    });

    /// <summary>A finally inside the finally of another: each level multiplies the ways through the inner ones.</summary>
    public static string FinallysInsideFinallys(int depth) => Member(body =>
    {
        for (var i = 0; i < depth; i++)
            body.Append($"try {{ if (s_flags[{i}]) goto done{i}; await wait(); done{i}:; }} finally {{ ");
        body.Append("await wait(); ");
        body.Append('}', depth);
    });

    private static string Member(Action<StringBuilder> write)
    {
        var body = new StringBuilder();
        write(body);
        return $$"""
            public static class Large
            {
                private static readonly bool[] s_flags = new bool[1000];
                private static int s_total, s_other;

                public static async Task RunAsync(Func<Task> wait)
                {
                    var old = s_total;
                    {{body}}
                    await wait();
                    s_total = old + 1; // the stale write
                }
            }
            """;
    }
}
