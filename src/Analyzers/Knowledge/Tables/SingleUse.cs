using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>An object that serves one operation at a time.</summary>
/// <param name="Name">The type or base type.</param>
/// <param name="Because">What its contract says.</param>
/// <param name="ThroughMembers">True where what is reached through its members counts as the object itself: a query over a set of a context.</param>
/// <param name="Both">True where one reading and one writing operation may run beside each other.</param>
internal sealed record SingleUseRow(string Name, string Because, bool ThroughMembers = false, bool Both = false)
{
    /// <summary>True where its operations are run by objects that it makes, or that are made with it: the commands of a connection.</summary>
    public bool HasParts { get; init; }

    /// <summary>True for such an object.</summary>
    public bool IsPart { get; init; }
}

/// <summary>Types whose objects must not be given a second operation before the first has ended, by name: the packages they come from need not be referenced.</summary>
internal static class SingleUse
{
    private static readonly SingleUseRow[] s_rows =
    {
        new("DbContext", "a DbContext runs one operation at a time", ThroughMembers: true),
        new("IdentityDbContext", "a DbContext runs one operation at a time", ThroughMembers: true),
        new("IDbConnection", "a connection runs one command at a time") { HasParts = true },
        new("DbConnection", "a connection runs one command at a time") { HasParts = true },
        new("DbCommand", "a command runs once at a time") { IsPart = true },
        new("DbDataReader", "a reader reads one row at a time"),
        new("UserManager", "its store runs one operation at a time"),
        new("RoleManager", "its store runs one operation at a time"),
        new("SignInManager", "its store runs one operation at a time"),
        new("IAsyncDocumentSession", "a session runs one operation at a time"),
        new("IDocumentSession", "a session runs one operation at a time"),
        new("IQuerySession", "a session runs one operation at a time"),
        new("Stream", "a stream takes one write and one read at a time", Both: true),
        new("TextWriter", "a writer takes one write at a time", Both: true),
        new("TextReader", "a reader takes one read at a time", Both: true),
        new("PipeWriter", "a pipe takes one write at a time", Both: true),
        new("PipeReader", "a pipe takes one read at a time", Both: true),
        new("WebSocket", "a socket takes one send and one receive at a time", Both: true),
        new("HttpResponse", "a response takes one write at a time", Both: true),
        new("IAsyncEnumerator", "an enumerator makes one step at a time"),
        new("ImapClient", "a mail client sends one command at a time"),
        new("Pop3Client", "a mail client sends one command at a time"),
        new("SmtpClient", "a mail client sends one message at a time"),
    };

    private static readonly HashSet<string> s_exempt = new(StringComparer.Ordinal) { "MemoryStream", "StringWriter", "StringReader" };

    private static readonly Dictionary<string, SingleUseRow> s_byName = s_rows.ToDictionary(r => r.Name, StringComparer.Ordinal);

    private static readonly string[] s_words = { "DbContext", "Context", "Connection", "Command", "Reader", "Manager", "Session", "Stream", "Writer", "WebSocket", "Socket", "Response", "Enumerator", "Client", "db" };

    private static readonly string[] s_writing = { "Write", "Flush", "Send" };

    private static readonly string[] s_reading = { "Read", "CopyTo", "Receive", "Peek" };

    /// <summary>The row for a type; null where its objects may be used by several.</summary>
    public static SingleUseRow? Of(ITypeSymbol? type)
    {
        if (type is null or { IsValueType: true } or { SpecialType: not SpecialType.None })
            return null;
        foreach (var current in type.SelfAndBases())
        {
            if (s_exempt.Contains(current.Name))
                return null;
            if (s_byName.TryGetValue(current.Name, out var row))
                return row;
        }

        foreach (var i in type.AllInterfaces)
        {
            if (s_byName.TryGetValue(i.Name, out var row))
                return row;
        }

        return null;
    }

    /// <summary>True where what the method makes runs its operations on the object.</summary>
    public static bool RunsOn(string method, SingleUseRow? row) => row is { HasParts: true } && method is "CreateCommand" or "CreateBatch";

    /// <summary>Which of the operations that may run beside each other the method is; null where it is none that counts.</summary>
    public static string? KindOf(SingleUseRow row, string method)
    {
        if (method.StartsWith("Dispose", StringComparison.Ordinal) || method.StartsWith("Close", StringComparison.Ordinal) || method.StartsWith("Complete", StringComparison.Ordinal))
            return null;
        if (!row.Both)
            return "";
        return s_writing.Any(w => method.StartsWith(w, StringComparison.Ordinal)) ? "write" : s_reading.Any(w => method.StartsWith(w, StringComparison.Ordinal)) ? "read" : null;
    }

    /// <summary>True where the name may belong to such an object or its type: for the look at the syntax.</summary>
    public static bool MayBeNamed(string name) => s_words.Any(w => name.IndexOf(w, StringComparison.OrdinalIgnoreCase) >= 0);
}
