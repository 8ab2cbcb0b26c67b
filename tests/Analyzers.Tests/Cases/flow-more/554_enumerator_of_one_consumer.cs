// truth: safe
// why: an enumerator belongs to one loop, which awaits each step
// checked: 0 of 70 schedules violate

namespace Case_554;

public sealed class Pages(Func<int, Task<int[]>> load) : IAsyncEnumerable<int>
{
    public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Cursor(load);

    private sealed class Cursor(Func<int, Task<int[]>> load) : IAsyncEnumerator<int>
    {
        private int[] _page = [];
        private int _number, _index = -1;
        public int Current => _page[_index];

        public async ValueTask<bool> MoveNextAsync()
        {
            if (++_index < _page.Length) return true;
            _page = await load(_number++);
            _index = 0;
            return _page.Length > 0;
        }

        public ValueTask DisposeAsync() => default;
    }
}
