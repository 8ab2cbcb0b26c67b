namespace Real.WolverineOutstanding;

public sealed record Envelope(object Message, string Destination);
public interface IRouter { ValueTask<Envelope> RouteAsync(object message); }
public interface ISender { ValueTask SendAsync(Envelope envelope); }

public class MessageContext
{
    private readonly List<Envelope> _outstanding = new();
    private readonly IRouter _router;
    private readonly ISender _sender;

    public MessageContext(IRouter router, ISender sender)
    {
        _router = router;
        _sender = sender;
    }

    public async ValueTask PublishAsync(object message)
    {
        var envelope = await _router.RouteAsync(message);
        _outstanding.Add(envelope); // BUG: _outstanding
    }

    public async Task FlushAsync()
    {
        foreach (var envelope in _outstanding.ToArray())
        {
            await _sender.SendAsync(envelope);
        }
        _outstanding.Clear();
    }
}

// the projection runs its slices side by side; all of them publish on the context of the batch
public class ProjectionRunner
{
    private readonly IRouter _router;
    private readonly ISender _sender;

    public ProjectionRunner(IRouter router, ISender sender)
    {
        _router = router;
        _sender = sender;
    }

    public async Task RunBatchAsync(IReadOnlyList<object> slices, CancellationToken token)
    {
        var context = new MessageContext(_router, _sender);
        await Parallel.ForEachAsync(slices, new ParallelOptions { MaxDegreeOfParallelism = 10, CancellationToken = token },
            async (slice, _) => await context.PublishAsync(slice));
        await context.FlushAsync();
    }
}
