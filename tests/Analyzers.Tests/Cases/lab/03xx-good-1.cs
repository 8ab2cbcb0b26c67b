public sealed class G41_Batcher
{
    private readonly Channel<ImmutableArray<string>> _batches = Channel.CreateUnbounded<ImmutableArray<string>>();

    public async Task FeedAsync(IAsyncEnumerable<string> lines)
    {
        var batch = new List<string>();
        try
        {
            await foreach (var line in lines)
            {
                batch.Add(line);
                if (batch.Count < 50)
                    continue;
                await _batches.Writer.WriteAsync(batch.ToImmutableArray());
                batch.Clear();
            }
        }
        finally
        {
            _batches.Writer.TryComplete();
        }
    }

    public async Task DrainAsync()
    {
        await foreach (var batch in _batches.Reader.ReadAllAsync())
            await File.AppendAllLinesAsync("lines.txt", batch);
    }
}

public sealed class G42_AudioPump
{
    private readonly Channel<ReadOnlyMemory<byte>> _frames = Channel.CreateBounded<ReadOnlyMemory<byte>>(16);

    public ChannelReader<ReadOnlyMemory<byte>> Frames => _frames.Reader;

    public async Task PumpAsync(Stream microphone, CancellationToken stop)
    {
        var buffer = new byte[4096];
        try
        {
            int count;
            while ((count = await microphone.ReadAsync(buffer, stop)) > 0)
                await _frames.Writer.WriteAsync(buffer.AsSpan(0, count).ToArray(), stop);
        }
        finally
        {
            _frames.Writer.Complete();
        }
    }
}

public sealed class G43_Dispatch
{
    private readonly ChannelWriter<Parcel> _truck;

    public G43_Dispatch(ChannelWriter<Parcel> truck) => _truck = truck;

    public async Task ShipAsync(string address, CancellationToken stop)
    {
        var parcel = new Parcel { Address = address };
        await _truck.WriteAsync(parcel, stop);
        parcel = parcel with { ShippedAt = DateTime.UtcNow };
        await File.AppendAllTextAsync("shipped.log", parcel.Address + parcel.ShippedAt, stop);
    }

    public sealed record Parcel
    {
        public string Address { get; init; } = "";
        public DateTime? ShippedAt { get; init; }
    }
}

public sealed class G44_Kitchen
{
    private readonly Channel<Meal> _meals = Channel.CreateBounded<Meal>(10);

    public async Task OrderAsync(IReadOnlyList<string> dishes, CancellationToken stop)
    {
        var meal = new Meal(Guid.NewGuid(), [.. dishes]);
        await _meals.Writer.WriteAsync(meal, stop);
    }

    public async Task CookAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var meal = await _meals.Reader.ReadAsync(stop);
            var dishes = meal.Dishes.Sort();
            await Task.Delay(dishes.Length * 10, stop);
        }
    }

    public sealed class Meal(Guid id, ImmutableArray<string> dishes)
    {
        public Guid Id { get; } = id;
        public ImmutableArray<string> Dishes { get; } = dishes;
    }
}

public sealed class G45_Sensors
{
    private readonly Channel<Reading> _readings = Channel.CreateUnbounded<Reading>(new UnboundedChannelOptions { SingleReader = true });

    public bool Report(string sensor, double value) => _readings.Writer.TryWrite(new Reading(sensor) { Value = value });

    public async Task<double> AverageAsync(int count)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            var reading = await _readings.Reader.ReadAsync();
            if (double.IsNaN(reading.Value))
                reading = reading with { Value = 0 };
            sum += reading.Value;
        }
        return sum / count;
    }

    private sealed record Reading(string Sensor)
    {
        public double Value { get; init; }
    }
}

public sealed class G46_Newsroom
{
    private readonly Channel<Article> _print = Channel.CreateUnbounded<Article>();
    private readonly Channel<Article> _web = Channel.CreateUnbounded<Article>();

    public async Task PublishAsync(string title)
    {
        var article = new Article { Title = title };
        await _print.Writer.WriteAsync(article);
        await _web.Writer.WriteAsync(article);
    }

    public async Task PrintAsync()
    {
        var article = await _print.Reader.ReadAsync();
        var title = article.Title.ToUpperInvariant();
        await File.AppendAllTextAsync("paper.txt", title);
    }

    public async Task UploadAsync(HttpClient http)
    {
        var article = await _web.Reader.ReadAsync();
        await http.PostAsync("/articles", new StringContent(article.Title));
    }

    private sealed class Article { public string Title { get; init; } = ""; }
}

public sealed class G47_ChatRoom
{
    private readonly object _sync = new();
    private readonly List<Channel<Post>> _members = new();

    public async Task JoinAsync(string nick, TextWriter screen, CancellationToken stop)
    {
        var box = Channel.CreateUnbounded<Post>();
        lock (_sync)
            _members.Add(box);
        while (await box.Reader.WaitToReadAsync(stop))
        {
            while (box.Reader.TryRead(out var post))
            {
                var mine = post with { SeenBy = post.SeenBy.Add(nick) };
                await screen.WriteLineAsync(mine.Text);
            }
        }
    }

    public void Say(string text)
    {
        var post = new Post(text, ImmutableList<string>.Empty);
        lock (_sync)
        {
            foreach (var member in _members)
                member.Writer.TryWrite(post);
        }
    }

    public void Close()
    {
        lock (_sync)
            _members.ForEach(member => member.Writer.TryComplete());
    }

    private sealed record Post(string Text, ImmutableList<string> SeenBy);
}

public sealed class G48_LogShipper
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task _loop;

    public G48_LogShipper(HttpClient http) => _loop = Task.Run(() => ShipAsync(http));

    public void Log(string line) => _lines.Writer.TryWrite(line);

    public async Task StopAsync()
    {
        _lines.Writer.TryComplete();
        await _loop;
    }

    private async Task ShipAsync(HttpClient http)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync())
            await http.PostAsync("/log", new StringContent(line));
    }
}

public sealed class G50_Render
{
    public async Task RenderAsync(IEnumerable<string> scenes)
    {
        var jobs = Channel.CreateUnbounded<string?>();
        var workers = Enumerable.Range(0, 3).Select(_ => WorkAsync(jobs.Reader)).ToArray();
        foreach (var scene in scenes)
            await jobs.Writer.WriteAsync(scene);
        foreach (var _ in workers)
            await jobs.Writer.WriteAsync(null);
        await Task.WhenAll(workers);
    }

    private static async Task WorkAsync(ChannelReader<string?> jobs)
    {
        while (true)
        {
            var scene = await jobs.ReadAsync();
            if (scene is null)
                break;
            await File.WriteAllTextAsync(scene + ".png", scene);
        }
    }
}

public sealed class G51_Scanner
{
    private const int End = -1;
    private readonly Channel<int> _ports = Channel.CreateUnbounded<int>();

    public async Task ScanAsync(string host, int last)
    {
        var left = Task.Run(() => ProbeAsync(host));
        var right = Task.Run(() => ProbeAsync(host));
        for (var port = 1; port <= last; port++)
            _ports.Writer.TryWrite(port);
        _ports.Writer.TryWrite(End);
        await Task.WhenAll(left, right);
    }

    private async Task ProbeAsync(string host)
    {
        int port;
        while ((port = await _ports.Reader.ReadAsync()) != End)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port);
        }
        _ports.Writer.TryWrite(End);
    }
}

public sealed class G52_Mailer
{
    private readonly Channel<string> _mails = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });

    public bool Enqueue(string mail) => _mails.Writer.TryWrite(mail);

    public async Task RunAsync(Func<string, Task> send)
    {
        var first = PumpAsync(send);
        var second = Task.Run(() => Enqueue("welcome"));
        await Task.WhenAll(first, second);
    }

    public void Finish() => _mails.Writer.TryComplete();

    private async Task PumpAsync(Func<string, Task> send)
    {
        await foreach (var mail in _mails.Reader.ReadAllAsync())
            await send(mail);
    }
}
