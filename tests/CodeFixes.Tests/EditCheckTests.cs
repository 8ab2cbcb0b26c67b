namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>What the compiler says of the members that change, before and after: what it said before is no reason against a fix.</summary>
public class EditCheckTests
{
    /// <summary>Warnings of every kind stand in the member, and the change only adds text, at several places or one.</summary>
    [Theory]
    [InlineData("public C(CancellationToken t) => t.Register(() => _done.SetCanceled());", "public C(CancellationToken t) => t.Register(() => _done.TrySetCanceled());")]
    [InlineData("public C(CancellationToken t)\n    {\n        t.Register(() => _done.SetCanceled());\n    }", "public C(CancellationToken t)\n    {\n        t.Register(() => _done.TrySetCanceled());\n    }")]
    public Task A_warning_that_was_there_stays(string before, string after) => Mended.Becomes("ASA0502", "ASA.TryToComplete", Class(before, "SetResult"), Class(after, "TrySetResult"));

    private static string Class(string constructor, string complete) => $$"""
        #nullable enable
        using System;
        using System.Threading;
        using System.Threading.Tasks;

        public sealed class C
        {
            private readonly TaskCompletionSource<string> _done = new();

            {{constructor}}

            public Task<string> Done => _done.Task;

            public void Clear(int r)
            {
                int unused = 0;
                string text = null;
                _done.{{complete}}(null);
                Console.WriteLine(text.Length + r);
            }
        }

        """.ReplaceLineEndings("\n");
}
