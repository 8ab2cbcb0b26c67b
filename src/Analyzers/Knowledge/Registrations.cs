using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Which types are registered with a dependency-injection container anywhere in the compilation, and for how long they live.
/// Found in the syntax by names (generic arguments, <c>typeof</c>, objects created in the arguments), once for each syntax tree:
/// typing in one file does not scan the others again.
/// </summary>
internal sealed class Registrations
{
    private static readonly ConditionalWeakTable<SyntaxTree, RegistrationScan> s_trees = new();
    private static readonly ConditionalWeakTable<Compilation, Registrations> s_compilations = new();
    private readonly Dictionary<string, Registration> _byName = new(StringComparer.Ordinal);

    private Registrations()
    {
    }

    /// <summary>The registrations of a compilation.</summary>
    public static Registrations Of(Compilation compilation) => s_compilations.GetValue(compilation, static c =>
    {
        var result = new Registrations();
        var wrappers = new Dictionary<string, Lifetime>(StringComparer.Ordinal);
        foreach (var tree in c.SyntaxTrees)
        {
            var scan = s_trees.GetValue(tree, static t => RegistrationScan.Of(t));
            result.Add(scan);
            foreach (var wrapper in scan.Wrappers)
                wrappers[wrapper.Key] = wrappers.TryGetValue(wrapper.Key, out var known) ? known | wrapper.Value : wrapper.Value;
        }

        // Methods of the project that register the type they are given: what they are called with is registered as they do.
        foreach (var wrapper in wrappers)
        {
            foreach (var tree in c.SyntaxTrees)
                result.Add(RegistrationScan.OfCalls(tree, wrapper.Key, wrapper.Value));
        }

        return result;
    });

    /// <summary>What is registered under the name of the type; null for nothing.</summary>
    public Registration? Find(string typeName) => _byName.TryGetValue(typeName, out var found) ? found : null;

    private void Add(string name, Registration registration) =>
        _byName[name] = _byName.TryGetValue(name, out var known) ? known.And(registration) : registration;

    private void Add(RegistrationScan scan)
    {
        foreach (var entry in scan.Found)
            Add(entry.Key, entry.Value);
    }
}

/// <summary>What is registered of a type.</summary>
/// <param name="Lifetime">All lifetimes found.</param>
/// <param name="SingletonIn">The class that registers it as a singleton; null if none does.</param>
internal sealed record Registration(Lifetime Lifetime, string? SingletonIn)
{
    /// <summary>Both. Of two classes the first by name is told, whichever file the compiler is given first.</summary>
    public Registration And(Registration other) =>
        new(Lifetime | other.Lifetime, string.CompareOrdinal(SingletonIn ?? other.SingletonIn, other.SingletonIn ?? SingletonIn) <= 0 ? SingletonIn ?? other.SingletonIn : other.SingletonIn);
}
