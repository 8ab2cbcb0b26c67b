namespace Real.OrchardWorkContext;

public sealed class WorkContext { public string Site = ""; public Dictionary<Type, object> State { get; } = new(); }
public interface IWorkEvents { Task StartedAsync(WorkContext context); Task FinishedAsync(); }

public class WorkContextAccessor
{
    private readonly AsyncLocal<WorkContext?> _context = new();
    private readonly IWorkEvents _events;

    public WorkContextAccessor(IWorkEvents events) => _events = events;

    public WorkContext? GetContext() => _context.Value;

    public async Task RunInScopeAsync(string site, Func<Task> work)
    {
        var outer = _context.Value;
        var context = new WorkContext { Site = site };
        _context.Value = context;
        try
        {
            await _events.StartedAsync(context);
            await work();
            await _events.FinishedAsync();
        }
        finally
        {
            _context.Value = outer;
        }
    }
}
