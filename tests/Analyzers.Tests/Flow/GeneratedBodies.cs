using System.Text;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Flow;

/// <summary>Bodies of any size, of the shapes that make data flow slow.</summary>
internal static class GeneratedBodies
{
    /// <summary><c>if (_f0) { await; if (_f1) { … } _f0 = … }</c>, every write behind the ifs inside.</summary>
    public static FlowGraph NestedIfs(int depth)
    {
        var text = new StringBuilder();
        for (var i = 0; i < depth; i++)
            text.AppendLine($"r{i} = _f{i}; if r{i} -> in{i} | out{i}\nin{i}: await");
        for (var i = depth - 1; i >= 0; i--)
            text.AppendLine($"w{i}: _f{i} = r{i}\nout{i}: x = ()");
        return Graph(text);
    }

    /// <summary><c>if (_f0) return; await; if (_f1) return; …</c></summary>
    public static FlowGraph EarlyReturns(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
            text.AppendLine($"r{i} = _f{i}; if r{i} -> exit\nawait; _f{i} = x");
        return Graph(text);
    }

    /// <summary>A loop in which each local is handed to the next, and the last to the first.</summary>
    public static FlowGraph LocalsPassedAround(int locals)
    {
        var text = new StringBuilder("t0 = _n\nturn: await");
        for (var i = 1; i < locals; i++)
            text.Append($"; t{i} = t{i - 1}");
        return Graph(text.Append($"; t0 = t{locals - 1}; _n = t0; if c -> turn"));
    }

    /// <summary>The same against the order: what is in one local is in the next a turn later.</summary>
    public static FlowGraph LocalsShifted(int locals)
    {
        var text = new StringBuilder($"turn: await; _n = t{locals - 1}");
        for (var i = locals - 1; i > 0; i--)
            text.Append($"; t{i} = t{i - 1}");
        return Graph(text.Append("; t0 = _n; if c -> turn"));
    }

    /// <summary>The same with a branch around each assignment, so that every block is gone through in every turn.</summary>
    public static FlowGraph LocalsShiftedInBranches(int locals)
    {
        var text = new StringBuilder($"turn: await; _n = t{locals - 1}\n");
        for (var i = locals - 1; i > 0; i--)
            text.AppendLine($"if c -> skip{i}\nt{i} = t{i - 1}\nskip{i}: x = ()");
        return Graph(text.Append("t0 = _n; if c -> turn"));
    }

    /// <summary>Loops in loops, each with a test, a suspension and a write behind the loop inside; several such nests in a row.</summary>
    public static FlowGraph NestedLoops(int depth, int nests = 1)
    {
        var text = new StringBuilder();
        for (var nest = 0; nest < nests; nest++)
        {
            for (var i = 0; i < depth; i++)
                text.AppendLine($"head{nest}_{i}: r{nest}_{i} = _f{i}; if r{nest}_{i} -> in{nest}_{i} | out{nest}_{i}\nin{nest}_{i}: await");
            for (var i = depth - 1; i >= 0; i--)
                text.AppendLine($"_f{i} = r{nest}_{i} -> head{nest}_{i}\nout{nest}_{i}: x = ()");
        }

        return Graph(text);
    }

    /// <summary>Loops one after the other, each with loops one after the other inside.</summary>
    public static FlowGraph LoopsInARow(int outer, int inner)
    {
        var text = new StringBuilder();
        for (var i = 0; i < outer; i++)
        {
            text.AppendLine($"head{i}: r{i} = _f{i}; if r{i} -> in{i}_0 | out{i}");
            for (var j = 0; j < inner; j++)
                text.AppendLine($"in{i}_{j}: s{i}_{j} = _g; if s{i}_{j} -> body{i}_{j} | in{i}_{j + 1}\nbody{i}_{j}: await; _f{i} = r{i} -> in{i}_{j}");
            text.AppendLine($"in{i}_{inner}: await -> head{i}\nout{i}: x = ()");
        }

        return Graph(text);
    }

    /// <summary>
    /// <c>try { try { … } finally { await; … } } finally { await; … }</c> with a return inside: three copies of each finally, one
    /// for each way through it. Several such nests in a row.
    /// </summary>
    public static FlowGraph NestedFinallys(int depth, int nests = 1)
    {
        var text = new StringBuilder();
        for (var nest = 0; nest < nests; nest++)
        {
            text.AppendLine($"r{nest} = _n; if c -> return{nest}_0 | normal{nest}_0 catch failed{nest}_0");
            AddFinallys(text, nest, depth, "normal", i => i < depth ? $"normal{nest}_{i}" : $"behind{nest}");
            AddFinallys(text, nest, depth, "return", i => i < depth ? $"return{nest}_{i}" : "exit");
            AddFinallys(text, nest, depth, "failed", _ => "throw");
            text.AppendLine($"behind{nest}: x = ()");
        }

        return Graph(text);
    }

    private static void AddFinallys(StringBuilder text, int nest, int depth, string way, Func<int, string> next)
    {
        for (var i = 0; i < depth; i++)
        {
            var around = i < depth - 1 ? $"catch failed{nest}_{i + 1}{(way == "failed" ? $" rethrow failed{nest}_{i + 1}" : "")}" : "";
            text.AppendLine($"{way}{nest}_{i}: s = _f{i}; await; _f{i} = s; _n = r{nest} -> {next(i + 1)} {around}");
        }
    }

    private static FlowGraph Graph(StringBuilder text) => FlowText.Graph(BodyText.One(text.ToString().TrimEnd()));
}
