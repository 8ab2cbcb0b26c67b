namespace Real.BitwardenMigration;

public interface IStorage { Task<int?> GetVersionAsync(); Task SetVersionAsync(int version); Task<string?> GetAsync(string key); Task SetAsync(string key, string? value); }

public interface IMigrationService { Task MigrateIfNeededAsync(); }

// one for the app; the app and its auto-fill extension call it when they come up
public sealed class MigrationService : IMigrationService
{
    private const int Latest = 4;
    private readonly IStorage _old;
    private readonly IStorage _new;

    public MigrationService(IStorage old, IStorage @new)
    {
        _old = old;
        _new = @new;
    }

    public async Task MigrateIfNeededAsync()
    {
        var version = await _new.GetVersionAsync() ?? 1;
        if (version >= Latest)
            return;
        await MigrateAsync(version); // BUG: the version in '_new'
        await _new.SetVersionAsync(Latest);
    }

    private async Task MigrateAsync(int from)
    {
        if (from < 2)
        {
            await _new.SetAsync("accounts", await _old.GetAsync("accounts"));
            await _old.SetAsync("accounts", null);
        }
        if (from < 4)
        {
            await _new.SetAsync("environment", await _old.GetAsync("environment"));
            await _old.SetAsync("environment", null);
        }
    }
}
