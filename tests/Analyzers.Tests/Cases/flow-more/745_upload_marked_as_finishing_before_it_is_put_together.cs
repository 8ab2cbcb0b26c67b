// truth: safe
// why: the state says that somebody is at it before the wait
// checked: 0 of 14 schedules violate

namespace Case_745;

public enum UploadState { Open, Finishing, Done }

public sealed class Upload { public int Expected; public HashSet<int> Parts = []; public UploadState State; }

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
        if (upload.State != UploadState.Open || upload.Parts.Count < upload.Expected) return;

        upload.State = UploadState.Finishing;
        try
        {
            await assemble();
            upload.State = UploadState.Done;
        }
        catch
        {
            upload.State = UploadState.Open;
            throw;
        }
    }
}
