using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>How a type holds elements.</summary>
internal enum CollectionKind
{
    /// <summary>It does not, or it is a value (string, immutable collection).</summary>
    None,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A collection without thread-safety.</summary>
    Plain,

    /// <summary>A collection whose single operations are thread-safe.</summary>
    Concurrent,
}

/// <summary>What a method does to the content of a collection.</summary>
internal enum CollectionEffect
{
    /// <summary>Nothing that matters.</summary>
    None,

    /// <summary>Asks for presence or number.</summary>
    Test,

    /// <summary>Asks for presence and hands out the element.</summary>
    TestAndGet,

    /// <summary>Takes all elements in view.</summary>
    Content,

    /// <summary>Hands out one element.</summary>
    Get,

    /// <summary>Adds an element.</summary>
    Insert,

    /// <summary>Adds all elements of another collection.</summary>
    InsertAll,

    /// <summary>Adds an element if there is none and says whether it did.</summary>
    TryInsert,

    /// <summary>Stores an element under a key or index.</summary>
    Store,

    /// <summary>Takes out by value or key (and says whether it was there).</summary>
    Remove,

    /// <summary>Takes out by position.</summary>
    TakeOut,

    /// <summary>Takes out by position if there is an element and says whether there was.</summary>
    TryTakeOut,

    /// <summary>Drops everything.</summary>
    Clear,

    /// <summary>Hands out the element, adding one if there is none.</summary>
    GetOrInsert,

    /// <summary>Replaces the element if it is still the expected one.</summary>
    CompareAndStore,

    /// <summary>One step on the current element.</summary>
    Atomic,

    /// <summary>Changes the order of elements in place.</summary>
    Rearrange,
}

/// <summary>Which methods read or write the content of which collections.</summary>
internal static class Collections
{
    private static readonly HashSet<string> s_named = new(StringComparer.Ordinal)
    {
        "List", "Dictionary", "HashSet", "Queue", "Stack", "LinkedList", "SortedList", "SortedDictionary", "SortedSet", "PriorityQueue", "OrderedDictionary",
        "ArrayList", "Hashtable", "StringBuilder", "ObservableCollection", "Collection", "KeyedCollection", "BlockingCollection", "BitArray",
        "ICollection", "IList", "IDictionary", "ISet", "IReadOnlyCollection", "IReadOnlyList", "IReadOnlyDictionary", "IReadOnlySet", "ConditionalWeakTable",
    };

    private static readonly HashSet<string> s_growing = new(StringComparer.Ordinal)
    {
        "List", "HashSet", "Queue", "Stack", "LinkedList", "SortedSet", "PriorityQueue", "ArrayList", "StringBuilder", "Collection",
    };

    private static readonly HashSet<string> s_keyed = new(StringComparer.Ordinal) { "Dictionary", "SortedList", "SortedDictionary", "OrderedDictionary", "Hashtable" };

    private static readonly HashSet<string> s_shrinking = new(StringComparer.Ordinal) { "Dictionary", "IDictionary", "IReadOnlyDictionary", "HashSet", "ISet", "IReadOnlySet" };

    private static readonly HashSet<string> s_lazy = new(StringComparer.Ordinal)
    {
        "GetEnumerator", "Select", "SelectMany", "Where", "Skip", "SkipLast", "SkipWhile", "Take", "TakeWhile", "Concat", "Union", "UnionBy", "Except", "ExceptBy", "Intersect", "IntersectBy",
        "Distinct", "DistinctBy", "Join", "Zip", "Cast", "OfType", "Append", "Prepend", "Chunk", "AsEnumerable", "AsReadOnly", "DefaultIfEmpty", "Index",
    };

    private static readonly Dictionary<string, CollectionEffect> s_effects = Rows(
        (CollectionEffect.Test, "ContainsKey Contains ContainsValue Exists Any All Count LongCount IndexOf LastIndexOf FindIndex FindLastIndex BinarySearch IsSubsetOf IsSupersetOf IsProperSubsetOf IsProperSupersetOf Overlaps SetEquals SequenceEqual TrueForAll TryGetNonEnumeratedCount Equals"),
        (CollectionEffect.TestAndGet, "TryGetValue TryPeek TryGetFirst"),
        (CollectionEffect.Get, "GetValueOrDefault Peek ElementAt ElementAtOrDefault First FirstOrDefault Last LastOrDefault Single SingleOrDefault Find FindLast Min Max MinBy MaxBy GetValueRefOrNullRef get_Item"),
        (CollectionEffect.Content, "GetEnumerator GetAsyncEnumerator ToArray ToList ToDictionary ToHashSet ToLookup ToImmutableArray ToImmutableList ToImmutableDictionary ToImmutableHashSet ToFrozenDictionary ToFrozenSet ToString CopyTo Select SelectMany Where OrderBy OrderByDescending Reverse Skip SkipLast SkipWhile Take TakeLast TakeWhile Concat Union Intersect Except Distinct DistinctBy GroupBy Join Zip Cast OfType Append Prepend Chunk Aggregate Sum Average FindAll GetRange ConvertAll AsEnumerable AsReadOnly AsSpan AsParallel DefaultIfEmpty Index GetConsumingEnumerable ForEach Keys Values"),
        (CollectionEffect.Insert, "Add AddFirst AddLast AddBefore AddAfter Insert Enqueue Push AppendLine AppendFormat AppendJoin"),
        (CollectionEffect.InsertAll, "AddRange InsertRange UnionWith EnqueueRange PushRange"),
        (CollectionEffect.TryInsert, "TryAdd"),
        (CollectionEffect.Store, "set_Item SetValue AddOrReplace CollectionSet"),
        (CollectionEffect.Remove, "Remove RemoveWhere RemoveAll TryRemove ExceptWith IntersectWith SymmetricExceptWith"),
        (CollectionEffect.TakeOut, "RemoveAt RemoveRange RemoveFirst RemoveLast Dequeue Pop Take"),
        (CollectionEffect.TryTakeOut, "TryDequeue TryPop TryTake TryPopRange"),
        (CollectionEffect.Clear, "Clear"),
        (CollectionEffect.GetOrInsert, "GetOrAdd GetValue GetOrCreateValue"),
        (CollectionEffect.CompareAndStore, "TryUpdate"),
        (CollectionEffect.Atomic, "AddOrUpdate"),
        (CollectionEffect.Rearrange, "Sort"));

    /// <summary>True for the types whose extensions make new sequences of what they are called on.</summary>
    public static bool IsOfSequences(INamedTypeSymbol type) => type.Name is "Enumerable" or "ParallelEnumerable" or "Queryable";

    /// <summary>The method that takes out the element, or the one of a key, that it is given.</summary>
    public const string TakesOut = "Remove";

    /// <summary>The property that tells how many elements there are.</summary>
    public const string Number = "Count";

    /// <summary>True for the names of calls that say whether there is an element under a key.</summary>
    public static bool AsksForKey(string method) => method is "ContainsKey" or "TryGetValue";

    /// <summary>True for the names of calls that give the element under a key, and make it for whoever comes first.</summary>
    public static bool MakesOnDemand(string method) => method == "GetOrAdd";

    /// <summary>True for the simple name of a plain collection that is moved about when elements come and go.</summary>
    public static bool IsGrowingName(string type) => (s_growing.Contains(type) || s_keyed.Contains(type)) && type != "Collection";

    /// <summary>How the type holds elements.</summary>
    public static CollectionKind KindOf(ITypeSymbol? type)
    {
        switch (type)
        {
            case null or { SpecialType: SpecialType.System_String } or ITypeParameterSymbol { HasConstructorConstraint: false, ConstraintTypes.Length: 0 }:
                return CollectionKind.None;
            case IArrayTypeSymbol:
                return CollectionKind.Array;
        }

        if (type.IsBelow("System.Collections.Immutable") || type.IsBelow("System.Collections.Frozen"))
            return type.Name == "Builder" ? CollectionKind.Plain : CollectionKind.None;
        if (type.IsIn("System.Collections.Concurrent"))
            return CollectionKind.Concurrent;
        foreach (var current in type.SelfAndBases())
        {
            if (current.Name.StartsWith("Concurrent", StringComparison.Ordinal) && (current.TypeKind == TypeKind.Error || current.AllInterfaces.Any(IsCollectionInterface)))
                return CollectionKind.Concurrent;
            if (current.IsIn("System.Collections.Concurrent"))
                return CollectionKind.Concurrent;
            if (s_named.Contains(current.Name) && (current.IsBelow("System.Collections") || current.IsIn("System.Text") || current.IsIn("System.Runtime.CompilerServices") || current.TypeKind == TypeKind.Error))
                return ReferenceEquals(current, type) ? CollectionKind.Plain : PlainOrMarked(type);
        }

        return type.AllInterfaces.Any(IsCollectionInterface) ? PlainOrMarked(type) : CollectionKind.None;
    }

    /// <summary>True for the name of a class of the platform that one thread at a time may change, as the syntax shows it.</summary>
    public static bool IsPlainName(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => s_named.Contains(name.Identifier.ValueText) && name.Identifier.ValueText is not ("BlockingCollection" or "ConditionalWeakTable") && !name.Identifier.ValueText.StartsWith("IReadOnly", StringComparison.Ordinal),
        QualifiedNameSyntax { Right: var last } => IsPlainName(last),
        NullableTypeSyntax { ElementType: var inner } => IsPlainName(inner),
        _ => false,
    };

    /// <summary>The step that stands for the content of a collection of this type.</summary>
    public static PathStep ContentOf(ITypeSymbol? type) =>
        Shrinks(type) && StepInto(type) is { Traits: var traits } step && (traits & LocationTraits.Concurrent) == 0 ? step with { Traits = traits | LocationTraits.Shrinking } : StepInto(type);

    private static PathStep StepInto(ITypeSymbol? type)
    {
        switch (KindOf(type))
        {
            case CollectionKind.Concurrent:
                return PathStep.ConcurrentElement;
            case CollectionKind.Plain when type is { TypeKind: TypeKind.Class }:
                return type.SelfAndBases().Any(t => s_keyed.Contains(t.Name)) ? PathStep.KeyedElement : type.SelfAndBases().Any(t => s_growing.Contains(t.Name)) ? PathStep.GrowingElement : PathStep.Element;
            default:
                return PathStep.Element;
        }
    }

    /// <summary>What the method (an instance method of a collection, or an extension whose first argument is one) does to the content.</summary>
    public static CollectionEffect EffectOf(IMethodSymbol method, ITypeSymbol receiver)
    {
        var definition = method.ReducedFrom ?? method;
        if (!s_effects.TryGetValue(method.Name, out var effect))
            return receiver.Name == "StringBuilder" && method.Name == "Append" ? CollectionEffect.Insert : CollectionEffect.None;
        if (definition.IsExtensionMethod)
        {
            // Enumerable.Append makes a new sequence; extensions of other libraries with the names of writes do write.
            return (IsOfSequences(method.ContainingType) || method.ContainingType.Name is "ImmutableArray" or "MemoryExtensions") && effect is >= CollectionEffect.Insert ? CollectionEffect.Content : effect;
        }

        return receiver.Name switch
        {
            "StringBuilder" when method.Name is "Append" => CollectionEffect.Insert,
            "StringBuilder" when effect is CollectionEffect.Remove => CollectionEffect.TakeOut,
            "StringBuilder" when method.Name is "Equals" => CollectionEffect.None,
            _ when method.Name is "Equals" => CollectionEffect.None,
            _ when method.Name is "Peek" or "Find" or "FindLast" => CollectionEffect.Get,
            _ when method.Name is "Take" && method.Parameters.Length == 1 && receiver.Name != "BlockingCollection" => CollectionEffect.Content,
            _ => effect,
        };
    }

    /// <summary>True for the methods whose result takes the elements when their turn comes.</summary>
    public static bool IsLazy(string method) => s_lazy.Contains(method);

    /// <summary>True for a dictionary or hash set: what enumerates one goes on where elements are taken out, and breaks only where one comes in.</summary>
    private static bool Shrinks(ITypeSymbol? type) => type is not null && type.SelfAndBases().Any(t => s_shrinking.Contains(t.Name) && (t.IsBelow("System.Collections") || t.TypeKind == TypeKind.Error));

    /// <summary>True where a change of the collection breaks an enumeration that has begun: the platform's own collections, neither arrays nor what is thread-safe.</summary>
    public static bool BreaksWhenChanged(ITypeSymbol? type) =>
        KindOf(type) == CollectionKind.Plain && type!.SelfAndBases().Any(t => s_named.Contains(t.Name) && t.Name is not "StringBuilder" and not "BlockingCollection" and not "ConditionalWeakTable" && (t.IsBelow("System.Collections") || t.TypeKind == TypeKind.Error));

    private static CollectionKind PlainOrMarked(ITypeSymbol type) =>
        !type.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty && Intent.OfObjects(type).Kind == Annotation.ThreadSafe ? CollectionKind.Concurrent : CollectionKind.Plain;

    /// <summary>True for the names of calls that ask whether a text is missing.</summary>
    public static bool AsksForMissingText(string method) => method is "IsNullOrEmpty" or "IsNullOrWhiteSpace";

    /// <summary>True for the names of calls that ask whether an element or a key is there, and give nothing else.</summary>
    public static bool AsksWhetherThere(string method) => method is "ContainsKey" or "Contains";

    /// <summary>True for a collection that finds its elements by key: one that is changed meanwhile may not find them, or search for ever.</summary>
    public static bool IsKeyed(ITypeSymbol? type) =>
        type is not null && (type.AllInterfaces.Any(i => i.Name is "IDictionary" or "ISet") || type.Name is "IDictionary" or "ISet");

    private static bool IsCollectionInterface(INamedTypeSymbol type) =>
        type.Name is "ICollection" or "IList" or "IDictionary" && type.IsBelow("System.Collections");

    private static Dictionary<string, CollectionEffect> Rows(params (CollectionEffect Effect, string Methods)[] rows)
    {
        var table = new Dictionary<string, CollectionEffect>(StringComparer.Ordinal);
        foreach (var (effect, methods) in rows)
        {
            foreach (var method in methods.Split(' '))
                table[method] = effect;
        }

        return table;
    }
}
