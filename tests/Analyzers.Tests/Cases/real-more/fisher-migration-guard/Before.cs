namespace Real.FisherMigrationGuard;

public sealed class TenantDatabase
{
    [ThreadStatic]
    private static bool t_migrating;
    private readonly SemaphoreSlim _firstUse = new(1, 1);
    private readonly Func<TenantDatabase, CancellationToken, Task> _apply;
    private Task? _migration;

    public TenantDatabase(Func<TenantDatabase, CancellationToken, Task> apply) => _apply = apply;

    public async Task EnsureMigratedAsync(CancellationToken ct)
    {
        if (t_migrating || _migration?.IsCompletedSuccessfully == true)
            return;

        await _firstUse.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (_migration?.IsCompletedSuccessfully == true)
                return;
            t_migrating = true; // BUG: t_migrating
            _migration = _apply(this, ct);
            await _migration.ConfigureAwait(false);
        }
        finally
        {
            t_migrating = false;
            _firstUse.Release();
        }
    }
}
