using System.Diagnostics;

namespace Real.ElasticStaticTransactions;

public sealed class Span { public string Name = ""; public long Duration; }
public sealed class Transaction { public string Name = ""; public long Duration; public List<Span> Spans { get; } = new(); }
public interface IPayloadSender { Task SendAsync(List<Transaction> transactions); }
public sealed class RequestInfo { public string Path = ""; }
public delegate Task Next(RequestInfo request);

public static class TransactionContainer
{
    public static List<Transaction>? Transactions { get; set; }
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
        var transactions = new List<Transaction> { new() { Name = request.Path } };
        TransactionContainer.Transactions = transactions; // BUG: Transactions

        await _next(request);

        transactions[0].Duration = watch.ElapsedMilliseconds;
        await _sender.SendAsync(TransactionContainer.Transactions); // BUG: Transactions
    }
}

// called by the diagnostic source of the http client
public class HttpListenerOfClient
{
    public void OnStop(string url, long duration) =>
        TransactionContainer.Transactions?[0].Spans.Add(new Span { Name = url, Duration = duration });
}
