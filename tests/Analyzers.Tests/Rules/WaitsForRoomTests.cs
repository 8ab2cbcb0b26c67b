using static AsyncStateAnalyzers.Tests.Rules.WorstReport;

namespace AsyncStateAnalyzers.Tests.Rules;

/// <summary>A check that decides whether to wait, beside waits that have nothing to do with the number.</summary>
public class WaitsForRoomTests
{
    [Theory]
    [InlineData("Warning", "if (s_running >= Max) await Task.Delay(1); s_running++;")]
    [InlineData("Warning", "if (!(s_running < Max)) { await Task.Delay(1); } s_running += 1;")]
    [InlineData("Warning", "if (Max <= s_running) await Task.Delay(1); s_running = s_running + 1;")]
    [InlineData("Warning", "if (s_running == 0) await Task.Delay(1); s_running--;")]
    [InlineData("Warning", "if (s_running < 2) await Task.Delay(1); else Console.WriteLine(); s_running -= 2;")]
    [InlineData("", "if (s_running <= 0) Console.WriteLine(); else await Task.Delay(1); s_running--;")]
    [InlineData("Warning", "if (s_running <= 0 && s_free) await Task.Delay(1); s_running--;")]
    [InlineData("", "if (s_running <= 0 && s_free) Console.WriteLine(); else await Task.Delay(1); s_running--;")]
    [InlineData("Warning", "var full = s_running >= Max; if (full) await Task.Delay(1); s_running++;")]
    [InlineData("", "var others = s_running > 0; if (others) await Task.Delay(1); s_running--;")]
    [InlineData("", "try { if (s_running <= 0) Console.WriteLine(); else await Task.Delay(1); await Task.Delay(2); } finally { s_running--; }")]
    [InlineData("", "try { while (true) { await Task.Delay(2); if (s_running > 0) Console.WriteLine(); else await Task.Delay(1); } } finally { s_running--; }")]
    [InlineData("", "if (s_running > 3) Console.WriteLine(); else await Task.Delay(1); s_running++;")]
    [InlineData("", "var before = s_running; await Task.Delay(2); var since = s_running - before; if (since < Max) await Task.Delay(1); s_running++;")]
    public void WithoutRoomItWaits(string severity, string body) => Expect("ASA0102", severity,
        $$"""
        using System;
        using System.Linq;
        using System.Threading.Tasks;

        public static class Runner
        {
            private const int Max = 4;
            private static int s_running;
            private static bool s_free;

            public static Task AllAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => OneAsync()));

            private static async Task OneAsync()
            {
                {{body}}
            }
        }
        """);
}
