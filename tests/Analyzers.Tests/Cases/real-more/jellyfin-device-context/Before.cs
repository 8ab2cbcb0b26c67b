using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.EntityFrameworkCore
{
    public class DbContext : IAsyncDisposable { public Task<int> SaveChangesAsync() => Task.FromResult(0); public ValueTask DisposeAsync() => default; }
    public class DbSet<T> where T : class { public Task<T?> FirstOrDefaultAsync(Func<T, bool> filter) => Task.FromResult<T?>(null); }
}

namespace Microsoft.Extensions.DependencyInjection
{
    public interface IServiceCollection;
    public static class Registrations { public static IServiceCollection AddSingleton<TService, T>(this IServiceCollection services) where T : TService => services; }
}

namespace Real.JellyfinDeviceContext
{
    public sealed class Device { public string Token = ""; public string App = ""; public DateTime LastSeen; }
    public sealed class ServerDb : DbContext { public DbSet<Device> Devices { get; } = new(); }
    public sealed class ServerDbProvider { public ServerDb Create() => new(); }
    public interface IAuthorization { Task<bool> AuthorizeAsync(string token, string app); }

    internal sealed class Authorization : IAuthorization
    {
        private readonly ServerDb _db;

        public Authorization(ServerDb db) => _db = db;

        public async Task<bool> AuthorizeAsync(string token, string app)
        {
            var device = await _db.Devices.FirstOrDefaultAsync(d => d.Token == token).ConfigureAwait(false); // BUG: _db
            if (device is null)
                return false;
            if (device.App != app)
            {
                device.App = app;
                device.LastSeen = DateTime.UtcNow;
                await _db.SaveChangesAsync().ConfigureAwait(false);
            }
            return true;
        }
    }

    public static class Host
    {
        public static void Register(IServiceCollection services) => services.AddSingleton<IAuthorization, Authorization>();
    }
}
