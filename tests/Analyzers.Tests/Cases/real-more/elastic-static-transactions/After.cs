using System.Diagnostics;

namespace Real.ElasticStaticTransactions;

public sealed class Span { public string Name = ""; public long Duration; }
public sealed class Transaction { public string Name = ""; public long Duration; public List<Span> Spans { get; } = new(); }
public interface IPayloadSender { Task SendAsync(List<Transaction> transactions); }
public sealed class RequestInfo { public string Path = ""; }
public delegate Task Next(RequestInfo request);

public static class TransactionContainer
{
    public static AsyncLocal<Transaction?> Current { get; } = new();
}

// in the pipeline of every request
public class ApmMiddleware
{
    private readonly Next _next;
    private readonly IPayloadSender _sender;

    public ApmMiddleware(Next next, IPayloadSender sender)
    {
        _next = next;
        _sender = sender;
    }

    public async Task InvokeAsync(RequestInfo request)
    {
        var watch = Stopwatch.StartNew();
        var transaction = new Transaction { Name = request.Path };
        TransactionContainer.Current.Value = transaction;

        await _next(request);

        transaction.Duration = watch.ElapsedMilliseconds;
        await _sender.SendAsync(new List<Transaction> { transaction });
    }
}

// called by the diagnostic source of the http client
public class HttpListenerOfClient
{
    public void OnStop(string url, long duration)
    {
        var transaction = TransactionContainer.Current.Value;
        if (transaction == null)
            return;
        lock (transaction.Spans)
        {
            transaction.Spans.Add(new Span { Name = url, Duration = duration });
        }
    }
}
