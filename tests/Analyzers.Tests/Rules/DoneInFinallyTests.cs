using static AsyncStateAnalyzers.Tests.Rules.WorstReport;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>Checks inside a region, and what its finally does whatever they answered; beside finally blocks that a check leads to.</summary>
public class DoneInFinallyTests
{
    [Theory]
    [InlineData("", "try { if (s_running <= 0) { await Task.Delay(3); lock (s_gate) { Console.WriteLine(); } } await Task.Delay(2); } finally { s_running = 5; }")]
    [InlineData("", "try { if (s_running <= 0) { await Task.Delay(3); try { Console.WriteLine(); } catch (Exception) { Console.WriteLine(); throw; } } await Task.Delay(2); } finally { s_running = 5; }")]
    [InlineData("", "try { while (true) { if (s_running <= 0) { await Task.Delay(3); using var file = File.OpenRead(\"x\"); } await Task.Delay(2); } } finally { s_running = 5; }")]
    [InlineData("Warning", "if (s_running <= 0) { try { await Task.Delay(3); lock (s_gate) { Console.WriteLine(); } } finally { s_running = 5; } }")]
    [InlineData("Warning", "try { if (s_running > 0) return; await Task.Delay(3); lock (s_gate) { Console.WriteLine(); } s_running = 5; } finally { Console.WriteLine(); }")]
    public void WhateverWasAnswered(string severity, string body) => Expect("ASA0102", severity,
        $$"""
        using System;
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;

        public static class Runner
        {
            private static readonly object s_gate = new();
            private static int s_running;

            public static Task AllAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => OneAsync()));

            private static async Task OneAsync()
            {
                {{body}}
            }
        }
        """);

    [Fact]
    public void TheRunThatCallersShareEnds() => Expect("ASA0102", "",
        """
        public class Entry
        {
            private readonly object _lock = new();
            private object? _budget;
            private TaskCompletionSource? _run;
            public Task ReconnectAsync(object? budget)
            {
                TaskCompletionSource own;
                var starts = false;
                lock (_lock)
                {
                    _budget ??= budget;
                    if (_run != null)
                        own = _run;
                    else
                    {
                        own = _run = new(TaskCreationOptions.RunContinuationsAsynchronously);
                        starts = true;
                    }
                }
                if (starts)
                    _ = Task.Run(() => CycleAsync(own));
                return own.Task;
            }
            private object? Budget() { lock (_lock) { return _budget; } }
            private async Task CycleAsync(TaskCompletionSource run)
            {
                try
                {
                    while (!run.Task.IsCompleted)
                    {
                        var budget = Budget();
                        if (budget is string)
                        {
                            await Task.Delay(1);
                            return;
                        }
                        await Task.Delay(5);
                    }
                }
                finally
                {
                    lock (_lock)
                    {
                        _run = null;
                        _budget = null;
                    }
                }
            }
        }
        """);
}
