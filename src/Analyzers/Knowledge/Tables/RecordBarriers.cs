using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>What ties a type to being a class with setters: mappers that track objects by identity, serialisers that ask for setters, layouts in memory.</summary>
internal static class RecordBarriers
{
    private static readonly Dictionary<string, string> s_attributes = new(StringComparer.Ordinal)
    {
        ["Table"] = "a mapper tracks its objects",
        ["Key"] = "a mapper tracks its objects",
        ["Keyless"] = "a mapper tracks its objects",
        ["Owned"] = "a mapper tracks its objects",
        ["PrimaryKey"] = "a mapper tracks its objects",
        ["DatabaseGenerated"] = "a mapper tracks its objects",
        ["ForeignKey"] = "a mapper tracks its objects",
        ["InverseProperty"] = "a mapper tracks its objects",
        ["BsonId"] = "a mapper sets its properties",
        ["BsonIgnoreExtraElements"] = "a mapper sets its properties",
        ["BsonElement"] = "a mapper sets its properties",
        ["XmlRoot"] = "the XML serialiser asks for setters",
        ["XmlType"] = "the XML serialiser asks for setters",
        ["XmlElement"] = "the XML serialiser asks for setters",
        ["XmlAttribute"] = "the XML serialiser asks for setters",
        ["XmlArray"] = "the XML serialiser asks for setters",
        ["XmlArrayItem"] = "the XML serialiser asks for setters",
        ["XmlText"] = "the XML serialiser asks for setters",
        ["ProtoContract"] = "its serialiser asks for setters",
        ["ProtoMember"] = "its serialiser asks for setters",
        ["MessagePackObject"] = "its serialiser asks for setters",
        ["MemoryPackable"] = "its serialiser asks for setters",
        ["GenerateSerializer"] = "its serialiser asks for setters",
        ["StructLayout"] = "its layout in memory is fixed",
        ["FieldOffset"] = "its layout in memory is fixed",
        ["MarshalAs"] = "its layout in memory is fixed",
        ["InlineArray"] = "its layout in memory is fixed",
        ["JsonExtensionData"] = "the serialiser adds to it",
        ["ComImport"] = "its layout in memory is fixed",
        ["ConfigurationProperty"] = "its configuration sets it",
        ["ObservableProperty"] = "its setter is made for it",
        ["Parameter"] = "a component's parameters are set by its framework",
        ["Option"] = "a parser of arguments sets it",
        ["Value"] = "a parser of arguments sets it",
    };

    private static readonly HashSet<string> s_identity = new(StringComparer.Ordinal)
    {
        "DbSet", "ConditionalWeakTable", "WeakReference", "IMongoCollection", "IDbSet", "EntityTypeBuilder", "IEntityTypeConfiguration",
    };

    /// <summary>Why a type with that attribute, on itself or on a member, must stay what it is; null where it need not.</summary>
    public static string? Because(string? attribute)
    {
        if (attribute is null)
            return null;
        const string Ending = "Attribute";
        var name = attribute.EndsWith(Ending, StringComparison.Ordinal) ? attribute.Substring(0, attribute.Length - Ending.Length) : attribute;
        return s_attributes.TryGetValue(name, out var why) ? why : null;
    }

    /// <summary>True for a generic type that keeps its arguments apart by identity.</summary>
    public static bool KeepsIdentity(string type) => s_identity.Contains(type);

    /// <summary>The read-only form of an array or list.</summary>
    public const string List = "IReadOnlyList";

    /// <summary>The call that adds one element to a list.</summary>
    public const string Adds = "Add";

    /// <summary>The read-only form of a collection: its name, and whether it is one of the generic collections; null where there is none.</summary>
    public static string? ReadOnlyFormOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1, ElementType: not IArrayTypeSymbol } => List,
        INamedTypeSymbol { TypeArguments.Length: 1 } named when named.IsIn("System.Collections.Generic") => named.Name switch
        {
            "List" or "IList" => List,
            "ICollection" => "IReadOnlyCollection",
            "HashSet" or "ISet" or "SortedSet" => "IReadOnlySet",
            _ => null,
        },
        INamedTypeSymbol { TypeArguments.Length: 2 } named when named.IsIn("System.Collections.Generic") => named.Name switch
        {
            "Dictionary" or "IDictionary" or "SortedDictionary" => "IReadOnlyDictionary",
            _ => null,
        },
        INamedTypeSymbol { Name: "Collection", TypeArguments.Length: 1 } named when named.IsIn("System.Collections.ObjectModel") => List,
        _ => null,
    };
}
