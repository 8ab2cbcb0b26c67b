using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>What somebody says of state by an attribute.</summary>
internal enum Annotation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Whoever touches the location, or calls the method, holds the named guard.</summary>
    GuardedBy,

    /// <summary>Objects of the type are meant to be used by several executions at a time.</summary>
    ThreadSafe,

    /// <summary>Objects of the type may be used by one execution at a time only.</summary>
    NotThreadSafe,

    /// <summary>The location, or every object of the type, belongs to one thread or flow.</summary>
    ThreadConfined,

    /// <summary>The delegate is run before the method returns, or before its task completes.</summary>
    RunsImmediately,

    /// <summary>Objects of the type, with all that they lead to, never change after they have been made.</summary>
    Immutable,
}

/// <summary>
/// Attributes by their simple names, whatever namespace they stand in: a project may have its own, those of the package, or those of a
/// library with the same meaning.
/// </summary>
internal static class Annotations
{
    /// <summary>The words to look for in a text before anything is bound; each attribute in use contains one.</summary>
    public static readonly string[] Words = { "GuardedBy", "ThreadSafe", "ThreadConfined", "RunsImmediately", "Immutable]", "Immutable,", "ImmutableAttribute" };

    private static readonly (string Name, Annotation Kind)[] s_rows =
    {
        ("GuardedBy", Annotation.GuardedBy),
        ("ThreadSafe", Annotation.ThreadSafe),
        ("NotThreadSafe", Annotation.NotThreadSafe),
        ("ThreadConfined", Annotation.ThreadConfined),
        ("RunsImmediately", Annotation.RunsImmediately),
        ("InstantHandle", Annotation.RunsImmediately),
        ("Immutable", Annotation.Immutable),
    };

    /// <summary>The names, in both forms in which they can be written.</summary>
    public static readonly string[] Names = s_rows.SelectMany(r => new[] { r.Name, r.Name + "Attribute" }).ToArray();

    /// <summary>
    /// True for an <c>[Immutable]</c> that tells a serializer to copy nothing (Orleans): its author promises that nobody changes what was sent,
    /// not that the type leaves no way to. Where the attribute is not to be found, the place of the type tells whose it is.
    /// </summary>
    public static bool IsForCopying(AttributeData attribute, INamedTypeSymbol type)
    {
        var own = attribute.AttributeClass is null or { TypeKind: TypeKind.Error } ? type.ContainingNamespace : attribute.AttributeClass.ContainingNamespace;
        for (var space = own; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space.Name == "Orleans")
                return true;
        }

        return type.GetAttributes().Any(a => a.AttributeClass?.Name is "GenerateSerializer" or "GenerateSerializerAttribute");
    }

    /// <summary>What an attribute of that class name says.</summary>
    public static Annotation KindOf(string? name)
    {
        if (name is null)
            return Annotation.None;
        const string Ending = "Attribute";
        var length = name.EndsWith(Ending, StringComparison.Ordinal) ? name.Length - Ending.Length : name.Length;
        foreach (var (known, kind) in s_rows)
        {
            if (known.Length == length && string.CompareOrdinal(known, 0, name, 0, length) == 0)
                return kind;
        }

        return Annotation.None;
    }
}
