namespace Real.QuartzJobAmbient;

public interface IJob { Task ExecuteAsync(CancellationToken token); }
public interface IJobFactory { IJob NewJob(Type type); }

public static class TenantAccessor
{
    private static readonly AsyncLocal<string?> _current = new();
    public static string? Current { get => _current.Value; set => _current.Value = value; }
}

// sets the tenant of the job while it creates it
public sealed class TenantJobFactory : IJobFactory
{
    public IJob NewJob(Type type)
    {
        TenantAccessor.Current = type.Namespace;
        return (IJob)Activator.CreateInstance(type)!;
    }
}

public sealed class JobShell
{
    private readonly TenantJobFactory _factory;
    private readonly Type _type;
    private IJob? _job;

    public JobShell(TenantJobFactory factory, Type type)
    {
        _factory = factory;
        _type = type;
    }

    public async Task InitializeAsync()
    {
        try
        {
            _job = _factory.NewJob(_type); // BUG: Current
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            throw;
        }
    }

    public async Task RunAsync(CancellationToken token)
    {
        await Console.Out.WriteLineAsync("running for " + TenantAccessor.Current);
        await _job!.ExecuteAsync(token);
    }
}

public sealed class SchedulerThread
{
    public async Task FireAsync(TenantJobFactory factory, Type type, CancellationToken token)
    {
        var shell = new JobShell(factory, type);
        await shell.InitializeAsync(); // BUG: Current
        await shell.RunAsync(token);
    }
}
