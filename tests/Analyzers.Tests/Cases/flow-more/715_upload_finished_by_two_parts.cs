// truth: racy
// why: both parts find the upload complete and not finished yet
// checked: 12 of 20 schedules violate (wrong state)

namespace Case_715;

public sealed class Upload { public int Expected; public HashSet<int> Parts = []; public bool Finished; }

public sealed class UploadService(Func<int, Task> save, Func<Task> assemble)
{
    private readonly Dictionary<Guid, Upload> _uploads = new();

    public Guid Begin(int parts)
    {
        var id = Guid.NewGuid();
        _uploads[id] = new Upload { Expected = parts };
        return id;
    }

    public async Task PartAsync(Guid id, int part)
    {
        await save(part);
        var upload = _uploads[id];
        upload.Parts.Add(part);
        await TryFinishAsync(upload);
    }

    private async Task TryFinishAsync(Upload upload)
    {
        if (upload.Finished || upload.Parts.Count < upload.Expected) return;
        await assemble();
        upload.Finished = true; // RACE: not finished before it was put together
    }
}
