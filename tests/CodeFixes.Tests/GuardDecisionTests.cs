namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>A test of the state in front of the guard is as old as the wait for it: the guard begins above it.</summary>
public sealed class GuardDecisionTests
{
    [Theory]
    [InlineData(
        "if (_cursor is null) return;\n        var page = await fetch(_cursor);\n        _cursor = page.Next;",
        "await _gate.WaitAsync();\n        try\n        {\n            if (_cursor is null) return;\n            var page = await fetch(_cursor);\n            _cursor = page.Next;\n        }\n        finally\n        {\n            _gate.Release();\n        }")]
    [InlineData(
        "if (AtEnd) return;\n        Asked++;\n        var page = await fetch(_cursor);\n        _cursor = page.Next;",
        "await _gate.WaitAsync();\n        try\n        {\n            if (AtEnd) return;\n            Asked++;\n            var page = await fetch(_cursor);\n            _cursor = page.Next;\n        }\n        finally\n        {\n            _gate.Release();\n        }")]
    [InlineData(
        "if (_cursor is not null)\n        {\n            var page = await fetch(_cursor);\n            _cursor = page.Next;\n        }",
        "await _gate.WaitAsync();\n        try\n        {\n            if (_cursor is not null)\n            {\n                var page = await fetch(_cursor);\n                _cursor = page.Next;\n            }\n        }\n        finally\n        {\n            _gate.Release();\n        }")]
    [InlineData(
        "while (_cursor is not null)\n        {\n            var page = await fetch(_cursor);\n            _cursor = page.Next;\n        }",
        "await _gate.WaitAsync();\n        try\n        {\n            while (_cursor is not null)\n            {\n                var page = await fetch(_cursor);\n                _cursor = page.Next;\n            }\n        }\n        finally\n        {\n            _gate.Release();\n        }")]
    [InlineData(
        "if (Asked > 3) return;\n        var page = await fetch(_cursor);\n        _cursor = page.Next;",
        "if (Asked > 3) return;\n        await _gate.WaitAsync();\n        try\n        {\n            var page = await fetch(_cursor);\n            _cursor = page.Next;\n        }\n        finally\n        {\n            _gate.Release();\n        }")]
    public Task It_holds_the_test_too(string before, string after) => Mended.Becomes(
        "ASA0101", Fixing.Guard, Pager(before), Pager(after).Replace("    private string? _cursor", "    private readonly SemaphoreSlim _gate = new(1, 1);\n    private string? _cursor", StringComparison.Ordinal));

    /// <summary>The one who comes second would have counted, or stay marked as busy.</summary>
    [Theory]
    [InlineData("if (_conn is null)\n        {\n            Opened++;\n            _conn = await open();\n        }")]
    [InlineData("if (_conn is null)\n        {\n            IsBusy = true;\n            _conn = await open();\n            IsBusy = false;\n        }")]
    [InlineData("if (_conn is null)\n        {\n            Names.Add(\"\");\n            var conn = await open();\n            _conn = conn;\n        }")]
    public Task What_was_written_down_is_not_tested_again(string statements) => Mended.IsRefused("ASA0102", Fixing.CheckAgain, $$"""
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;

        public sealed class Link { }
        public sealed class Source(Func<Task<Link>> open)
        {
            private Link? _conn;
            public int Opened { get; private set; }
            public bool IsBusy { get; private set; }
            public List<string> Names { get; } = new();

            public async Task<Link> GetAsync()
            {
                {{statements}}
                return _conn;
            }
        }

        """);

    private static string Pager(string statements) => $$"""
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed record Page(string? Next);
        public sealed class Pager(Func<string?, Task<Page>> fetch)
        {
            private string? _cursor = "";
            public int Asked { get; private set; }
            private bool AtEnd => _cursor is null;

            public async Task MoreAsync()
            {
                {{statements}}
            }
        }

        """;
}
