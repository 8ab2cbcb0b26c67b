// truth: safe
// why: removing it is one step that only one caller wins
// checked: 0 of 4 schedules violate

namespace Case_472;

public sealed class Order { public int Steps; }

public sealed class Orders(Func<Task> ship)
{
    private readonly Dictionary<int, Order> _open = new();
    public void Open(int id, Order order) => _open[id] = order;

    public async Task<bool> ShipAsync(int id)
    {
        if (!_open.Remove(id, out var order)) return false;
        var steps = order.Steps;
        await ship();
        order.Steps = steps + 1;
        return true;
    }
}
