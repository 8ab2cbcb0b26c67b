using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge.Messages;
using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace AsyncStateAnalyzers.CodeFixes.Records;

/// <summary>A member that becomes unchangeable.</summary>
/// <param name="Symbol">The property or field.</param>
/// <param name="ReadOnlyForm">The read-only form of its collection; null for a value.</param>
/// <param name="IsArray">True where it is an array: its length has another name in the new form.</param>
internal sealed record PlannedMember(ISymbol Symbol, string? ReadOnlyForm, bool IsArray);

/// <summary>A place in a document that names one of the members.</summary>
/// <param name="Name">The name.</param>
/// <param name="Member">The member.</param>
/// <param name="Form">How it is used there.</param>
internal sealed record PlannedUse(SimpleNameSyntax Name, PlannedMember Member, ChangeForm Form);

/// <summary>All that must change, all over the solution, so that a type becomes an immutable record.</summary>
internal sealed class RecordPlan
{
    private readonly Compilation _compilation;
    private readonly bool _mayBeSent;

    private RecordPlan(INamedTypeSymbol type, Project project, Compilation compilation, bool mayBeSent)
    {
        _mayBeSent = mayBeSent;
        _compilation = compilation;
        Type = type;
        Project = project;
    }

    /// <summary>The type.</summary>
    public INamedTypeSymbol Type { get; }

    /// <summary>The project that declares it.</summary>
    public Project Project { get; }

    /// <summary>The members that change.</summary>
    public ImmutableArray<PlannedMember> Members { get; private set; } = ImmutableArray<PlannedMember>.Empty;

    /// <summary>The uses of the members, by document.</summary>
    public Dictionary<DocumentId, List<PlannedUse>> Uses { get; } = new();

    /// <summary>The declarations, by document.</summary>
    public Dictionary<DocumentId, List<TypeDeclarationSyntax>> Parts { get; } = new();

    /// <summary>The documents that name the type or one of its constructors.</summary>
    public HashSet<DocumentId> Mentions { get; } = new();

    /// <summary>True where an object may be made by others than <c>new</c>: by a serialiser, a container, a constraint.</summary>
    public bool IsMadeElsewhere { get; private set; }

    /// <summary>The members that somewhere are asked whether they are null.</summary>
    public HashSet<PlannedMember> NullTested { get; } = new();

    /// <summary>True where a type can be named at a place without its namespace.</summary>
    public bool IsVisible(SyntaxNode place, string simple, string full) => _compilation.GetSemanticModel(place.SyntaxTree)
        .LookupNamespacesAndTypes(place.SpanStart, name: simple).Any(t => t is INamedTypeSymbol { IsGenericType: true } && full == $"System.Collections.{t.ContainingNamespace.Name}.{t.Name}");

    /// <summary>The plan; null where a use speaks against it.</summary>
    public static async Task<RecordPlan?> TryMakeAsync(INamedTypeSymbol type, Project project, bool mayBeSent, CancellationToken cancel)
    {
        if (await project.GetCompilationAsync(cancel).ConfigureAwait(false) is not { } compilation || RecordObstacles.InDeclaration(type, compilation, cancel) is not null)
            return null;
        var plan = new RecordPlan(type, project, compilation, mayBeSent);
        if (!plan.FindParts(cancel) || !Contract.IsOwnAffair(type, project))
            return null;
        plan.Members = RecordObstacles.MembersOf(type).Select(Planned).ToImmutableArray();
        if (plan.Members.IsEmpty)
            return null;
        if ((await SymbolFinder.FindDerivedClassesAsync(type, project.Solution, cancellationToken: cancel).ConfigureAwait(false)).Any())
            return null;
        return await plan.FindUsesAsync(cancel).ConfigureAwait(false) && await plan.FindMentionsAsync(cancel).ConfigureAwait(false) ? plan : null;
    }

    private static PlannedMember Planned(ISymbol member)
    {
        var type = member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;
        return new PlannedMember(member, ImmutableTypes.IsBuffer(type) ? null : RecordBarriers.ReadOnlyFormOf(type), type is IArrayTypeSymbol);
    }

    private bool FindParts(CancellationToken cancel)
    {
        foreach (var reference in Type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancel) is not TypeDeclarationSyntax part || Project.Solution.GetDocument(reference.SyntaxTree) is not { } document || document is SourceGeneratedDocument || IsGenerated(document))
                return false;
            Add(Parts, document.Id, part);
        }

        return Parts.Count > 0;
    }

    private async Task<bool> FindUsesAsync(CancellationToken cancel)
    {
        foreach (var member in Members)
        {
            foreach (var found in await SymbolFinder.FindReferencesAsync(member.Symbol, Project.Solution, cancel).ConfigureAwait(false))
            {
                foreach (var place in found.Locations)
                {
                    if (place.IsImplicit || place.Location.SourceTree is not { } tree || await place.Document.GetSemanticModelAsync(cancel).ConfigureAwait(false) is not { } model)
                        continue;
                    var token = (await tree.GetRootAsync(cancel).ConfigureAwait(false)).FindToken(place.Location.SourceSpan.Start);
                    if (token.Parent is not SimpleNameSyntax name)
                        continue;
                    var form = RecordUses.FormOf(name, Type, model, _mayBeSent, cancel);
                    if (form == ChangeForm.Blocked || (form == ChangeForm.Step && place.Document is SourceGeneratedDocument))
                        return false;
                    if (IsNullTest(RecordUses.PlaceOf(name)))
                        NullTested.Add(member);
                    Add(Uses, place.Document.Id, new PlannedUse(name, member, form));
                }
            }
        }

        return true;
    }

    private async Task<bool> FindMentionsAsync(CancellationToken cancel)
    {
        var documents = new Dictionary<DocumentId, Document>();
        foreach (var found in await SymbolFinder.FindReferencesAsync(Type, Project.Solution, cancel).ConfigureAwait(false))
        {
            foreach (var place in found.Locations)
            {
                documents[place.Document.Id] = place.Document;
                if (place.Location.SourceTree is not { } tree || (await tree.GetRootAsync(cancel).ConfigureAwait(false)).FindToken(place.Location.SourceSpan.Start).Parent is not SimpleNameSyntax name)
                    continue;
                if (name.Parent is TypeArgumentListSyntax { Parent: GenericNameSyntax generic } && RecordBarriers.KeepsIdentity(generic.Identifier.ValueText))
                    return false;
                if (await place.Document.GetSemanticModelAsync(cancel).ConfigureAwait(false) is { } around && ShapeUses.IsAsked(name, around, cancel))
                    return false;
                IsMadeElsewhere |= MayMake(name);
            }
        }

        foreach (var id in Parts.Keys.Concat(Uses.Keys))
            documents[id] = Project.Solution.GetDocument(id) ?? documents[id];
        foreach (var document in documents.Values)
        {
            Mentions.Add(document.Id);
            if (await document.GetSemanticModelAsync(cancel).ConfigureAwait(false) is not { } model || IdentityUses.Any(model, Type, cancel))
                return false;
        }

        IsMadeElsewhere |= Type.GetAttributes().Length > 0 || Members.Any(m => m.Symbol.GetAttributes().Length > 0);
        return true;
    }

    /// <summary>True where the type is handed to a method as a type argument, asked for by <c>typeof</c>, or part of another type: who gets it may make objects of it.</summary>
    private static bool MayMake(SimpleNameSyntax name)
    {
        foreach (var node in name.Ancestors())
        {
            switch (node)
            {
                case TypeOfExpressionSyntax or BaseTypeSyntax or PropertyDeclarationSyntax or FieldDeclarationSyntax { Declaration.Variables.Count: > 0 }:
                    return node is not FieldDeclarationSyntax field || field.Modifiers.Any(SyntaxKind.PublicKeyword);
                case TypeArgumentListSyntax { Parent: GenericNameSyntax generic } when !Senders.Words.Contains(generic.Identifier.ValueText)
                    && generic.Parent is InvocationExpressionSyntax or MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax }:
                    return true;
                case StatementSyntax or ParameterSyntax:
                    return false;
            }
        }

        return false;
    }

    private static bool IsNullTest(ExpressionSyntax place) => place.Parent switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } => true,
        BinaryExpressionSyntax binary => binary.Left.IsKind(SyntaxKind.NullLiteralExpression) || binary.Right.IsKind(SyntaxKind.NullLiteralExpression),
        IsPatternExpressionSyntax or ConditionalAccessExpressionSyntax or NameColonSyntax or SwitchExpressionSyntax or CastExpressionSyntax => true,
        AssignmentExpressionSyntax assignment => assignment.Right is LiteralExpressionSyntax or PostfixUnaryExpressionSyntax,
        _ => false,
    };

    private static bool IsGenerated(Document document) =>
        document.Name.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase) || document.Name.EndsWith(".generated.cs", StringComparison.OrdinalIgnoreCase) || document.Name.EndsWith(".designer.cs", StringComparison.OrdinalIgnoreCase);

    private static void Add<T>(Dictionary<DocumentId, List<T>> all, DocumentId id, T item)
    {
        if (!all.TryGetValue(id, out var list))
            all.Add(id, list = new List<T>());
        list.Add(item);
    }
}
