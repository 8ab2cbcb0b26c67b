// truth: safe
// why: the object that the extension changes was made by its caller for this call
// checked: 0 of 6 schedules violate

namespace Case_486;

public sealed class Request { public int Attempts; }

public static class RequestExtensions
{
    public static async Task SendAsync(this Request request, Func<Task<bool>> send)
    {
        while (!await send() && request.Attempts < 3) request.Attempts++;
        request.Attempts++;
    }
}

public sealed class Api(Func<Task<bool>> send)
{
    public async Task<int> GetAsync()
    {
        var request = new Request();
        await request.SendAsync(send);
        return request.Attempts;
    }
}
