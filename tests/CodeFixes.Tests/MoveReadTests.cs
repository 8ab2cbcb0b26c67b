namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>A copy is taken below the await, where nothing else depends on when it was taken.</summary>
public class MoveReadTests
{
    [Theory]
    [InlineData(
        "var t = {R:_n:R};\n        {S:await ChargeAsync():S};\n        {W:_n = t + 1:W};",
        "await ChargeAsync();\n        var t = _n;\n        _n = t + 1;")]
    [InlineData(
        "// the old one\n        var t = {R:_n:R}; // before\n\n        {S:await ChargeAsync():S};\n\n        // store\n        {W:_n = t + 1:W};",
        "await ChargeAsync();\n\n        // the old one\n        var t = _n; // before\n        // store\n        _n = t + 1;")]
    [InlineData(
        "Log();\n\n        var t = {R:_n:R};\n        {S:await ChargeAsync():S};\n        {W:_n = t + 1:W};",
        "Log();\n\n        await ChargeAsync();\n        var t = _n;\n        _n = t + 1;")]
    [InlineData(
        "var t = {R:_n:R};\n        {W:_n = t + {S:await ChargeAsync():S}:W};",
        "var charge = await ChargeAsync();\n        var t = _n;\n        _n = t + charge;")]
    [InlineData(
        "var t = {R:_n:R};\n        t += {S:await ChargeAsync():S};\n        {W:_n = t:W};",
        "var charge = await ChargeAsync();\n        var t = _n;\n        t += charge;\n        _n = t;")]
    [InlineData(
        "var t = {R:_n:R};\n        var u = t * 2;\n        {S:await ChargeAsync():S};\n        {W:_n = u + 1:W};",
        "await ChargeAsync();\n        var t = _n;\n        var u = t * 2;\n        _n = u + 1;")]
    [InlineData(
        "var t = {R:_n:R};\n        try\n        {\n            {S:await ChargeAsync():S};\n        }\n        catch (IOException)\n        {\n            {W:_n = t + 1:W};\n        }",
        "try\n        {\n            await ChargeAsync();\n        }\n        catch (IOException)\n        {\n            var t = _n;\n            _n = t + 1;\n        }")]
    [InlineData(
        "var t = {R:_n:R};\n        {S:await ChargeAsync():S};\n        if (flag)\n            {W:_n = t + 1:W};",
        "await ChargeAsync();\n        if (flag)\n        {\n            var t = _n;\n            _n = t + 1;\n        }")]
    [InlineData(
        "var t = {R:_n:R};\n        {S:await ChargeAsync():S};\n        {W:_n = t + 1:W};\n        Console.WriteLine(t);",
        "await ChargeAsync();\n        var t = _n;\n        _n = t + 1;\n        Console.WriteLine(t);")]
    [InlineData(
        "var t = Volatile.Read(ref {R:_n:R});\n        {S:await ChargeAsync():S};\n        {W:Volatile.Write(ref _n, t + 1):W};",
        "await ChargeAsync();\n        var t = Volatile.Read(ref _n);\n        Volatile.Write(ref _n, t + 1);")]
    public Task The_copy_is_taken_below_the_await(string before, string after) =>
        Shape.Becomes(Fixing.ReadAfterAwait, Template.Method(before), Template.Method(after));

    [Fact]
    public Task A_look_up_moves_with_what_is_computed_from_it() => Shape.Becomes(Fixing.ReadAfterAwait,
        """
        public class Likes
        {
            private readonly Dictionary<string, int> _likes = new();

            public async Task LikeAsync(string post, Func<Task<int>> weigh)
            {
                {R:_likes.TryGetValue(post, out var likes):R};
                likes += {S:await weigh():S};
                {W:_likes[post] = likes:W};
            }
        }
        """,
        """
        public class Likes
        {
            private readonly Dictionary<string, int> _likes = new();

            public async Task LikeAsync(string post, Func<Task<int>> weigh)
            {
                var value = await weigh();
                _likes.TryGetValue(post, out var likes);
                likes += value;
                _likes[post] = likes;
            }
        }
        """, member: "_likes");

    [Theory]
    [InlineData("var t = {R:_n:R};\n        {S:await ChargeAsync(t):S};\n        {W:_n = t + 1:W};")]
    [InlineData("var t = {R:_n:R};\n        {S:await ChargeAsync():S};\n        Console.WriteLine(t);\n        {W:_n = t + 1:W};")]
    [InlineData("var t = {R:_n:R};\n        _n = 5;\n        {S:await ChargeAsync():S};\n        {W:_n = t + 1:W};")]
    [InlineData("var t = {R:_n:R};\n        {S:await ChargeAsync():S};\n        {W:_n = t:W};")]
    [InlineData("var t = {R:_n:R};\n        for (var i = 0; i < 3; i++)\n        {\n            {S:await ChargeAsync():S};\n            {W:_n = t + 1:W};\n        }")]
    [InlineData("var t = {R:_n:R};\n        while (flag)\n        {\n            {S:await ChargeAsync():S};\n            {W:_n = t + 1:W};\n            t = _n;\n        }")]
    [InlineData("var t = {R:_n:R} + Log();\n        {S:await ChargeAsync():S};\n        {W:_n = t + 1:W};")]
    [InlineData("var i = 1;\n        var t = {R:_votes[i]:R};\n        i = 2;\n        {S:await ChargeAsync():S};\n        {W:_votes[1] = t + 1:W};")]
    [InlineData("var t = {R:_n:R};\n        Func<int> f = () => t;\n        {S:await ChargeAsync():S};\n        {W:_n = t + f():W};")]
    public Task A_copy_that_others_depend_on_stays(string statements) =>
        Shape.IsRefused(Fixing.ReadAfterAwait, Template.Method(statements));

    [Fact]
    public Task A_copy_behind_a_directive_stays() => Shape.IsRefused(Fixing.ReadAfterAwait, Template.Method(
        "Log();\n#if DEBUG\n        var t = {R:_n:R};\n#else\n        var t = 0;\n#endif\n        {S:await ChargeAsync():S};\n        {W:_n = t + 1:W};").Replace("#if DEBUG", "#if !DEBUG"));
}
