// truth: safe
// needs: a newer compiler
// why: the property gives the same gate to all
// checked: 0 of 4 schedules violate

namespace Case_659;

public abstract class Document(Func<Task<string>> load)
{
    private SemaphoreSlim Gate => field ??= new SemaphoreSlim(1, 1);
    private string _text = "";
    public string Text => _text;

    protected abstract string Combine(string old, string added);

    public async Task AppendAsync()
    {
        await Gate.WaitAsync();
        try
        {
            var old = _text;
            var added = await load();
            _text = Combine(old, added);
        }
        finally
        {
            Gate.Release();
        }
    }
}

public sealed class Notes(Func<Task<string>> load) : Document(load)
{
    protected override string Combine(string old, string added) => old + added;
}
