// truth: racy
// why: two uploads fit one by one and not together
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_612;

public sealed class Tenant { public long Used; public long Limit = 10; }

public sealed class Storage(Func<byte[], Task> write)
{
    private readonly Dictionary<string, Tenant> _tenants = new() { ["acme"] = new() };
    public Tenant this[string name] => _tenants[name];

    public Task UploadAsync(string tenant, byte[] data) => StoreAsync(_tenants[tenant], data);

    private async Task StoreAsync(Tenant tenant, byte[] data)
    {
        if (tenant.Used + data.Length > tenant.Limit) return;
        await write(data);
        tenant.Used += data.Length; // RACE: there was room before the upload
    }
}
