// truth: racy
// why: of two that share a failed load the second throws away the load that the first has started anew
// checked: 6 of 10 schedules violate (wrong state)

namespace Case_625;

public sealed class Catalogue
{
    private readonly Func<Task<string>> _load;
    private Lazy<Task<string>> _content;

    public Catalogue(Func<Task<string>> load)
    {
        _load = load;
        _content = new(_load);
    }

    public async Task<string> GetAsync()
    {
        while (true)
        {
            try
            {
                return await _content.Value;
            }
            catch (IOException)
            {
                _content = new(_load); // RACE: may throw away a load that is under way
            }
        }
    }
}
