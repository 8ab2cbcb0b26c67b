namespace Real.FlowRunCounter;

internal static class EverythingNative
{
    public static uint MajorVersion() => 1;
    public static int LastError() => 0;
    public static uint IncrementRunCount(string path) => 1;
}

// the native api keeps its state per process: one call at a time
public static class EverythingApi
{
    private static readonly SemaphoreSlim _semaphore = new(1, 1);

    public static async ValueTask<bool> IsRunningAsync(CancellationToken token = default)
    {
        await _semaphore.WaitAsync(token);
        try
        {
            _ = EverythingNative.MajorVersion();
            return EverythingNative.LastError() != 2;
        }
        finally
        {
            _semaphore.Release();
        }
    }

    public static async Task IncrementRunCounterAsync(string path)
    {
        await _semaphore.WaitAsync();
        try
        {
            _ = EverythingNative.IncrementRunCount(path);
        }
        catch (Exception)
        {
            // not important
        }
        finally { _semaphore.Release(); }
    }
}
