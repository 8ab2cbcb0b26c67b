namespace Real.NugetMefInit;

public interface IComposition { Task ComposeAsync(object part); }
public interface ICommandTable { Task RegisterAsync(string command, Func<Task> handler); }

public sealed class PackageShell
{
    private readonly IComposition _composition;
    private readonly ICommandTable _commands;
    private bool _initialized;
    private Action? _openManager;

    public PackageShell(IComposition composition, ICommandTable commands)
    {
        _composition = composition;
        _commands = commands;
    }

    public async Task InitializeAsync()
    {
        await _commands.RegisterAsync("manage", ManageAsync);
        await _commands.RegisterAsync("restore", RestoreAsync);
    }

    private async Task ManageAsync()
    {
        await EnsureComposedAsync();
        _openManager!();
    }

    private async Task RestoreAsync()
    {
        await EnsureComposedAsync();
        Console.WriteLine("restore");
    }

    private async Task EnsureComposedAsync()
    {
        if (!_initialized)
        {
            _initialized = true; // BUG: _initialized, before the work has ended
            await _composition.ComposeAsync(this);
            _openManager = () => Console.WriteLine("manager");
        }
    }
}
