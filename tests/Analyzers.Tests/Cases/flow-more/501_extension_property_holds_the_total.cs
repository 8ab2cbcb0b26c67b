// truth: racy
// why: the total goes through an extension property and is as old as before the wait
// needs: a newer compiler
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_501;

public sealed class Basket { public int Cents; }

public static class BasketMoney
{
    extension(Basket basket)
    {
        public int Total { get => basket.Cents; set => basket.Cents = value; }
    }
}

public sealed class Till(Func<Task<int>> price)
{
    private readonly Basket _basket = new();
    public int Sum => _basket.Cents;

    public async Task ScanAsync()
    {
        var total = _basket.Total;
        var cents = await price();
        _basket.Total = total + cents; // RACE: total of before the price came
    }
}
