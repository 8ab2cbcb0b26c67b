// truth: racy
// why: the lambda is an async void: the lock ends at its first wait
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_514;

public sealed class Locked
{
    private readonly object _sync = new();
    public void Run(Action body) { lock (_sync) body(); }
}

public sealed class Wallet(Func<Task<int>> charge, Action done)
{
    private readonly Locked _locked = new();
    private int _spent;
    public int Spent => _spent;

    public void Pay() => _locked.Run(async () =>
    {
        _spent += await charge(); // RACE: the lock is not held across the wait
        done();
    });
}
