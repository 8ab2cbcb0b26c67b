using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>What the declaration of a type says about who uses its objects: its bases, interfaces and attributes, and the frameworks they stand for.</summary>
internal sealed class TypeContracts
{
    private readonly INamedTypeSymbol _type;
    private readonly HashSet<string> _bases;

    /// <summary>For one type.</summary>
    public TypeContracts(INamedTypeSymbol type)
    {
        _type = type;
        _bases = Bases(type);
    }

    /// <summary>Why one execution at a time uses an object; null where nothing says so.</summary>
    public string? NotShared
    {
        get
        {
            if (_type.IsRefLikeType)
                return "a ref struct lives on the stack";
            if (IsTest)
                return "a test class serves one test";
            foreach (var (name, because) in Frameworks.NotShared)
            {
                if (_bases.Contains(name))
                    return HasAttribute(_type, Frameworks.Interleaved) ? null : because;
            }

            for (var b = _type.BaseType; b is not null; b = b.BaseType)
            {
                foreach (var (name, because) in Frameworks.NotSharedByBaseAttribute)
                {
                    if (Attribute(b, name) is not null)
                        return because;
                }
            }

            foreach (var (name, because) in Frameworks.NotSharedByAttribute)
            {
                if (Attribute(_type, name) is not null)
                    return because;
            }

            if (_type.Name.EndsWith("Controller", StringComparison.Ordinal) && _bases.Any(b => b.EndsWith("Controller", StringComparison.Ordinal) || b.EndsWith("ControllerBase", StringComparison.Ordinal)))
                return "a controller serves one request";
            return null;
        }
    }

    /// <summary>Why one object serves many executions; null where nothing says so.</summary>
    public Evidence? Shared
    {
        get
        {
            foreach (var (name, strength, because) in Frameworks.Shared)
            {
                if (_bases.Contains(name))
                    return new Evidence(strength, Overlap.Anytime, because);
            }

            if (_bases.Contains("Attribute") && Frameworks.Filters.Any(_bases.Contains))
                return new Evidence(EvidenceStrength.Proven, Overlap.Anytime, "a filter attribute serves all requests");
            return IsMiddleware ? new Evidence(EvidenceStrength.Proven, Overlap.Anytime, "a middleware object serves all requests") : null;
        }
    }

    /// <summary>True where one of these is a base or an interface of the type.</summary>
    public bool HasBase(string[] names) => names.Any(_bases.Contains);

    /// <summary>Why other members run while one waits; null where nothing says so.</summary>
    public string? Interleaves
    {
        get
        {
            foreach (var (name, because) in Frameworks.Interleaving)
            {
                if (_bases.Contains(name))
                    return because;
            }

            return HasBase(Concurrency.TakesTurns) && HasAttribute(_type, Frameworks.Interleaved) ? "a reentrant grain takes other calls while one waits" : null;
        }
    }

    /// <summary>Why a member never runs twice at a time; null where nothing says so.</summary>
    public string? SingleFlow(string member)
    {
        foreach (var (name, single, because) in Frameworks.SingleFlowMembers)
        {
            if (single == member && _bases.Contains(name))
                return because;
        }

        foreach (var (name, unless, because) in Frameworks.OneAtATime)
        {
            if (Attribute(_type, name) is not null)
                return because;
            foreach (var symbol in _type.GetMembers(member))
            {
                if (Attribute(symbol, name) is { } attribute && !attribute.NamedArguments.Any(a => a.Key == unless && a.Value.Value is true))
                    return because;
            }
        }

        return null;
    }

    /// <summary>Why a member can be run beside itself: it is made a command that is told to allow that; null where nothing says so.</summary>
    public string? BesideItself(string member)
    {
        foreach (var (name, unless, _) in Frameworks.OneAtATime)
        {
            foreach (var symbol in _type.GetMembers(member))
            {
                if (Attribute(symbol, name) is { } attribute && attribute.NamedArguments.Any(a => a.Key == unless && a.Value.Value is true))
                    return $"'{unless}' lets the command run beside itself";
            }
        }

        return null;
    }

    /// <summary>True where the framework is told to run this member while another one waits: on the member, or on the interface that declares it.</summary>
    public bool RunsOutOfTurn(string member) =>
        _type.GetMembers(member).Any(m => HasAttribute(m, Frameworks.OutOfTurn))
        || _type.AllInterfaces.Any(i => i.GetMembers(member).Any(m => HasAttribute(m, Frameworks.OutOfTurn)));

    /// <summary>True where some member is.</summary>
    public bool RunsSomeOutOfTurn =>
        HasBase(Concurrency.TakesTurns)
        && (_type.GetMembers().Any(m => HasAttribute(m, Frameworks.OutOfTurn)) || _type.AllInterfaces.Any(i => i.GetMembers().Any(m => HasAttribute(m, Frameworks.OutOfTurn))));

    private bool IsMiddleware =>
        _type.InstanceConstructors.Any(c => c.Parameters.Any(p => p.Type.Name == Frameworks.NextMiddleware))
        && _type.GetMembers().Any(m => m is IMethodSymbol { Name: "InvokeAsync" or "Invoke", Parameters.IsEmpty: false });

    /// <summary>True for the classes of tests.</summary>
    public bool IsTest =>
        HasAttribute(_type, Frameworks.TestAttributes) || _type.GetMembers().Any(m => m is IMethodSymbol && HasAttribute(m, Frameworks.TestAttributes));

    private static bool HasAttribute(ISymbol symbol, string[] names)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (NameOf(attribute) is { } name && Array.IndexOf(names, name) >= 0)
                return true;
        }

        return false;
    }

    private static AttributeData? Attribute(ISymbol symbol, string name) => symbol.GetAttributes().FirstOrDefault(a => NameOf(a) == name);

    private static string? NameOf(AttributeData attribute)
    {
        var name = attribute.AttributeClass?.Name;
        return name is not null && name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
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
