// truth: safe
// why: the invoice is made by the call and known to its helpers only
// checked: 0 of 35 schedules violate

namespace Case_640;

public sealed class Invoice { public decimal Net; public decimal Tax; public decimal Total; }

public sealed class Billing(Func<string, Task<decimal>> price, Func<decimal, Task<decimal>> tax)
{
    public async Task<Invoice> CreateAsync(params string[] items)
    {
        var invoice = new Invoice();
        await AddItemsAsync(invoice, items);
        await AddTaxAsync(invoice);
        return invoice;
    }

    private async Task AddItemsAsync(Invoice invoice, string[] items)
    {
        foreach (var item in items) invoice.Net += await price(item);
    }

    private async Task AddTaxAsync(Invoice invoice)
    {
        if (invoice.Tax == 0) invoice.Tax = await tax(invoice.Net);
        invoice.Total = invoice.Net + invoice.Tax;
    }
}
