// truth: racy
// why: the key of one call ends up with the value of the other
// checked: 2 of 6 schedules violate (wrong state)

namespace Case_422;

public sealed class Current(Func<string, Task<string>> load)
{
    private string _key = "", _value = "";
    public bool Agrees => _value == "v" + _key;
    public (string, string) Read() => (_key, _value);

    public async Task ShowAsync(string key)
    {
        _key = key;
        _value = await load(key); // RACE: another key was set meanwhile
    }
}
