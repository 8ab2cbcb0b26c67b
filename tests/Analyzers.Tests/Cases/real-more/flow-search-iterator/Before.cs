using System.Runtime.CompilerServices;

namespace Real.FlowSearchIterator;

public sealed record Query(string Keyword, int Offset, int Max);
internal static class SearchNative
{
    public static void SetRegex(bool on) { }
    public static bool Run(string keyword) => true;
    public static string Result(int i) => "r" + i;
    public static void Reset() { }
}

public static class SearchApi
{
    private static readonly SemaphoreSlim _semaphore = new(1, 1);

    public static async IAsyncEnumerable<string> SearchAsync(Query query, [EnumeratorCancellation] CancellationToken token)
    {
        if (query.Offset < 0)
            throw new ArgumentOutOfRangeException(nameof(query));

        try
        {
            await _semaphore.WaitAsync(token); // BUG: _semaphore
            if (token.IsCancellationRequested)
                yield break;

            var keyword = query.Keyword;
            if (keyword.StartsWith('@'))
            {
                SearchNative.SetRegex(true);
                keyword = keyword[1..];
            }

            if (!SearchNative.Run(keyword))
                yield break;

            for (var i = 0; i < query.Max; ++i)
            {
                if (token.IsCancellationRequested)
                    yield break;
                yield return SearchNative.Result(i + query.Offset);
            }
        }
        finally
        {
            SearchNative.Reset();
            _semaphore.Release();
        }
    }
}
