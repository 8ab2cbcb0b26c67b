// truth: racy
// why: two invoices of one year get one number
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_602;

public sealed class InvoiceNumbers(Func<string, Task> save)
{
    private readonly Dictionary<int, int> _last = [];

    public async Task<string> IssueAsync(int year)
    {
        var number = _last.TryGetValue(year, out var last) ? last + 1 : 1;
        var id = $"{year}-{number:D4}";
        await save(id);
        _last[year] = number; // RACE: counted from the number of before the save
        return id;
    }
}
