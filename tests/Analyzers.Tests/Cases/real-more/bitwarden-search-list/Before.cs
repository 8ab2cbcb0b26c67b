using System.ComponentModel;
using System.Collections.ObjectModel;

namespace Real.BitwardenSearchList;

public sealed class Cipher { public string Name = ""; }
public interface ISearch { Task<List<Cipher>> SearchAsync(string text, CancellationToken token); }
public interface IMainThread { void Post(Action action); }

public class CiphersViewModel : INotifyPropertyChanged
{
    private readonly ISearch _search;
    private CancellationTokenSource? _source;

    public CiphersViewModel(ISearch search) => _search = search;

    public event PropertyChangedEventHandler? PropertyChanged;

    public ObservableCollection<Cipher> Ciphers { get; } = new();
    public bool ShowNoData { get; set; }
    public string Text { get; set; } = "";

    // text changed event and search button of the page
    public void Search(string text, int? delay = null)
    {
        var previous = _source;
        var source = new CancellationTokenSource();
        Task.Run(async () =>
        {
            List<Cipher>? found = null;
            if (text.Length > 1)
            {
                if (delay != null)
                    await Task.Delay(delay.Value);
                if (text != Text)
                    return;
                previous?.Cancel();
                try
                {
                    found = await _search.SearchAsync(text, source.Token);
                    source.Token.ThrowIfCancellationRequested();
                }
                catch (OperationCanceledException)
                {
                    found = new List<Cipher>();
                }
            }

            Ciphers.Clear(); // BUG: Ciphers
            foreach (var cipher in found ?? new List<Cipher>())
                Ciphers.Add(cipher); // BUG: Ciphers
            ShowNoData = Ciphers.Count == 0;
            PropertyChanged?.Invoke(this, new PropertyChangedEventArgs(nameof(ShowNoData)));
        }, source.Token);
        _source = source;
    }
}
