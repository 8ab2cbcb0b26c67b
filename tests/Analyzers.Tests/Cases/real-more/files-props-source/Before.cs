namespace Real.FilesPropsSource;

public sealed class Entry { public string Path = ""; public object? Icon; public bool Loaded; }

// view model of a folder: the list asks it for the properties of every visible row
public class FolderViewModel
{
    private readonly SemaphoreSlim _loadProps = new(20, 20);
    private CancellationTokenSource _propsSource = new();
    private CancellationTokenSource _addSource = new();

    public bool IsLoading { get; private set; }

    public void CancelLoadAndClear()
    {
        if (IsLoading)
        {
            _addSource.Cancel();
        }
        CancelPropertiesLoading();
    }

    public void CancelPropertiesLoading()
    {
        _propsSource.Cancel();
        _propsSource.Dispose(); // BUG: _propsSource
        _propsSource = new CancellationTokenSource(); // BUG: _propsSource
    }

    public async Task LoadPropertiesAsync(Entry entry, Func<string, CancellationToken, Task<object?>> icons)
    {
        try
        {
            await _loadProps.WaitAsync(_propsSource.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            entry.Icon = await icons(entry.Path, _propsSource.Token);
            await Task.Delay(10, _propsSource.Token);
            entry.Loaded = true;
        }
        finally
        {
            _loadProps.Release();
        }
    }
}
