using System.Reflection;
using AsyncStateAnalyzers.CodeFixes.Tests.Pages;
using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>Programs after the first fix for each report about a channel, run: they come to an end, and nothing is lost.</summary>
public sealed class ChannelFixRunTests
{
    /// <summary>So long that only a program that never ends is stopped by it.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("the reader gets the exception of the loop that feeds it", "ASA0304", "1 2 failed: torn", """
        public static async Task<string> RunAsync()
        {
            var got = new List<string>();
            var channel = Channel.CreateUnbounded<int>();
            var feeding = Task.Run(async () =>
            {
                await foreach (var x in SourceAsync())
                    await channel.Writer.WriteAsync(x);
                channel.Writer.Complete();
            });
            try
            {
                await foreach (var x in channel.Reader.ReadAllAsync())
                    got.Add($"{x}");
                await feeding;
            }
            catch (IOException e)
            {
                got.Add("failed: " + e.Message);
            }

            return string.Join(' ', got);
        }

        private static async IAsyncEnumerable<int> SourceAsync()
        {
            yield return 1;
            await Task.Yield();
            yield return 2;
            throw new IOException("torn");
        }
        """)]
    [InlineData("the reader is told of the end", "ASA0304", "6", """
        public static async Task<string> RunAsync()
        {
            var channel = Channel.CreateUnbounded<int>();
            var feeding = Task.Run(async () =>
            {
                for (var i = 1; i < 4; i++)
                    await channel.Writer.WriteAsync(i);
            });
            var sum = 0;
            await foreach (var x in channel.Reader.ReadAllAsync())
                sum += x;
            await feeding;
            return $"{sum}";
        }
        """)]
    [InlineData("all readers end", "ASA0305", "45", """
        private static int s_sum;

        public static async Task<string> RunAsync()
        {
            var channel = Channel.CreateUnbounded<int>();
            var consumers = Task.WhenAll(ConsumeAsync(channel.Reader), ConsumeAsync(channel.Reader));
            for (var i = 0; i < 10; i++)
                await channel.Writer.WriteAsync(i);
            await channel.Writer.WriteAsync(-1);
            await consumers;
            return $"{s_sum}";
        }

        private static async Task ConsumeAsync(ChannelReader<int> reader)
        {
            while (true)
            {
                var item = await reader.ReadAsync();
                if (item == -1)
                    break;
                Interlocked.Add(ref s_sum, item);
            }
        }
        """)]
    [InlineData("several read what was promised to one", "ASA0306", "4950", """
        private static int s_sum;

        public static async Task<string> RunAsync()
        {
            var channel = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true });
            var consumers = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ConsumeAsync(channel.Reader))));
            for (var i = 0; i < 100; i++)
                await channel.Writer.WriteAsync(i);
            channel.Writer.Complete();
            await consumers;
            return $"{s_sum}";
        }

        private static async Task ConsumeAsync(ChannelReader<int> reader)
        {
            await foreach (var item in reader.ReadAllAsync())
                Interlocked.Add(ref s_sum, item);
        }
        """)]
    [InlineData("a full channel loses nothing", "ASA0307", "100", """
        public static async Task<string> RunAsync()
        {
            var channel = Channel.CreateBounded<string>(2);
            var feeding = Task.Run(async () =>
            {
                try
                {
                    for (var i = 0; i < 100; i++)
                        channel.Writer.TryWrite($"{i}");
                    await Task.Yield();
                }
                finally
                {
                    channel.Writer.Complete();
                }
            });
            await Task.Yield();
            var count = 0;
            await foreach (var x in channel.Reader.ReadAllAsync())
                count++;
            await feeding;
            return $"{count}";
        }
        """)]
    [InlineData("who cannot wait is told", "ASA0307", "1 2 refused", """
        public static Task<string> RunAsync()
        {
            var box = new Box();
            var told = "";
            try
            {
                for (var i = 1; i < 9; i++)
                    box.Add($"{i}");
            }
            catch (InvalidOperationException)
            {
                told = "refused";
            }

            return Task.FromResult(string.Join(' ', box.All().Append(told)));
        }

        private sealed class Box
        {
            private readonly Channel<string> _channel = Channel.CreateBounded<string>(2);

            public void Add(string s)
            {
                _channel.Writer.TryWrite(s);
            }

            public IEnumerable<string> All()
            {
                while (_channel.Reader.TryRead(out var s))
                    yield return s;
            }
        }
        """)]
    [InlineData("the message is written without assertions too", "ASA0307", "1", """
        public static Task<string> RunAsync()
        {
            var channel = Channel.CreateUnbounded<string>();
            Add(channel.Writer);
            return Task.FromResult($"{channel.Reader.Count}");
        }

        private static void Add(ChannelWriter<string> writer)
        {
            System.Diagnostics.Debug.Assert(writer.TryWrite("x"));
        }
        """)]
    public async Task It_ends_with_all_there_is(string what, string rule, string expected, string members)
    {
        var source = "using System.Threading.Channels;\n\npublic static class Program\n{\n" + string.Concat(members.ReplaceLineEndings("\n").Split('\n').Select(l => l.Length == 0 ? "\n" : "    " + l + "\n")) + "}\n";
        Assert.Equal([rule], Reports(source).Distinct());
        var mended = await FirstFix.ApplyAsync(source);
        Assert.NotNull(mended);
        Assert.Empty(Reports(mended));
        Assert.Equal(what + ": " + expected, what + ": " + await OutputOf(mended));
    }

    private static IEnumerable<string> Reports(string source) => AnalyzerRunner.Run(AnalyzerRunner.Compile(("Page.cs", source))).Select(r => r.Id);

    private static async Task<string> OutputOf(string source)
    {
        using var image = new MemoryStream();
        var built = AnalyzerRunner.Compile(("Page.cs", source)).Emit(image);
        Assert.True(built.Success, string.Join("\n", built.Diagnostics) + "\n" + source);
        var run = Assembly.Load(image.ToArray()).GetType("Program")!.GetMethod("RunAsync")!;
        return await Task.Run(() => (Task<string>)run.Invoke(null, null)!).WaitAsync(s_patience);
    }
}
