// truth: safe
// why: the worker is a private class; each run makes one and awaits its steps in turn
// checked: 0 of 35 schedules violate

namespace Case_561;

public static class Migration
{
    public static async Task<int> RunAsync(Func<int, Task<int>> move)
    {
        var worker = new Worker(move);
        while (await worker.StepAsync()) { }
        return worker.Moved;
    }

    private sealed class Worker(Func<int, Task<int>> move)
    {
        private int _moved;
        private bool _started;
        public int Moved => _moved;

        public async Task<bool> StepAsync()
        {
            if (!_started)
            {
                await move(-1);
                _started = true;
            }
            var moved = _moved;
            _moved = moved + await move(moved);
            return _moved < 3;
        }
    }
}
