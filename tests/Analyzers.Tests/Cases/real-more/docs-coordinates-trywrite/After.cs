using System.Threading.Channels;

namespace Real.DocsCoordinatesTrywrite;

public readonly record struct Coordinates(Guid Device, double Latitude, double Longitude);

public static class Producer
{
    public static Channel<Coordinates> Create() => Channel.CreateBounded<Coordinates>(new BoundedChannelOptions(1_000) { SingleWriter = false });

    public static async Task RunAsync(Channel<Coordinates> channel, Coordinates start)
    {
        try
        {
            await ProduceAsync(channel.Writer, start);
        }
        finally
        {
            channel.Writer.TryComplete();
        }
    }

    private static async ValueTask ProduceAsync(ChannelWriter<Coordinates> writer, Coordinates coordinates)
    {
        while (coordinates is { Latitude: < 90, Longitude: < 180 } && await writer.WaitToWriteAsync())
        {
            var next = coordinates with
            {
                Latitude = coordinates.Latitude + .5,
                Longitude = coordinates.Longitude + 1,
            };

            if (writer.TryWrite(next))
                coordinates = next;
        }
    }
}
