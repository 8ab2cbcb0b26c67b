using Microsoft.CodeAnalysis.CSharp;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>Hoisting needs a place for the new statement: blocks are made where there is none.</summary>
public class HoistAwaitBodyTests
{
    [Fact]
    public Task An_expression_body_becomes_a_block() => Shape.Becomes(Fixing.ReadAfterAwait,
        """
        public class Counter
        {
            private int _n;

            public async Task AddAsync(Func<Task<int>> next) => {W:{R:_n:R} += {S:await next():S}:W}; // adds
        }
        """,
        """
        public class Counter
        {
            private int _n;

            public async Task AddAsync(Func<Task<int>> next)
            {
                var value = await next();
                _n += value;
            } // adds
        }
        """);

    [Fact]
    public Task An_expression_body_with_a_result_returns_it() => Shape.Becomes(Fixing.ReadAfterAwait,
        """
        public class Counter
        {
            private int _n;

            public async ValueTask<int> AddAsync(Func<Task<int>> next) =>
                {W:{R:_n:R} += {S:await next():S}:W};
        }
        """,
        """
        public class Counter
        {
            private int _n;

            public async ValueTask<int> AddAsync(Func<Task<int>> next)
            {
                var value = await next();
                return _n += value;
            }
        }
        """);

    [Fact]
    public Task A_lambda_becomes_a_block() => Shape.Becomes(Fixing.ReadAfterAwait,
        """
        public static class Sums
        {
            public static async Task<int> SumAsync(Func<int, Task<int>> part)
            {
                var sum = 0;
                await Task.WhenAll(Enumerable.Range(0, 3).Select(async i => {W:{R:sum:R} += {S:await part(i):S}:W}));
                return sum;
            }
        }
        """,
        """
        public static class Sums
        {
            public static async Task<int> SumAsync(Func<int, Task<int>> part)
            {
                var sum = 0;
                await Task.WhenAll(Enumerable.Range(0, 3).Select(async i =>
                {
                    var value = await part(i);
                    return sum += value;
                }));
                return sum;
            }
        }
        """, member: "sum");

    [Fact]
    public Task A_local_function_becomes_a_block() => Shape.Becomes(Fixing.ReadAfterAwait,
        """
        public class Counter
        {
            private int _n;

            public Task AddAsync(Task<int> next)
            {
                return Core();

                async Task Core() => {W:{R:_n:R} += {S:await next:S}:W};
            }
        }
        """,
        """
        public class Counter
        {
            private int _n;

            public Task AddAsync(Task<int> next)
            {
                return Core();

                async Task Core()
                {
                    var value = await next;
                    _n += value;
                }
            }
        }
        """);

    [Fact]
    public Task A_return_becomes_two_statements() => Shape.Becomes(Fixing.ReadAfterAwait,
        """
        public class Counter
        {
            private int _n;

            public async Task<int> AddAsync(Task<int> next)
            {
                // the new total
                return {W:{R:_n:R} += {S:await next:S}:W};
            }
        }
        """,
        """
        public class Counter
        {
            private int _n;

            public async Task<int> AddAsync(Task<int> next)
            {
                // the new total
                var value = await next;
                return _n += value;
            }
        }
        """);

    [Fact]
    public Task A_switch_section_keeps_its_labels() => Shape.Becomes(Fixing.ReadAfterAwait,
        """
        public class Counter
        {
            private int _n;

            public async Task AddAsync(int kind, Task<int> next)
            {
                switch (kind)
                {
                    case 1:
                        {W:{R:_n:R} += {S:await next:S}:W};
                        break;
                }
            }
        }
        """,
        """
        public class Counter
        {
            private int _n;

            public async Task AddAsync(int kind, Task<int> next)
            {
                switch (kind)
                {
                    case 1:
                        var value = await next;
                        _n += value;
                        break;
                }
            }
        }
        """);

    [Fact]
    public Task An_else_without_braces_gets_them() => Shape.Becomes(Fixing.ReadAfterAwait,
        """
        public class Counter
        {
            private int _n;

            public async Task AddAsync(bool quick, Task<int> next)
            {
                if (quick)
                    _n = 0;
                else
                    {W:{R:_n:R} += {S:await next:S}:W};
            }
        }
        """,
        """
        public class Counter
        {
            private int _n;

            public async Task AddAsync(bool quick, Task<int> next)
            {
                if (quick)
                    _n = 0;
                else
                {
                    var value = await next;
                    _n += value;
                }
            }
        }
        """);

    [Fact]
    public async Task Top_level_statements_take_it() => Assert.Equal(
        "var n = 0;\nasync Task Add(Task<int> next)\n{\n    var value = await next;\n    n += value;\n}\nawait Task.WhenAll(Add(Task.FromResult(1)), Add(Task.FromResult(2)));\nreturn n;\n",
        await new Fixing
        {
            Source = "var n = 0;\nasync Task Add(Task<int> next)\n{\n    {W:{R:n:R} += {S:await next:S}:W};\n}\nawait Task.WhenAll(Add(Task.FromResult(1)), Add(Task.FromResult(2)));\nreturn n;\n",
            Member = "n",
            IsProgram = true,
        }.ApplyAsync(Fixing.ReadAfterAwait));

    [Fact]
    public async Task Windows_line_ends_stay() => Assert.Equal(
        "public class C\r\n{\r\n    private int _n;\r\n\r\n    public async Task AddAsync(Task<int> next)\r\n    {\r\n        // c\r\n        var value = await next;\r\n        _n += value;\r\n    }\r\n}\r\n",
        await new Fixing { Source = "public class C\r\n{\r\n    private int _n;\r\n\r\n    public async Task AddAsync(Task<int> next)\r\n    {\r\n        // c\r\n        {W:{R:_n:R} += {S:await next:S}:W};\r\n    }\r\n}\r\n" }.ApplyAsync(Fixing.ReadAfterAwait));

    [Theory]
    [InlineData("csharp_style_var_for_built_in_types = false:suggestion", "int charge")]
    [InlineData("csharp_style_var_for_built_in_types = true", "var charge")]
    [InlineData("csharp_style_var_elsewhere = false", "var charge")]
    public async Task The_type_is_written_as_the_code_base_wants_it(string option, string declaration) => Assert.Equal(
        Template.Method(declaration + " = await ChargeAsync();\n        _n += charge;"),
        await new Fixing { Source = Template.Method("{W:{R:_n:R} += {S:await ChargeAsync():S}:W};"), EditorConfig = option }.ApplyAsync(Fixing.ReadAfterAwait));

    [Fact]
    public async Task The_type_is_written_as_the_file_does() => Assert.Equal(
        Template.Method("int other = Log();\n        int charge = await ChargeAsync();\n        _n += charge + other;"),
        await new Fixing { Source = Template.Method("int other = Log();\n        {W:{R:_n:R} += {S:await ChargeAsync():S} + other:W};") }.ApplyAsync(Fixing.ReadAfterAwait));

    [Theory]
    [InlineData("{W:_n = {S:await ChargeAsync({R:_n:R}):S}:W};")]
    [InlineData("{W:_n = {R:_n:R} + (flag ? {S:await ChargeAsync():S} : 0):W};")]
    [InlineData("{W:_n = (flag ? {R:_n:R} : await WeightAsync()) + {S:await ChargeAsync():S}:W};")]
    [InlineData("while (({W:{R:_n:R} += {S:await ChargeAsync():S}:W}) < 3) Log();")]
    [InlineData("var i = 0; {W:_n = {R:_n:R} + i + {S:await ChargeAsync(i++):S}:W};")]
    [InlineData("var other = {R:_n:R}; {W:_n = {S:await ChargeAsync(other):S}:W};")]
    public Task What_the_await_itself_needs_cannot_come_after_it(string statement) =>
        Shape.IsRefused(Fixing.ReadAfterAwait, Template.Method(statement));

    [Fact]
    public Task Code_with_a_directive_in_the_expression_is_left_alone() => Shape.IsRefused(Fixing.ReadAfterAwait, Template.Method(
        "{W:{R:_n:R} +=\n#if DEBUG\n            1 +\n#endif\n            {S:await ChargeAsync():S}:W};"));

    [Fact]
    public async Task A_hint_that_cannot_be_read_offers_nothing() => Assert.Empty(
        await new Fixing { Source = Template.Method("{W:{R:_n:R} += {S:await ChargeAsync():S}:W};"), Kinds = 0 }.OfferedAsync());

    [Fact]
    public Task Old_language_versions_take_it() => Shape.Becomes(Fixing.ReadAfterAwait,
        "public class C\n{\n    private int _n;\n    public async Task AddAsync(Task<int> next)\n    {\n        {W:{R:_n:R} += {S:await next:S}:W};\n    }\n}\n",
        "public class C\n{\n    private int _n;\n    public async Task AddAsync(Task<int> next)\n    {\n        var value = await next;\n        _n += value;\n    }\n}\n",
        with: f => f with { Language = LanguageVersion.CSharp8, GlobalUsings = false, Prefix = "using System.Threading.Tasks;\n" });
}
