using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>One operation ends before the next begins.</summary>
public class AwaitInTurnTests
{
    [Theory]
    [InlineData(
        "await Task.WhenAll({R:F(1):R}, {W:F(2):W});",
        "await F(1);\n        await F(2);")]
    [InlineData(
        "// both\n        await Task.WhenAll({R:F(1):R}, {W:F(2):W}).ConfigureAwait(false); // now",
        "// both\n        await F(1).ConfigureAwait(false);\n        await F(2).ConfigureAwait(false); // now")]
    [InlineData(
        "var a = {R:F(1):R};\n        var b = {W:F(2):W};\n        await Task.WhenAll(a, b);\n        Console.WriteLine(a.Result + await b);",
        "var a = await F(1);\n        var b = await F(2);\n        Console.WriteLine(a + b);")]
    [InlineData(
        "Task a = {R:F(1):R};\n        var b = {W:F(2):W};\n        await Task.WhenAll(a, b);",
        "await F(1);\n        await F(2);")]
    [InlineData(
        "await Task.WhenAll(new[] { 1, 2 }.Select(async i => await {W:F(i):W}));",
        "foreach (var i in new[] { 1, 2 })\n        {\n            await F(i);\n        }")]
    [InlineData(
        "await Task.WhenAll(new[] { 1, 2 }.Select(i => {W:F(i):W}));",
        "foreach (var i in new[] { 1, 2 })\n        {\n            await F(i);\n        }")]
    [InlineData(
        "await Task.WhenAll(new[] { 1, 2 }.Select(async i =>\n        {\n            var n = await {W:F(i):W};\n            Console.WriteLine(n);\n        }));",
        "foreach (var i in new[] { 1, 2 })\n        {\n            var n = await F(i);\n            Console.WriteLine(n);\n        }")]
    public Task Each_is_awaited_before_the_next(string before, string after) => Shape.Becomes(Fixing.AwaitInTurn, In(before), In(after), with: Shape.Only(FixKinds.AwaitInTurn));

    [Theory]
    [InlineData("var both = await Task.WhenAll({R:F(1):R}, {W:F(2):W});")]
    [InlineData("var all = new List<Task> { {R:F(1):R} };\n        all.Add({W:F(2):W});\n        await Task.WhenAll(all);")]
    [InlineData("var a = {R:F(1):R};\n        var b = {W:F(2):W};\n        await Task.WhenAny(a, b);\n        await Task.WhenAll(a, b);")]
    [InlineData("await Task.WhenAll(new[] { 1, 2 }.Select(async i =>\n        {\n            if (i > 1) return;\n            await {W:F(i):W};\n        }));")]
    public Task What_is_put_together_otherwise_is_left_alone(string code) => Shape.IsRefused(Fixing.AwaitInTurn, In(code), with: Shape.Only(FixKinds.AwaitInTurn));

    private static string In(string code) => "class A\n{\n    static Task<int> F(int i) => Task.FromResult(i);\n    public async Task Go()\n    {\n        " + code + "\n    }\n}";
}
