namespace Real.OrchardWorkContext;

public sealed class WorkContext { public string Site = ""; public Dictionary<Type, object> State { get; } = new(); }
public interface IWorkEvents { Task StartedAsync(WorkContext context); Task FinishedAsync(); }

public class WorkContextAccessor
{
    [ThreadStatic]
    private static Dictionary<object, WorkContext>? _contexts;

    private readonly object _key = new();
    private readonly IWorkEvents _events;

    public WorkContextAccessor(IWorkEvents events) => _events = events;

    public WorkContext? GetContext() =>
        _contexts != null && _contexts.TryGetValue(_key, out var context) ? context : null;

    public async Task RunInScopeAsync(string site, Func<Task> work)
    {
        var context = new WorkContext { Site = site };
        _contexts ??= new Dictionary<object, WorkContext>();
        _contexts[_key] = context; // BUG: _contexts
        await _events.StartedAsync(context);
        try
        {
            await work();
            await _events.FinishedAsync();
        }
        finally
        {
            _contexts?.Remove(_key); // BUG: _contexts
        }
    }
}
