using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>What is known of the objects of a type without looking into it.</summary>
internal enum TypeNature
{
    /// <summary>Nothing: its own shape decides.</summary>
    Unknown,

    /// <summary>They never change.</summary>
    Immutable,

    /// <summary>They never change themselves; what they hold decides.</summary>
    Container,

    /// <summary>They cannot be changed by who holds them, but may be looking at something that others change.</summary>
    View,

    /// <summary>They are meant to be changed.</summary>
    Mutable,

    /// <summary>They may hide anything: services, work, tokens.</summary>
    Opaque,
}

/// <summary>Types of the platform and of libraries that people put into messages, and whether their objects change.</summary>
internal static class ImmutableTypes
{
    private static readonly (string Space, TypeNature Nature, string[] Names)[] s_rows =
    {
        ("System", TypeNature.Immutable, new[]
        {
            "Guid", "DateTime", "DateTimeOffset", "TimeSpan", "DateOnly", "TimeOnly", "TimeZoneInfo", "Uri", "Version", "Type", "Half", "Int128", "UInt128", "Index", "Range",
            "DBNull", "BinaryData", "String", "Decimal", "OperatingSystem", "StringComparer", "IFormatProvider", "Exception", "AggregateException", "EventArgs",
        }),
        ("System", TypeNature.Container, new[] { "Nullable", "Tuple", "ValueTuple", "Lazy" }),
        ("System", TypeNature.View, new[] { "ReadOnlyMemory", "ReadOnlySpan" }),
        ("System", TypeNature.Mutable, new[] { "Array", "ArraySegment", "Memory", "Span" }),
        ("System", TypeNature.Opaque, new[] { "Object", "Delegate", "MulticastDelegate", "IServiceProvider", "WeakReference", "Progress", "IProgress", "IDisposable", "IAsyncDisposable" }),
        ("System.Threading", TypeNature.Immutable, new[] { "CancellationToken" }),
        ("System.Threading", TypeNature.Opaque, new[] { "CancellationTokenSource", "SemaphoreSlim", "Semaphore", "Mutex", "WaitHandle", "EventWaitHandle", "ManualResetEvent", "ManualResetEventSlim", "AutoResetEvent", "CountdownEvent", "Barrier", "ReaderWriterLockSlim", "Lock", "Timer", "Thread" }),
        ("System.Threading.Tasks", TypeNature.Opaque, new[] { "Task", "ValueTask", "TaskCompletionSource" }),
        ("System.Threading.Channels", TypeNature.Opaque, new[] { "Channel", "ChannelReader", "ChannelWriter" }),
        ("System.Threading.Tasks.Dataflow", TypeNature.Opaque, new[] { "IDataflowBlock", "ITargetBlock", "ISourceBlock", "IReceivableSourceBlock", "IPropagatorBlock", "BufferBlock", "ActionBlock", "TransformBlock", "BroadcastBlock" }),
        ("System.Numerics", TypeNature.Immutable, new[] { "BigInteger", "Complex" }),
        ("System.Globalization", TypeNature.Immutable, new[] { "CultureInfo", "NumberFormatInfo", "DateTimeFormatInfo" }),
        ("System.Text", TypeNature.Immutable, new[] { "Encoding", "Rune", "CompositeFormat" }),
        ("System.Text", TypeNature.Mutable, new[] { "StringBuilder" }),
        ("System.Text.RegularExpressions", TypeNature.Immutable, new[] { "Regex", "Match", "Group", "Capture", "GroupCollection", "MatchCollection", "CaptureCollection" }),
        ("System.Text.Json", TypeNature.Immutable, new[] { "JsonElement", "JsonProperty", "JsonDocument", "JsonEncodedText", "JsonNamingPolicy" }),
        ("System.Text.Json.Nodes", TypeNature.Mutable, new[] { "JsonNode", "JsonObject", "JsonArray" }),
        ("System.Net", TypeNature.Immutable, new[] { "IPAddress", "IPEndPoint", "EndPoint", "DnsEndPoint", "IPNetwork" }),
        ("System.Net.Mail", TypeNature.Immutable, new[] { "MailAddress" }),
        ("System.Net.Http", TypeNature.Immutable, new[] { "HttpMethod" }),
        ("System.Reflection", TypeNature.Immutable, new[] { "Assembly", "Module", "MemberInfo", "TypeInfo", "MethodInfo", "MethodBase", "PropertyInfo", "FieldInfo", "ConstructorInfo", "ParameterInfo", "EventInfo", "AssemblyName" }),
        ("System.Xml.Linq", TypeNature.Immutable, new[] { "XName", "XNamespace" }),
        ("System.Xml.Linq", TypeNature.Mutable, new[] { "XElement", "XDocument", "XContainer", "XNode", "XAttribute" }),
        ("System.Xml", TypeNature.Mutable, new[] { "XmlDocument", "XmlNode", "XmlElement" }),
        ("System.Data", TypeNature.Mutable, new[] { "DataTable", "DataSet", "DataRow" }),
        ("System.Dynamic", TypeNature.Mutable, new[] { "ExpandoObject" }),
        ("System.Linq", TypeNature.View, new[] { "ILookup", "IGrouping", "IOrderedEnumerable" }),
        ("System.Buffers", TypeNature.View, new[] { "ReadOnlySequence" }),
        ("System.Buffers", TypeNature.Opaque, new[] { "IMemoryOwner", "MemoryPool", "ArrayPool" }),
        ("System.Collections", TypeNature.View, new[] { "IEnumerable", "IEnumerator" }),
        ("System.Collections", TypeNature.Mutable, new[] { "ArrayList", "Hashtable", "SortedList", "Queue", "Stack", "BitArray", "IList", "ICollection", "IDictionary", "CollectionBase", "DictionaryBase" }),
        ("System.Collections.Generic", TypeNature.Container, new[] { "KeyValuePair" }),
        ("System.Collections.Generic", TypeNature.View, new[] { "IEnumerable", "IReadOnlyCollection", "IReadOnlyList", "IReadOnlyDictionary", "IReadOnlySet", "IAsyncEnumerable", "IEnumerator", "IAsyncEnumerator" }),
        ("System.Collections.Generic", TypeNature.Immutable, new[] { "IEqualityComparer", "IComparer", "EqualityComparer", "Comparer" }),
        ("System.Collections.Generic", TypeNature.Mutable, new[]
        {
            "List", "Dictionary", "HashSet", "SortedSet", "SortedList", "SortedDictionary", "LinkedList", "LinkedListNode", "Queue", "Stack", "PriorityQueue", "OrderedDictionary",
            "IList", "ICollection", "IDictionary", "ISet",
        }),
        ("System.Collections.ObjectModel", TypeNature.View, new[] { "ReadOnlyCollection", "ReadOnlyDictionary", "ReadOnlySet", "ReadOnlyObservableCollection" }),
        ("System.Collections.ObjectModel", TypeNature.Mutable, new[] { "Collection", "ObservableCollection", "KeyedCollection" }),
        ("System.Collections.Specialized", TypeNature.Mutable, new[] { "NameValueCollection", "StringCollection", "StringDictionary", "OrderedDictionary", "ListDictionary", "HybridDictionary", "BitVector32" }),
        ("System.Collections.Concurrent", TypeNature.Mutable, new[] { "ConcurrentDictionary", "ConcurrentBag", "ConcurrentQueue", "ConcurrentStack", "BlockingCollection" }),
        ("Newtonsoft.Json.Linq", TypeNature.Mutable, new[] { "JToken", "JObject", "JArray", "JValue", "JContainer", "JProperty" }),
        ("Microsoft.Extensions.Primitives", TypeNature.Immutable, new[] { "StringValues", "StringSegment" }),
        ("Google.Protobuf", TypeNature.Immutable, new[] { "ByteString" }),
        ("Google.Protobuf.WellKnownTypes", TypeNature.Immutable, new[] { "Timestamp", "Duration" }),
        ("NodaTime", TypeNature.Immutable, new[] { "Instant", "LocalDate", "LocalDateTime", "LocalTime", "ZonedDateTime", "OffsetDateTime", "Duration", "Period", "DateTimeZone", "Interval" }),
    };

    private static readonly Dictionary<string, (string Space, TypeNature Nature)[]> s_byName = s_rows
        .SelectMany(r => r.Names.Select(n => (Name: n, Row: (r.Space, r.Nature))))
        .GroupBy(p => p.Name, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.Select(p => p.Row).ToArray(), StringComparer.Ordinal);

    private static readonly HashSet<string> s_buffers = new(StringComparer.Ordinal) { "Memory", "ArraySegment", "ReadOnlyMemory", "Span", "ReadOnlySpan" };

    /// <summary>What is known of the type itself, not of its bases.</summary>
    public static TypeNature NatureOf(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum || type.SpecialType is (>= SpecialType.System_Boolean and <= SpecialType.System_String) or SpecialType.System_DateTime or SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
            return TypeNature.Immutable;
        if (type.TypeKind == TypeKind.Delegate)
            return TypeNature.Opaque;
        if (s_byName.TryGetValue(type.Name, out var rows))
        {
            foreach (var (space, nature) in rows)
            {
                if (type.IsIn(space))
                    return nature;
            }
        }

        if (type.ContainingType is { } around && IsBuilder(type.Name) && IsBelowImmutable(around))
            return TypeNature.Mutable;
        return IsBelowImmutable(type) ? TypeNature.Container : TypeNature.Unknown;
    }

    /// <summary>True for an array of bytes, characters or samples, and for what stands for a part of one: it is passed on to be filled, sent or given back, not as a message.</summary>
    public static bool IsBuffer(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Char or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Single } => true,
        INamedTypeSymbol { TypeArguments.Length: 1 } named => named.IsIn("System") && s_buffers.Contains(named.Name),
        _ => false,
    };

    private static bool IsBuilder(string name) => name is "Builder" or "Enumerator";

    private static bool IsBelowImmutable(ITypeSymbol type) => type.IsIn("System.Collections.Immutable") || type.IsIn("System.Collections.Frozen");
}
