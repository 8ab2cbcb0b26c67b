using System.Collections.ObjectModel;

namespace Real.FilesDriveSearch;

public sealed record Drive(string Path, bool IsNetwork);
public interface IDriveWatcher { event EventHandler<Drive>? Added; event EventHandler<Drive>? Removed; }
public interface IFileSearch { Task AddItemsAsync(string path, IList<string> results, CancellationToken ct); }

public sealed class DrivesViewModel
{
    public DrivesViewModel(IDriveWatcher watcher)
    {
        watcher.Added += (_, drive) => Drives.Add(drive);
        watcher.Removed += (_, drive) => Drives.Remove(drive);
    }

    public ObservableCollection<Drive> Drives { get; } = [];
}

public sealed class HomeSearch
{
    private readonly DrivesViewModel _drives;
    private readonly IFileSearch _search;

    public HomeSearch(DrivesViewModel drives, IFileSearch search)
    {
        _drives = drives;
        _search = search;
    }

    public async Task<IList<string>> SearchAsync(CancellationToken ct)
    {
        var results = new List<string>();
        foreach (var drive in _drives.Drives.Where(d => !d.IsNetwork)) // BUG: _drives.Drives
        {
            await _search.AddItemsAsync(drive.Path, results, ct);
        }
        return results;
    }
}
