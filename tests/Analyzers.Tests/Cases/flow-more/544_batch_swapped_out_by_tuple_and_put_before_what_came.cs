// truth: safe
// why: the batch is swapped out in one step; what could not be sent is put before what has come meanwhile
// checked: 0 of 20 schedules violate

namespace Case_544;

public sealed class Mailer(Func<List<string>, Task> send)
{
    private List<string> _waiting = [];
    public int Waiting => _waiting.Count;
    public void Add(string mail) => _waiting.Add(mail);

    public async Task FlushAsync()
    {
        (var batch, _waiting) = (_waiting, new List<string>());
        if (batch.Count == 0) return;
        try { await send(batch); }
        catch (IOException) { _waiting.InsertRange(0, batch); }
    }
}
