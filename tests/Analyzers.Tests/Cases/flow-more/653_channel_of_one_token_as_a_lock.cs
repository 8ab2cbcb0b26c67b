// truth: safe
// why: who has read the token from the channel is alone until it is written back
// checked: 0 of 4 schedules violate

using System.Threading.Channels;

namespace Case_653;

public sealed class Balance
{
    private readonly Channel<bool> _token = Channel.CreateBounded<bool>(1);
    private readonly Func<Task<int>> _interest;
    private int _amount;

    public Balance(Func<Task<int>> interest)
    {
        _interest = interest;
        _token.Writer.TryWrite(true);
    }

    public int Amount => _amount;

    public async Task AccrueAsync()
    {
        await _token.Reader.ReadAsync();
        try
        {
            _amount += await _interest();
        }
        finally
        {
            _token.Writer.TryWrite(true);
        }
    }
}
