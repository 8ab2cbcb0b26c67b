using System.Collections.ObjectModel;

namespace Real.UnigetuiIgnored;

public sealed class Package { public required string Id { get; init; } public bool Checked { get; set; } public Task IgnoreUpdatesAsync() => Task.Delay(10); }
public sealed class MenuItem { public event EventHandler? Click; public void Press() => Click?.Invoke(this, EventArgs.Empty); }

public class UpdatesPage
{
    private readonly List<Package> _packages = [];

    public UpdatesPage()
    {
        IgnoreSelected.Click += async (_, _) =>
        {
            foreach (var package in Filtered.ToArray())
                if (package.Checked)
                    await package.IgnoreUpdatesAsync();
        };
        SelectAll.Click += (_, _) =>
        {
            foreach (var package in Filtered)
                package.Checked = true;
        };
    }

    public ObservableCollection<Package> Filtered { get; } = [];
    public MenuItem IgnoreSelected { get; } = new();
    public MenuItem SelectAll { get; } = new();

    // the loader calls it for what it finds, and for what is gone
    public void Filter(string query)
    {
        Filtered.Clear();
        foreach (var package in _packages)
        {
            if (package.Id.Contains(query, StringComparison.OrdinalIgnoreCase))
                Filtered.Add(package);
        }
    }

    public void Loaded(Package package)
    {
        _packages.Add(package);
        Filtered.Add(package);
    }
}
