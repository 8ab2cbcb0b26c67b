using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>Calls that put new content into a buffer they are given or called on, and calls and members that show an object in another form.</summary>
internal static class Fillers
{
    private static readonly HashSet<string> s_fillArgument = new(StringComparer.Ordinal)
    {
        "Read", "ReadAsync", "ReadBlock", "ReadBlockAsync", "ReadExactly", "ReadExactlyAsync", "ReadAtLeast", "ReadAtLeastAsync", "Receive", "ReceiveAsync", "ReceiveFrom", "ReceiveFromAsync",
        "CopyTo", "TryCopyTo", "Copy", "ConstrainedCopy", "BlockCopy", "Clear", "Fill", "Sort", "Reverse", "NextBytes", "GetBytes", "GetChars", "TryWriteBytes", "TryFormat",
    };

    private static readonly HashSet<string> s_targets = new(StringComparer.Ordinal)
    {
        "buffer", "array", "destination", "destinationArray", "dst", "dest", "bytes", "data", "span", "chars", "target", "keys", "memory",
    };

    private static readonly HashSet<string> s_fillReceiver = new(StringComparer.Ordinal)
    {
        "SetLength", "Write", "WriteAsync", "WriteByte", "Advance", "Clear", "Fill", "Reverse", "Sort", "ResetWrittenCount",
    };

    private static readonly HashSet<string> s_views = new(StringComparer.Ordinal) { "AsMemory", "AsSpan", "Slice", "AsReadOnly", "Memory", "WrittenMemory", "GetBuffer" };

    private static readonly HashSet<string> s_wrappers = new(StringComparer.Ordinal)
    {
        "Memory", "ReadOnlyMemory", "Span", "ReadOnlySpan", "ArraySegment", "ReadOnlySequence", "ReadOnlyCollection", "KeyValuePair", "Tuple", "ValueTuple",
    };

    private static readonly HashSet<string> s_holders = new(StringComparer.Ordinal) { "MemoryStream", "ArrayBufferWriter" };

    /// <summary>True where a call of this name may change what it is given or called on, for the look at the syntax.</summary>
    public static bool MayBeNamed(string method) => s_fillArgument.Contains(method) || s_fillReceiver.Contains(method) || method.StartsWith("Write", StringComparison.Ordinal) || Disposals.Ends(method) || Disposals.HandsBack(method);

    /// <summary>True where a call of this name reads from elsewhere into a buffer that it is given, for the look at the syntax.</summary>
    public static bool ReadsInto(string method) => s_fillArgument.Contains(method) && (method.StartsWith("Read", StringComparison.Ordinal) || method.StartsWith("Receive", StringComparison.Ordinal));

    /// <summary>True where a call of this name shows the same object in another form, for the look at the syntax.</summary>
    public static bool IsViewNamed(string method) => s_views.Contains(method);

    /// <summary>True where the call changes what is passed for the parameter.</summary>
    public static bool Fills(IMethodSymbol method, IParameterSymbol parameter) =>
        s_targets.Contains(parameter.Name) && IsBuffer(parameter.Type)
        && (s_fillArgument.Contains(method.Name) || (method.ContainingType?.Name == "BinaryPrimitives" && method.Name.StartsWith("Write", StringComparison.Ordinal)));

    /// <summary>True for a call that copies elements from one buffer into another.</summary>
    public static bool Copies(IMethodSymbol method) => method.Name is "CopyTo" or "TryCopyTo" or "Copy" or "ConstrainedCopy" or "BlockCopy";

    /// <summary>True where the call changes what it is called on; of collections, <see cref="Collections"/> knows.</summary>
    public static bool FillsReceiver(IMethodSymbol method, ITypeSymbol? receiver) =>
        receiver is not null && s_fillReceiver.Contains(method.Name) && (s_holders.Contains(receiver.Name) || receiver.Name is "Span" or "Memory");

    /// <summary>True where the call gives its first argument back to others.</summary>
    public static bool GivesBack(IMethodSymbol method) =>
        Disposals.HandsBack(method.Name) && method.Parameters.Length > 0 && (method.ContainingType?.Name.Contains("Pool") ?? false);

    /// <summary>True where the call gets an object that is to be given back to the same place.</summary>
    public static bool Lends(IMethodSymbol method) =>
        method is { Name: "Rent" or "Get" or "Take" or "Acquire" or "Lease", ReturnType.IsReferenceType: true } && (method.ContainingType?.Name.Contains("Pool") ?? false);

    /// <summary>True for a call or property that shows the same object in another form.</summary>
    public static bool IsView(ISymbol member) =>
        s_views.Contains(member.Name) && ((member as IMethodSymbol)?.ReturnType ?? (member as IPropertySymbol)?.Type) is { } type && (s_wrappers.Contains(type.Name) || type is IArrayTypeSymbol && member.ContainingType is { } holder && s_holders.Contains(holder.Name));

    /// <summary>True for a type of the platform whose constructor keeps what it is given.</summary>
    public static bool IsWrapper(ITypeSymbol type) => s_wrappers.Contains(type.Name) && type.IsBelow("System");

    /// <summary>True for an object that holds bytes to be filled, or that owns them.</summary>
    public static bool Holds(ITypeSymbol type) => s_holders.Contains(type.Name) || type.Name == "IMemoryOwner" || type.AllInterfaces.Any(i => i.Name == "IMemoryOwner");

    private static bool IsBuffer(ITypeSymbol type) => type is IArrayTypeSymbol || type.SpecialType == SpecialType.System_Array || type.Name is "Memory" or "Span" or "ArraySegment";
}
