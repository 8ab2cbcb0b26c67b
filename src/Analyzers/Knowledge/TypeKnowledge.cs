using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>What the declaration and the registrations of a type say about who uses its objects.</summary>
internal sealed class TypeKnowledge
{
    private readonly INamedTypeSymbol _type;
    private readonly Compilation _compilation;
    private readonly HashSet<string> _bases;
    private readonly Lazy<Registrations> _registrations;

    /// <summary>For one type.</summary>
    public TypeKnowledge(INamedTypeSymbol type, Compilation compilation, Options? options = null)
    {
        Options = options ?? Options.None;
        _compilation = compilation;
        _type = type;
        _bases = Bases(type);
        _registrations = new Lazy<Registrations>(() => Registrations.Of(compilation));
    }

    /// <summary>What users have set.</summary>
    public Options Options { get; }

    /// <summary>Why objects of the type are used by one execution at a time; null where nothing says so.</summary>
    public string? NotSharedBecause => NotSharedByContract ?? (SharedByIntent is null && Lifetime == Lifetime.PerScope ? "registered as scoped or transient only" : null);

    /// <summary>The same, as far as the declaration alone says so: no file but its own is looked at.</summary>
    public string? NotSharedByContract
    {
        get
        {
            if (_type.IsRefLikeType)
                return "a ref struct lives on the stack";
            if (NotSharedByIntent is { } intent)
                return intent;
            if (SharedByIntent is not null)
                return null;
            if (IsTestClass())
                return "a test class serves one test";
            if (!HasAttribute(_type, Concurrency.Interleaved) && !_type.GetMembers().Any(m => HasAttribute(m, Concurrency.Interleaved)))
            {
                foreach (var (name, because) in Concurrency.NotShared)
                {
                    if (_bases.Contains(name))
                        return because;
                }
            }

            if (_type.Name.EndsWith("Controller", StringComparison.Ordinal) && _bases.Any(b => b.EndsWith("Controller", StringComparison.Ordinal) || b.EndsWith("ControllerBase", StringComparison.Ordinal)))
                return "a controller serves one request";
            return null;
        }
    }

    /// <summary>Why one object of the type serves many executions; null where nothing says so.</summary>
    public Evidence? Shared
    {
        get
        {
            if (SharedByIntent is { } intent)
                return intent;
            if (SingletonIn is { } inside)
                return new Evidence(EvidenceStrength.Proven, Overlap.Anytime, $"registered as a singleton in '{inside}'");

            foreach (var (name, strength, because) in Concurrency.Shared)
            {
                if (_bases.Contains(name))
                    return new Evidence(strength, Overlap.Anytime, because);
            }

            return null;
        }
    }

    /// <summary>The guard that the location is marked with, <c>[GuardedBy("_gate")]</c>; null for none.</summary>
    public AccessPath? GuardOf(AccessPath path) => Intent.GuardOf(path, KnowledgeBase.Create(_compilation));

    /// <summary>The class that registers the type as a singleton; null for none.</summary>
    public string? SingletonIn => Names().Select(n => _registrations.Value.Find(n)?.SingletonIn).FirstOrDefault(i => i is not null);

    /// <summary>Why a member runs in one flow only, by the contract of its framework; null where nothing says so.</summary>
    public string? SingleFlowBecause(string member)
    {
        foreach (var (name, single, because) in Concurrency.SingleFlowMembers)
        {
            if (single == member && _bases.Contains(name))
                return because;
        }

        return null;
    }

    /// <summary>What somebody has said of the type beats what its declaration looks like; what stands at the type beats the options.</summary>
    private string? NotSharedByIntent => Intent.OfObjects(_type) switch
    {
        (Annotation.ThreadConfined, var name) => $"'{name}' is marked [ThreadConfined]",
        (Annotation.NotThreadSafe, var name) => $"'{name}' is marked [NotThreadSafe]",
        (Annotation.None, _) when Options.Of(_type).ConfinedTypes.Find(_type) is { } name => $"'{name}' is among the confined types of '.editorconfig'",
        _ => null,
    };

    private Evidence? SharedByIntent => Intent.OfObjects(_type) switch
    {
        (Annotation.ThreadSafe, var name) => new Evidence(EvidenceStrength.Likely, Overlap.Anytime, $"'{name}' is marked [ThreadSafe]"),
        (Annotation.None, _) when Options.Of(_type).SharedTypes.Find(_type) is { } name => new Evidence(EvidenceStrength.Proven, Overlap.Anytime, $"'{name}' is among the shared types of '.editorconfig'"),
        _ => null,
    };

    /// <summary>True where code of the type goes on after a suspension on the one thread, or in the one turn, that it belongs to.</summary>
    public bool ComesBack => Concurrency.ComesBack.Any(_bases.Contains) || Concurrency.ComesBackByName.Any(end => _type.Name.EndsWith(end, StringComparison.Ordinal));

    private Lifetime Lifetime
    {
        get
        {
            var result = Lifetime.None;
            foreach (var name in Names())
                result |= _registrations.Value.Find(name)?.Lifetime ?? Lifetime.None;
            return result;
        }
    }

    /// <summary>The names under which the type can be registered: its own, and interfaces of its project that carry its name.</summary>
    private IEnumerable<string> Names()
    {
        yield return _type.Name;
        foreach (var i in _type.AllInterfaces)
        {
            if (i.Name == "I" + _type.Name)
                yield return i.Name;
        }
    }

    private bool IsTestClass() =>
        HasAttribute(_type, Concurrency.TestAttributes) || _type.GetMembers().Any(m => m is IMethodSymbol && HasAttribute(m, Concurrency.TestAttributes));

    private static bool HasAttribute(ISymbol symbol, string[] names)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            var name = attribute.AttributeClass?.Name;
            if (name is null)
                continue;
            if (name.EndsWith("Attribute", StringComparison.Ordinal))
                name = name.Substring(0, name.Length - "Attribute".Length);
            if (Array.IndexOf(names, name) >= 0)
                return true;
        }

        return false;
    }

    private static HashSet<string> Bases(INamedTypeSymbol type)
    {
        var result = new HashSet<string>(StringComparer.Ordinal);
        for (var b = type.BaseType; b is not null && b.SpecialType != SpecialType.System_Object; b = b.BaseType)
            result.Add(b.Name);
        foreach (var i in type.AllInterfaces)
            result.Add(i.Name);
        return result;
    }
}
