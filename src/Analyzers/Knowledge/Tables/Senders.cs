using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>Something that is made to carry messages from one execution to another.</summary>
/// <param name="Space">The namespace.</param>
/// <param name="Type">The type that carries them, or that has the method which makes it.</param>
/// <param name="Maker">The method that makes it; empty where it is made by <c>new</c>. The type arguments of either are the messages.</param>
/// <param name="Noun">What a message calls it.</param>
internal sealed record CarrierRow(string Space, string Type, string Maker, string Noun)
{
    /// <summary>The name that stands in front of the type arguments.</summary>
    public string Word => Maker.Length > 0 ? Maker : Type;
}

/// <summary>A method that hands an object to another execution.</summary>
/// <param name="Type">The type or interface that declares it, whatever its type arguments.</param>
/// <param name="Method">The method.</param>
/// <param name="Waits">True where it gives back a task that is to be awaited.</param>
internal sealed record SendRow(string Type, string Method, bool Waits = false);

/// <summary>The ways in which an object is handed from one execution to another as a message.</summary>
internal static class Senders
{
    private const string Channels = "System.Threading.Channels";
    private const string Dataflow = "System.Threading.Tasks.Dataflow";

    /// <summary>What carries messages.</summary>
    public static readonly CarrierRow[] Carriers =
    {
        new(Channels, "Channel", "CreateUnbounded", "a channel"),
        new(Channels, "Channel", "CreateBounded", "a channel"),
        new(Channels, "Channel", "CreateUnboundedPrioritized", "a channel"),
        new(Dataflow, "BufferBlock", "", "a dataflow block"),
        new(Dataflow, "BroadcastBlock", "", "a dataflow block"),
        new(Dataflow, "WriteOnceBlock", "", "a dataflow block"),
        new(Dataflow, "ActionBlock", "", "a dataflow block"),
        new(Dataflow, "TransformBlock", "", "a dataflow block"),
        new(Dataflow, "TransformManyBlock", "", "a dataflow block"),
        new(Dataflow, "BatchBlock", "", "a dataflow block"),
        new(Dataflow, "JoinBlock", "", "a dataflow block"),
        new(Dataflow, "BatchedJoinBlock", "", "a dataflow block"),
    };

    /// <summary>What hands over its first argument (of an extension, the first after the receiver).</summary>
    public static readonly SendRow[] Sends =
    {
        new("ChannelWriter", "WriteAsync", Waits: true),
        new("ChannelWriter", "TryWrite"),
        new("DataflowBlock", "Post"),
        new("DataflowBlock", "SendAsync", Waits: true),
        new("ITargetBlock", "OfferMessage"),
        new("BlockingCollection", "Add"),
        new("BlockingCollection", "TryAdd"),
        new("IObserver", "OnNext"),
        new("IProgress", "Report"),
        new("IPublishEndpoint", "Publish", Waits: true),
        new("ISendEndpoint", "Send", Waits: true),
        new("IMediator", "Publish", Waits: true),
        new("IPublisher", "Publish", Waits: true),
        new("ICanTell", "Tell"),
        new("ActorRefImplicitSenderExtensions", "Tell"),
        new("IAsyncObserver", "OnNextAsync", Waits: true),
    };

    private static readonly Dictionary<string, CarrierRow> s_byWord = Carriers.ToDictionary(c => c.Word, StringComparer.Ordinal);

    /// <summary>The words by which carriers are found in a text, each once.</summary>
    public static readonly string[] Words = Carriers.Select(c => c.Word).ToArray();

    /// <summary>The row of a word.</summary>
    public static CarrierRow CarrierOf(string word) => s_byWord[word];

    /// <summary>True where the symbol that the word means is the one of the table; a symbol that cannot be found is believed by its name.</summary>
    public static bool Means(ISymbol? symbol, CarrierRow row) =>
        symbol is null or IErrorTypeSymbol || (symbol.IsIn(row.Space) && (symbol is INamedTypeSymbol || symbol.ContainingType?.Name == row.Type));
}
