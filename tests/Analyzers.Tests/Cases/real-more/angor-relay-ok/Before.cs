namespace Real.AngorRelayOk;

public sealed record RelayAnswer(string Relay, bool Accepted, string? Message);
public sealed record PublishResult(bool Success, string? Error);

public interface IRelays
{
    // the callback runs for every relay that answers
    void Publish(string json, Action<RelayAnswer> onAnswer);
}

public class PortfolioService
{
    private readonly IRelays _relays;

    public PortfolioService(IRelays relays) => _relays = relays;

    public async Task<PublishResult> SaveAsync(string json)
    {
        var completion = new TaskCompletionSource<PublishResult>();

        _relays.Publish(json, answer =>
        {
            if (answer.Accepted)
                completion.SetResult(new PublishResult(true, null)); // BUG: completion
            else
                completion.SetResult(new PublishResult(false, answer.Message)); // BUG: completion
        });

        return await completion.Task;
    }
}
