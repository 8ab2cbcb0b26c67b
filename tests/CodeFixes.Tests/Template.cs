namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>A class with some state, for tests that are about one statement.</summary>
internal static class Template
{
    public static string Method(string statements) => $$"""
        namespace Sample;

        public class Counter
        {
            private int _n;
            private int[] _votes = new int[3];
            private string[] _items = [];
            public string Text { get; set; } = "";

            public async Task RunAsync(bool flag)
            {
                {{statements}}
            }

            private int Log() => 1;
            private Task<int> ChargeAsync() => Task.FromResult(1);
            private Task<int> ChargeAsync(int of) => Task.FromResult(of);
            private Task<int> WeightAsync() => Task.FromResult(1);
            private Task<int> GetCountAsync() => Task.FromResult(1);
            private Task<string> LineAsync() => Task.FromResult("");
            private Task<string> PickAsync() => Task.FromResult("");
            private Task<(int, int)> PairAsync() => Task.FromResult((1, 1));
        }

        """.Replace("\r\n", "\n");
}
