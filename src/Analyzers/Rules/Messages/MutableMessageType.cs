using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Messages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.Messages;

/// <summary>
/// Judges types, not flows: what is sent as a message, is data, and can change. A type is reported once in a compilation, where it is
/// first named as a message.
/// </summary>
internal static class MutableMessageType
{
    /// <summary>The declaration.</summary>
    public static RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0302",
        name: "Message type is mutable",
        since: "0.1.0",
        message: "'{0}' is sent through {1} and can change: {2}{3}",
        description: "Sender and receiver hold the same object. As long as it can change, each of them can change it under the other's hands; an immutable record cannot.",
        severity: DiagnosticSeverity.Info);

    /// <summary>What the places of a file that make channels and the like name.</summary>
    public static IEnumerable<MutableMessage> In(SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var site in MessageSite.In(model, knowledge, cancellationToken))
        {
            if (seen.Add(site.Message) && Judge(site.Message, site.Place, site.Through, knowledge, cancellationToken) is { } found && !site.IsNamedEarlier(knowledge, cancellationToken))
                yield return found;
        }
    }

    /// <summary>What a type is that the user has listed as one of messages; null where nothing is to be said.</summary>
    public static MutableMessage? Of(INamedTypeSymbol type, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsAbstract || type.DeclaringSyntaxReferences.IsEmpty)
            return null;
        var listed = knowledge.Options.Of(type).MessageTypes.Find(type);
        return listed is not null && type.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is BaseTypeDeclarationSyntax declaration
            ? Judge(type, declaration, listed == type.Name ? "what is listed for it" : $"what carries '{listed}'", knowledge, cancellationToken)
            : null;
    }

    private static MutableMessage? Judge(INamedTypeSymbol type, SyntaxNode place, string through, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        if (!MessageShape.IsData(type.OriginalDefinition))
            return null;
        var mutability = knowledge.Immutability.Of(type, cancellationToken);
        return mutability is { Kind: MutabilityKind.Mutable, BufferOnly: false } ? new MutableMessage(place, type, through, mutability) : null;
    }

    /// <summary>Why no record can be made of what can change; empty where nothing in this project speaks against it.</summary>
    public static string ObstacleTo(MutableMessage message, Compilation compilation, CancellationToken cancellationToken) =>
        Culprit(message) is { } culprit && RecordObstacles.Of(culprit, compilation, cancellationToken) is { } obstacle ? $"; '{culprit.Name}' cannot become a record as it is, because {obstacle}" : "";

    /// <summary>The type to change: the message, or the type inside it that holds what can change; null where that is not declared here.</summary>
    public static INamedTypeSymbol? Culprit(MutableMessage message) => message.Mutability.Root switch
    {
        INamedTypeSymbol type => type.DeclaringSyntaxReferences.IsEmpty ? message.Type : type,
        { ContainingType: { DeclaringSyntaxReferences.IsEmpty: false } type } => type.OriginalDefinition,
        _ => null,
    };
}

/// <summary>A message type that can change.</summary>
/// <param name="Place">Where it is named as a message, or declared.</param>
/// <param name="Type">The type.</param>
/// <param name="Through">What carries it.</param>
/// <param name="Mutability">How it can change.</param>
internal sealed record MutableMessage(SyntaxNode Place, INamedTypeSymbol Type, string Through, Mutability Mutability);
