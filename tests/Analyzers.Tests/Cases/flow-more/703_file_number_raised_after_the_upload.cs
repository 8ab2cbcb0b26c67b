// truth: racy
// why: two uploads get one name
// checked: 4 of 6 schedules violate (wrong state)

namespace Case_703;

public sealed class Uploads(Func<string, Task> upload)
{
    private int _next = 1;

    public async Task UploadAsync(string prefix)
    {
        var name = $"{prefix}-{_next:000}";
        await upload(name);
        _next++; // RACE: another one has used the number meanwhile
    }
}
