namespace Real.FisherMigrationGuard;

public sealed class TenantDatabase
{
    private static readonly AsyncLocal<bool> s_migrating = new();
    private readonly SemaphoreSlim _firstUse = new(1, 1);
    private readonly Func<TenantDatabase, CancellationToken, Task> _apply;
    private Task? _migration;

    public TenantDatabase(Func<TenantDatabase, CancellationToken, Task> apply) => _apply = apply;

    public async Task EnsureMigratedAsync(CancellationToken ct)
    {
        if (s_migrating.Value || _migration?.IsCompletedSuccessfully == true)
            return;

        await _firstUse.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (_migration?.IsCompletedSuccessfully == true)
                return;
            s_migrating.Value = true;
            _migration = _apply(this, ct);
            await _migration.ConfigureAwait(false);
        }
        finally
        {
            s_migrating.Value = false;
            _firstUse.Release();
        }
    }
}
