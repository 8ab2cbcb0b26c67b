namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>On several threads, reading directly before the write is still too early: only the guard is offered.</summary>
public class PoolWorkTests
{
    [Theory]
    [InlineData("Task.WhenAll(Enumerable.Range(0, 3).Select(i => Task.Run(async () => { {W:{R:sum:R} += {S:await work(i):S}:W}; })))")]
    [InlineData("Parallel.ForEachAsync(Enumerable.Range(0, 3), async (i, _) => { {W:{R:sum:R} += {S:await work(i):S}:W}; })")]
    public async Task Work_on_the_pool_is_guarded(string start) => Assert.Equal([Fixing.Guard], await new Fixing
    {
        Source = $"public static class Sums\n{{\n    public static async Task<int> SumAsync(Func<int, Task<int>> work)\n    {{\n        var sum = 0;\n        await {start};\n        return sum;\n    }}\n}}\n",
        Member = "sum",
    }.OfferedAsync());

    [Theory]
    [InlineData("Task.WhenAll(Enumerable.Range(0, 3).Select(async i => { {W:{R:sum:R} += {S:await work(i):S}:W}; }))")]
    [InlineData("Task.Factory.StartNew(async () => { {W:{R:sum:R} += {S:await work(1):S}:W}; }, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current)")]
    public async Task Work_on_one_context_reads_later(string start) => Assert.Equal([Fixing.ReadAfterAwait], await new Fixing
    {
        Source = $"public static class Sums\n{{\n    public static async Task<int> SumAsync(Func<int, Task<int>> work)\n    {{\n        var sum = 0;\n        await {start};\n        return sum;\n    }}\n}}\n",
        Member = "sum",
    }.OfferedAsync());

    [Fact]
    public async Task A_method_that_the_type_starts_on_the_pool_is_guarded() => Assert.Equal([Fixing.Guard], await new Fixing
    {
        Source = """
            public class Counter(Func<Task<int>> next)
            {
                private int _n;

                public Task StartAsync() => Task.WhenAll(Task.Run(AddAsync), Task.Run(() => AddAsync()));

                private async Task AddAsync()
                {
                    {W:{R:_n:R} += {S:await next():S}:W};
                }
            }
            """,
    }.OfferedAsync());
}
