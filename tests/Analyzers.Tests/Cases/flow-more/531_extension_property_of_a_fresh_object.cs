// truth: safe
// why: each call fills an order of its own
// needs: a newer compiler
// checked: 0 of 20 schedules violate

namespace Case_531;

public sealed class Order { public int Cents; }

public static class OrderMoney
{
    extension(Order order)
    {
        public int Total { get => order.Cents; set => order.Cents = value; }
        public static Order Empty => new();
    }
}

public sealed class Shop(Func<int, Task<int>> price)
{
    public async Task<int> SumAsync(params int[] items)
    {
        var order = Order.Empty;
        foreach (var item in items)
        {
            var before = order.Total;
            order.Total = before + await price(item);
        }
        return order.Total;
    }
}
