using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Names of types or methods that a user has listed. A name may carry as much of its namespace as the user likes:
/// <c>Gate</c> and <c>Shop.Locks.Gate</c> both name the type <c>Shop.Locks.Gate</c>, whatever its type arguments.
/// </summary>
internal sealed class NameList
{
    private static readonly char[] s_between = { ',', '|' };
    private readonly Dictionary<string, List<string[]>> _byLast = new(StringComparer.Ordinal);

    private NameList()
    {
    }

    /// <summary>The list without a name.</summary>
    public static NameList Empty { get; } = new();

    /// <summary>True where no name is listed.</summary>
    public bool IsEmpty => _byLast.Count == 0;

    /// <summary>The names at the ends: of methods, without their types.</summary>
    public IReadOnlyCollection<string> LastNames => _byLast.Keys;

    /// <summary>Reads a list; what is no name is left out.</summary>
    public static NameList Of(string? value, OptionKind kind)
    {
        if (value is null || value.Trim().Length == 0)
            return Empty;
        var list = new NameList();
        foreach (var name in Split(value))
        {
            if (!IsName(name, kind))
                continue;
            var parts = name.Split('.');
            var last = parts[parts.Length - 1];
            if (!list._byLast.TryGetValue(last, out var names))
                list._byLast.Add(last, names = new List<string[]>());
            names.Add(parts.Take(parts.Length - 1).Reverse().ToArray());
        }

        return list;
    }

    /// <summary>The parts between commas or bars; a comma too many is no mistake.</summary>
    public static IEnumerable<string> Split(string value) => value.Split(s_between).Select(p => p.Trim()).Where(p => p.Length > 0);

    /// <summary>True for identifiers between dots; a method has its type in front, and may be <c>*</c>.</summary>
    public static bool IsName(string name, OptionKind kind)
    {
        var parts = name.Split('.');
        if (kind == OptionKind.Methods && parts.Length < 2)
            return false;
        for (var i = 0; i < parts.Length; i++)
        {
            var isAny = kind == OptionKind.Methods && i == parts.Length - 1 && parts[i] == "*";
            if (!isAny && !IsIdentifier(parts[i]))
                return false;
        }

        return true;
    }

    /// <summary>The listed name that the type, a base or an interface of it has; null for none.</summary>
    public string? Find(ITypeSymbol? type)
    {
        if (type is null || IsEmpty)
            return null;
        foreach (var current in type.SelfAndBases())
        {
            if (Names(current))
                return current.Name;
        }

        foreach (var implemented in type.AllInterfaces)
        {
            if (Names(implemented))
                return implemented.Name;
        }

        return null;
    }

    /// <summary>True where the method is listed under its type, or a base or interface of that.</summary>
    public bool Has(IMethodSymbol method)
    {
        if (IsEmpty || method.ContainingType is not { } type)
            return false;
        var name = method.MethodKind == MethodKind.Constructor ? type.Name : method.Name;
        return Has(name, type) || Has("*", type);
    }

    /// <summary>The same by names alone, for a call that does not bind.</summary>
    public bool Has(string type, string method) =>
        !IsEmpty && (HasByName(method, type) || HasByName("*", type));

    private bool Has(string method, INamedTypeSymbol type) =>
        _byLast.TryGetValue(method, out var owners)
        && owners.Any(owner => type.SelfAndBases().Concat(type.AllInterfaces).Any(t => t.Name == owner[0] && StandsIn(t, owner, 1)));

    private bool HasByName(string method, string type) =>
        _byLast.TryGetValue(method, out var owners) && owners.Any(owner => owner[0] == type);

    private bool Names(ITypeSymbol type) =>
        _byLast.TryGetValue(type.Name, out var names) && names.Any(around => StandsIn(type, around, 0));

    /// <summary>True where the types and namespaces around are, from the inside out, those named from an index on.</summary>
    private static bool StandsIn(ISymbol symbol, string[] around, int from)
    {
        var container = symbol;
        for (var i = from; i < around.Length; i++)
        {
            container = (ISymbol?)container.ContainingType ?? container.ContainingNamespace;
            if (container is null || container.Name != around[i])
                return false;
        }

        return true;
    }

    private static bool IsIdentifier(string text) => text.Length > 0 && !char.IsDigit(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c == '_');
}
