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

    public JobShell(TenantJobFactory factory, Type type)
    {
        _factory = factory;
        _type = type;
    }

    public async Task RunAsync(CancellationToken token)
    {
        IJob job;
        try
        {
            job = _factory.NewJob(_type);
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            throw;
        }

        await Console.Out.WriteLineAsync("running for " + TenantAccessor.Current);
        await job.ExecuteAsync(token);
    }
}

public sealed class SchedulerThread
{
    public async Task FireAsync(TenantJobFactory factory, Type type, CancellationToken token)
    {
        var shell = new JobShell(factory, type);
        await shell.RunAsync(token);
    }
}
