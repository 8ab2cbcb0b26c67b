global using System.Buffers;
global using System.Collections.Concurrent;
global using System.Collections.Immutable;
global using System.Data.Common;
global using System.Diagnostics;
global using System.Globalization;
global using System.Net.Sockets;
global using System.Net.WebSockets;
global using System.Text;
global using System.Threading.Channels;
global using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection
{
    public interface IServiceCollection
    {
    }

    public static class ServiceCollectionServiceExtensions
    {
        public static IServiceCollection AddSingleton<T>(this IServiceCollection services) where T : class => services;
        public static IServiceCollection AddSingleton<T>(this IServiceCollection services, Func<IServiceProvider, T> make) where T : class => services;
        public static IServiceCollection AddSingleton<T, TImplementation>(this IServiceCollection services) where TImplementation : class, T => services;
        public static IServiceCollection AddSingleton(this IServiceCollection services, Type type) => services;
    }
}
