using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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
/// <param name="Taken">When the receiver looks at the object.</param>
internal sealed record SendRow(string Type, string Method, TakenWhen Taken = TakenWhen.Later);

/// <summary>When a receiver looks at what is sent to it.</summary>
internal enum TakenWhen
{
    /// <summary>At some other time: the call returns, and its task ends, before that.</summary>
    Later,

    /// <summary>Before the task ends: it has been handled or written out by then.</summary>
    BeforeTaskEnds,

    /// <summary>Often before the call returns, unless somebody in between keeps it.</summary>
    OftenAtOnce,

    /// <summary>When somebody takes it out of a collection, if that is another execution.</summary>
    WhenTakenOut,
}

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
        new("ChannelWriter", "WriteAsync"),
        new("ChannelWriter", "TryWrite"),
        new("DataflowBlock", "Post"),
        new("ActionBlock", "Post"),
        new("DataflowBlock", "SendAsync"),
        new("ITargetBlock", "OfferMessage"),
        new("BlockingCollection", "Add"),
        new("BlockingCollection", "TryAdd"),
        new("ConcurrentQueue", "Enqueue", TakenWhen.WhenTakenOut),
        new("ConcurrentBag", "Add", TakenWhen.WhenTakenOut),
        new("ConcurrentStack", "Push", TakenWhen.WhenTakenOut),
        new("IObserver", "OnNext", TakenWhen.OftenAtOnce),
        new("IProgress", "Report", TakenWhen.OftenAtOnce),
        new("IPublishEndpoint", "Publish", TakenWhen.BeforeTaskEnds),
        new("ISendEndpoint", "Send", TakenWhen.BeforeTaskEnds),
        new("IMediator", "Publish", TakenWhen.BeforeTaskEnds),
        new("IPublisher", "Publish", TakenWhen.BeforeTaskEnds),
        new("ICanTell", "Tell"),
        new("ActorRefImplicitSenderExtensions", "Tell"),
        new("IAsyncObserver", "OnNextAsync", TakenWhen.BeforeTaskEnds),
    };

    private static readonly HashSet<string> s_methods = new(Sends.Select(s => s.Method), StringComparer.Ordinal);

    /// <summary>The methods whose names say little, and a word that stands in a file where one of them sends.</summary>
    private static readonly (string Method, string[] Words)[] s_besides =
    {
        ("Add", new[] { "BlockingCollection", "ConcurrentBag" }),
        ("TryAdd", new[] { "BlockingCollection" }),
        ("Push", new[] { "ConcurrentStack" }),
        ("Enqueue", new[] { "ConcurrentQueue" }),
    };

    /// <summary>True where a call of this name may send; <paramref name="stands"/> tells whether a word stands in its file.</summary>
    public static bool MayBeNamed(string method, Func<string, bool> stands)
    {
        if (!s_methods.Contains(method))
            return false;
        foreach (var (name, words) in s_besides)
        {
            if (name == method)
                return words.Any(stands);
        }

        return true;
    }

    /// <summary>True where some sender has this name.</summary>
    public static bool MayBeNamed(string method) => s_methods.Contains(method);

    /// <summary>True for a call that has the name of a sender and is given something, and for a <c>yield return</c> of more than a constant.</summary>
    public static bool MayBe(SyntaxNode node) =>
        node is YieldStatementSyntax { Expression: not (null or LiteralExpressionSyntax) }
        || node is InvocationExpressionSyntax call && call.ArgumentList.Arguments.Count > 0 && (call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            _ => null,
        })?.Identifier.ValueText is { } name && s_methods.Contains(name);

    /// <summary>The words by which places are found where messages are received.</summary>
    public static readonly string[] Receivers = { "ReadAllAsync", "ReadAsync", "TryRead", "TryDequeue", "TryTake", "TryPop", "Take", "GetConsumingEnumerable", "ReceiveAsync", "TryReceive", "ActionBlock", "TransformBlock" };

    /// <summary>The names of methods that send, each once.</summary>
    public static readonly string[] Methods = s_methods.ToArray();

    /// <summary>The row of a method; null for one that does not send.</summary>
    public static SendRow? RowOf(IMethodSymbol method)
    {
        if (!s_methods.Contains(method.Name) || (method.ReducedFrom ?? method).ContainingType is not { } type)
            return null;
        foreach (var row in Sends)
        {
            if (row.Method == method.Name && (type.SelfAndBases().Any(t => t.Name == row.Type) || type.AllInterfaces.Any(i => i.Name == row.Type)))
                return row;
        }

        return null;
    }

    private static readonly Dictionary<string, CarrierRow> s_byWord = Carriers.ToDictionary(c => c.Word, StringComparer.Ordinal);

    /// <summary>The words by which carriers are found in a text, each once.</summary>
    public static readonly string[] Words = Carriers.Select(c => c.Word).ToArray();

    /// <summary>The row of a word.</summary>
    public static CarrierRow CarrierOf(string word) => s_byWord[word];

    /// <summary>True where the symbol that the word means is the one of the table; a symbol that cannot be found is believed by its name.</summary>
    public static bool Means(ISymbol? symbol, CarrierRow row) =>
        symbol is null or IErrorTypeSymbol || (symbol.IsIn(row.Space) && (symbol is INamedTypeSymbol || symbol.ContainingType?.Name == row.Type));
}
