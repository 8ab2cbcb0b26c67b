namespace Real.PlaywrightSelectors;

public interface IBrowserContextChannel { Task SendAsync(string method, IReadOnlyDictionary<string, object?> args); }

// one for the process: the contexts of all tests that run at the same time enter it
internal class SelectorRegistry
{
    private readonly List<IBrowserContextChannel> _contexts = [];
    private readonly List<Dictionary<string, object?>> _engines = [];

    internal void Enter(IBrowserContextChannel context) => _contexts.Add(context);

    internal void Leave(IBrowserContextChannel context) => _contexts.Remove(context);

    public async Task RegisterAsync(string name, string script)
    {
        if (_engines.Any(e => Equals(e["name"], name)))
            throw new InvalidOperationException($"'{name}' is registered.");

        var engine = new Dictionary<string, object?> { ["name"] = name, ["source"] = script };
        foreach (var context in _contexts.ToArray())
        {
            await context.SendAsync("register", engine).ConfigureAwait(false);
        }
        _engines.Add(engine);
    }
}
