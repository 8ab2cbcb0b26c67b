using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>What the bodies of one member (itself, its lambdas and local functions) share while they are lowered.</summary>
internal sealed class LoweringContext(KnowledgeBase knowledge, ISymbol owner, SyntaxTree file, LocalFacts locals, CancellationToken cancellationToken)
{
    /// <summary>What is known of APIs and members.</summary>
    public KnowledgeBase Knowledge { get; } = knowledge;

    /// <summary>What is set for the file.</summary>
    public FileSettings Settings { get; } = knowledge.Options.In(file);

    /// <summary>The member.</summary>
    public ISymbol Owner { get; } = owner;

    /// <summary>The type whose instance <c>this</c> is.</summary>
    public INamedTypeSymbol? OwnerType { get; } = owner as INamedTypeSymbol ?? owner.ContainingType;

    /// <summary>The variables.</summary>
    public LocalFacts Locals { get; } = locals;

    /// <summary>Cancels lowering.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Locals that are other names for what an object path denotes; filled in the order of the source.</summary>
    public Dictionary<ISymbol, AccessPath> Aliases { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Ref locals and the places they stand for.</summary>
    public Dictionary<ISymbol, Target> References { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Locals that hold a query or enumerator, and where its elements come from.</summary>
    public Dictionary<ISymbol, AccessPath> Elements { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Those of them whose elements are taken when their turn comes.</summary>
    public HashSet<ISymbol> Views { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>How messages call the member.</summary>
    public string Name { get; } = BodyLowering.NameOf(owner);

    /// <summary>True for a member of the type or of a base type whose source is at hand.</summary>
    public bool IsOwn(ISymbol member)
    {
        var declaring = member.ContainingType?.OriginalDefinition;
        if (declaring is null || member.DeclaringSyntaxReferences.IsEmpty)
            return false;
        for (var type = OwnerType?.OriginalDefinition; type is not null; type = type.BaseType?.OriginalDefinition)
        {
            if (SymbolEqualityComparer.Default.Equals(type, declaring))
                return true;
        }

        return false;
    }
}
