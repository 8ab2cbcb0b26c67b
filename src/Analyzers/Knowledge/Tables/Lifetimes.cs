namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>What registration methods of dependency-injection containers say of the types they are given, by the names of the methods.</summary>
internal static class Lifetimes
{
    /// <summary>Registrations by method name; what they say of the types in their arguments.</summary>
    public static readonly (string Method, Lifetime Lifetime)[] Methods =
    {
        ("AddSingleton", Lifetime.Singleton),
        ("TryAddSingleton", Lifetime.Singleton),
        ("AddKeyedSingleton", Lifetime.Singleton),
        ("TryAddKeyedSingleton", Lifetime.Singleton),
        ("AddHostedService", Lifetime.Singleton),
        ("AddScoped", Lifetime.PerScope),
        ("TryAddScoped", Lifetime.PerScope),
        ("AddKeyedScoped", Lifetime.PerScope),
        ("TryAddKeyedScoped", Lifetime.PerScope),
        ("AddTransient", Lifetime.PerScope),
        ("TryAddTransient", Lifetime.PerScope),
        ("AddKeyedTransient", Lifetime.PerScope),
        ("TryAddKeyedTransient", Lifetime.PerScope),
        ("AddActivatedSingleton", Lifetime.Singleton),
        ("TryAddActivatedSingleton", Lifetime.Singleton),
        ("AddActivatedKeyedSingleton", Lifetime.Singleton),
        ("RegisterSingleton", Lifetime.Singleton),
        ("RegisterLazySingleton", Lifetime.Singleton),
        ("RegisterInstance", Lifetime.Singleton),
        ("AddDbContext", Lifetime.PerScope),
        ("AddDbContextPool", Lifetime.PerScope),
        ("AddDbContextFactory", Lifetime.PerScope),
        ("AddPooledDbContextFactory", Lifetime.PerScope),
        ("AddHttpClient", Lifetime.PerScope),
        ("AddOptions", Lifetime.Singleton),
        ("AddOptionsWithValidateOnStart", Lifetime.Singleton),
        ("Configure", Lifetime.Singleton),
        ("PostConfigure", Lifetime.Singleton),
        ("RegisterScoped", Lifetime.PerScope),
        ("RegisterTransient", Lifetime.PerScope),
    };

    /// <summary>The same behind the name of the type that makes a descriptor: <c>TryAddEnumerable(ServiceDescriptor.Scoped&lt;I, C&gt;())</c>.</summary>
    public static readonly (string Method, Lifetime Lifetime)[] Descriptors =
    {
        ("Singleton", Lifetime.Singleton),
        ("KeyedSingleton", Lifetime.Singleton),
        ("Scoped", Lifetime.PerScope),
        ("KeyedScoped", Lifetime.PerScope),
        ("Transient", Lifetime.PerScope),
        ("KeyedTransient", Lifetime.PerScope),
    };

    /// <summary>The type that makes a descriptor.</summary>
    public const string Descriptor = "ServiceDescriptor";

    /// <summary>Methods that make an object of their type argument: in the factory of a registration, what is registered.</summary>
    public static readonly string[] Makers = { "CreateInstance", "GetServiceOrCreateInstance" };

    /// <summary>How many objects a generic method with the type as its argument makes, as far as that matters: none, one, or more.</summary>
    public static int MadeBy(string method)
    {
        if (Array.IndexOf(Makers, method) >= 0)
            return 2;
        foreach (var (name, lifetime) in Methods)
        {
            if (name == method)
                return lifetime == Lifetime.Singleton ? 1 : 2;
        }

        return 0;
    }

    /// <summary>Methods at the end of a chain that names the types at its beginning: <c>builder.RegisterType&lt;C&gt;().As&lt;I&gt;().SingleInstance()</c>.</summary>
    public static readonly (string Method, Lifetime Lifetime)[] ChainEnds =
    {
        ("SingleInstance", Lifetime.Singleton),
        ("InSingletonScope", Lifetime.Singleton),
        ("LifestyleSingleton", Lifetime.Singleton),
        ("InstancePerLifetimeScope", Lifetime.PerScope),
        ("InstancePerMatchingLifetimeScope", Lifetime.PerScope),
        ("InstancePerRequest", Lifetime.PerScope),
        ("InstancePerDependency", Lifetime.PerScope),
        ("InTransientScope", Lifetime.PerScope),
        ("InRequestScope", Lifetime.PerScope),
    };
}

/// <summary>How long a registered object lives.</summary>
[Flags]
internal enum Lifetime
{
    /// <summary>Not registered.</summary>
    None = 0,

    /// <summary>One object for the application.</summary>
    Singleton = 1,

    /// <summary>One for each scope, or for each use.</summary>
    PerScope = 2,
}
