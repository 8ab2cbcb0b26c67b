// truth: safe
// why: one loop changes the counts; others only look at them
// checked: 0 of 6 schedules violate

using System.Threading.Channels;

namespace Case_635;

public sealed class MailWorker(Func<string, Task<bool>> deliver)
{
    private readonly Channel<string> _mails = Channel.CreateUnbounded<string>();
    private Task? _run;
    private int _delivered, _failed;
    public (int Delivered, int Failed) Counts => (_delivered, _failed);

    public void Enqueue(string mail) => _mails.Writer.TryWrite(mail);

    public void Start() => _run ??= RunAsync();

    public Task StopAsync()
    {
        _mails.Writer.TryComplete();
        return _run ?? Task.CompletedTask;
    }

    private async Task RunAsync()
    {
        while (await _mails.Reader.WaitToReadAsync())
        {
            while (_mails.Reader.TryRead(out var mail))
            {
                var (delivered, failed) = (_delivered, _failed);
                if (await deliver(mail)) _delivered = delivered + 1;
                else _failed = failed + 1;
            }
        }
    }
}
