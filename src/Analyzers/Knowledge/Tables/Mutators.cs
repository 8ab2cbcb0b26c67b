namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>Method names that change the object they are called on, for the look at the syntax; what they really do is in <see cref="Collections"/> and <see cref="Atomics"/>.</summary>
internal static class Mutators
{
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal)
    {
        "Add", "AddRange", "AddFirst", "AddLast", "AddAfter", "AddBefore", "AddOrUpdate", "TryAdd", "Append", "AppendLine", "AppendFormat", "Insert", "InsertRange",
        "Remove", "RemoveAt", "RemoveRange", "RemoveAll", "RemoveFirst", "RemoveLast", "RemoveWhere", "TryRemove", "Clear", "Replace", "SetItem", "Set", "Update", "TryUpdate",
        "GetOrAdd", "Enqueue", "EnqueueRange", "Dequeue", "TryDequeue", "Push", "PushRange", "Pop", "TryPop", "Take", "TryTake", "UnionWith", "ExceptWith",
        "IntersectWith", "SymmetricExceptWith", "Sort", "Reverse", "Move", "Exchange", "CompareExchange", "Increment", "Decrement", "And", "Or", "Write", "EnsureInitialized",
    };

    /// <summary>True for one after which an element that was there may be gone.</summary>
    public static bool TakesOut(string name) => name is "Remove" or "RemoveAt" or "RemoveRange" or "RemoveAll" or "RemoveWhere" or "Clear";

    /// <summary>True for such a name.</summary>
    public static bool Contains(string name) => s_names.Contains(name);
}
