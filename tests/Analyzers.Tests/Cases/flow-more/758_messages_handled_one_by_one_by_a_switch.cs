// truth: safe
// why: the loop that the constructor starts handles one message after the other
// checked: 0 of 2 schedules violate

using System.Threading.Channels;

namespace Case_758;

public abstract record Message;
public sealed record Add(int Amount) : Message;
public sealed record Scale(int Factor) : Message;

public sealed class Account
{
    private readonly Channel<Message> _inbox = Channel.CreateUnbounded<Message>();
    private readonly Func<Task<int>> _rate;
    private readonly Task _loop;
    private int _amount;

    public Account(Func<Task<int>> rate)
    {
        _rate = rate;
        _loop = RunAsync();
    }

    public int Amount => _amount;
    public void Tell(Message message) => _inbox.Writer.TryWrite(message);

    public Task StopAsync()
    {
        _inbox.Writer.TryComplete();
        return _loop;
    }

    private async Task RunAsync()
    {
        await foreach (var message in _inbox.Reader.ReadAllAsync())
        {
            switch (message)
            {
                case Add add:
                    await AddAsync(add);
                    break;
                case Scale { Factor: > 1 } scale:
                    _amount = _amount * scale.Factor + await _rate();
                    break;
            }
        }
    }

    private async Task AddAsync(Add add)
    {
        var amount = _amount;
        var rate = await _rate();
        _amount = amount + rate * add.Amount;
    }
}
