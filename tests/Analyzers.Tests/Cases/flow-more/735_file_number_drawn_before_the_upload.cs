// truth: safe
// why: each upload draws its number in one step
// checked: 0 of 6 schedules violate

namespace Case_735;

public sealed class Uploads(Func<string, Task> upload)
{
    private int _last;
    private int _failed;
    public int Failed => _failed;

    public async Task<string?> UploadAsync(string prefix)
    {
        var name = $"{prefix}-{Interlocked.Increment(ref _last):000}";
        try
        {
            await upload(name);
            return name;
        }
        catch (IOException)
        {
            Interlocked.Increment(ref _failed);
            return null;
        }
    }
}
