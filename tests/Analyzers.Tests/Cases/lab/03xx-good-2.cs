public sealed class G53_Mirror
{
    public async Task<int> CopyAsync(IEnumerable<Uri> sources, HttpClient http)
    {
        var pages = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleWriter = true });
        var feed = Task.Run(async () =>
        {
            foreach (var source in sources)
                await pages.Writer.WriteAsync(await http.GetStringAsync(source));
        });
        _ = feed.ContinueWith(done => pages.Writer.TryComplete(done.Exception), TaskScheduler.Default);
        var count = 0;
        await foreach (var page in pages.Reader.ReadAllAsync())
            count += page.Length;
        return count;
    }
}

public sealed class G54_Telemetry
{
    private readonly Channel<string> _points = Channel.CreateBounded<string>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Track(string name, double value)
    {
        _points.Writer.TryWrite(name + "=" + value);
    }

    public async Task SendAsync(HttpClient http, CancellationToken stop)
    {
        while (await _points.Reader.WaitToReadAsync(stop))
        {
            while (_points.Reader.TryRead(out var point))
                await http.PostAsync("/points", new StringContent(point), stop);
        }
    }

    public void Stop() => _points.Writer.TryComplete();
}
