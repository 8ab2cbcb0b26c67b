// truth: racy
// why: all the lambdas run at once and share the dictionary of the report
// checked: 2 of 2 schedules violate (wrong state)

namespace Case_606;

public sealed record Sale(string Region, int Id);

public sealed class SalesReport(Func<int, Task<decimal>> amountOf)
{
    public async Task<Dictionary<string, decimal>> BuildAsync(IEnumerable<Sale> sales)
    {
        var totals = new Dictionary<string, decimal>();
        await Task.WhenAll(sales.Select(async sale =>
        {
            totals[sale.Region] = totals.GetValueOrDefault(sale.Region) + await amountOf(sale.Id); // RACE: the total of before
        }));
        return totals;
    }
}
