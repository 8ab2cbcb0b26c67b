// truth: safe
// needs: a newer compiler
// why: the receiver is found before the wait, and gets the caption that was worked out for it
// checked: 0 of 11 schedules violate

namespace Case_655;

public sealed class Picture(int id) { public int Id => id; public string? Caption { get; set; } }

public sealed class Gallery(Func<int, Task<string>> describe)
{
    private Picture? _selected;
    public void Select(Picture? picture) => _selected = picture;

    public async Task DescribeAsync()
    {
        _selected?.Caption = await describe(_selected.Id);
    }
}
