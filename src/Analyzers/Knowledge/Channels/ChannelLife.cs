using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Channels;

/// <summary>One use of a channel.</summary>
/// <param name="Act">What it does.</param>
/// <param name="Node">The call; the member alone where it is passed on as a delegate.</param>
/// <param name="Model">The semantic model of its file.</param>
/// <param name="Forwards">True for a call of a method that does no more than this use.</param>
internal sealed record ChannelUse(ChannelAct Act, ExpressionSyntax Node, SemanticModel Model, bool Forwards = false)
{
    /// <summary>The call; null where the member is passed on.</summary>
    public InvocationExpressionSyntax? Call => Node as InvocationExpressionSyntax;

    /// <summary>True for what writes a message.</summary>
    public bool Writes => Act is ChannelAct.Write or ChannelAct.TryWrite;

    /// <summary>True for what waits for messages, or gives all.</summary>
    public bool WaitsForMessages => Act is ChannelAct.Read or ChannelAct.WaitToRead or ChannelAct.ReadAll;

    /// <summary>The message that is written; null where none is.</summary>
    public ExpressionSyntax? Message => Writes ? Call?.ArgumentList.Arguments.FirstOrDefault()?.Expression : null;

    /// <summary>True where something can break off the waiting: a token that is not none, or a time limit.</summary>
    public bool CanBeBrokenOff
    {
        get
        {
            for (SyntaxNode node = Node; node is ExpressionSyntax; node = node.Parent!)
            {
                if (node is not InvocationExpressionSyntax call || (call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: Awaitables.Configures }))
                    continue;
                foreach (var argument in call.ArgumentList.Arguments)
                {
                    if (argument.Span.Contains(Node.Span) && call != Node)
                        return false;
                    if (Model.GetTypeInfo(argument.Expression).Type is null or IErrorTypeSymbol or { Name: "CancellationToken" or "TimeSpan" } && argument.Expression is not (LiteralExpressionSyntax or DefaultExpressionSyntax or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "CancellationToken" }, Name.Identifier.ValueText: "None" }))
                        return true;
                }
            }

            return false;
        }
    }
}

/// <summary>What the maker of a channel, or of a block, says of it.</summary>
/// <param name="IsBounded">True where it has room for so many messages only.</param>
/// <param name="Capacity">The room; null where it is no constant.</param>
/// <param name="Waits">True where a full channel lets writers wait, false where it drops messages, null where that is not seen.</param>
/// <param name="SingleReader">Where it is promised that one execution at a time reads; null where it is not.</param>
/// <param name="SingleWriter">Where it is promised that one execution at a time writes; null where it is not.</param>
/// <param name="Inside">Where readers are let go on inside the call that writes; null where they are not.</param>
internal sealed record ChannelShape(bool IsBounded, int? Capacity, bool? Waits, AssignmentExpressionSyntax? SingleReader, AssignmentExpressionSyntax? SingleWriter, AssignmentExpressionSyntax? Inside);

/// <summary>The life of a channel as far as the type shows it that makes it: how it is made, who reads, who writes, and who completes it.</summary>
internal sealed class ChannelLife
{
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly Compilation _compilation;

    /// <summary>A channel of which nothing is known yet but its making.</summary>
    public ChannelLife(InvocationExpressionSyntax making, ChannelShape shape, INamedTypeSymbol? type, SemanticModel model)
    {
        (_compilation, Making) = (model.Compilation, making);
        _models.Add(model.SyntaxTree, model);
        Shape = shape;
        Type = type;
    }

    /// <summary>The call that makes it.</summary>
    public InvocationExpressionSyntax Making { get; }

    /// <summary>What that call says.</summary>
    public ChannelShape Shape { get; set; }

    /// <summary>The outermost type around it; null where there is none.</summary>
    public INamedTypeSymbol? Type { get; }

    /// <summary>The methods and constructors that get it as an argument, and the calls that give it to them.</summary>
    public Dictionary<ISymbol, HashSet<SyntaxNode>> Arrivals { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The types that get it from a container.</summary>
    public HashSet<ISymbol> Injected { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The locals, parameters, fields, properties and methods that give it or one of its ends.</summary>
    public HashSet<ISymbol> Holders { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The uses, in the order of their places.</summary>
    public List<ChannelUse> Uses { get; } = new();

    /// <summary>Where the end to read from is given to code that is not seen; null where it is not.</summary>
    public SyntaxNode? ReaderLeaves { get; set; }

    /// <summary>Where that end alone is given to such code: to read from it, and for nothing else; null where it is not.</summary>
    public SyntaxNode? ReaderIsGivenOut { get; set; }

    /// <summary>Where the end to write to is given to code that is not seen; null where it is not.</summary>
    public SyntaxNode? WriterLeaves { get; set; }

    /// <summary>True where code that is not seen may write by a method of the queue around it.</summary>
    public bool HasMoreWriters { get; set; }

    /// <summary>True where it lives in one call: no field or property of the type that makes it holds it.</summary>
    public bool IsLocal => Injected.Count == 0 && Holders.Any(h => h is ILocalSymbol) && !Holders.Any(h => h is IFieldSymbol or IPropertySymbol && IsAtHome(h));

    /// <summary>True where static state holds it: it lives as long as the program.</summary>
    public bool IsStatic => Holders.Any(h => h is IFieldSymbol { IsStatic: true } or IPropertySymbol { IsStatic: true });

    /// <summary>What a message calls it.</summary>
    public string Name => (Holders.FirstOrDefault(h => h is IFieldSymbol or IPropertySymbol && IsAtHome(h)) ?? Holders.FirstOrDefault(IsAtHome))?.Name ?? (Injected.Count > 0 && Making.Expression is MemberAccessExpressionSyntax { Name: GenericNameSyntax { TypeArgumentList: var messages } } ? $"Channel{messages}" : Holders.FirstOrDefault()?.Name ?? "the channel");

    /// <summary>The semantic model of the node's file.</summary>
    public SemanticModel ModelOf(SyntaxNode node)
    {
        if (!_models.TryGetValue(node.SyntaxTree, out var model))
            _models.Add(node.SyntaxTree, model = _compilation.GetSemanticModel(node.SyntaxTree));
        return model;
    }

    /// <summary>True for what is declared in the type that makes the channel, or in one around or inside it.</summary>
    public bool IsAtHome(ISymbol symbol)
    {
        var type = (symbol as INamedTypeSymbol ?? symbol.ContainingType)?.Outermost();
        return SymbolEqualityComparer.Default.Equals(type?.OriginalDefinition, Type) || (Type is null && type is null or { IsImplicitlyDeclared: true });
    }

    /// <summary>True for a node of the type that makes the channel.</summary>
    public bool IsAtHome(SyntaxNode node) => Type is null ? node.SyntaxTree == Making.SyntaxTree && !node.Ancestors().OfType<TypeDeclarationSyntax>().Any() : Type.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == node.SyntaxTree && r.Span.Contains(node.Span));

    /// <summary>The uses of these kinds.</summary>
    public IEnumerable<ChannelUse> Of(params ChannelAct[] acts) => Uses.Where(u => Array.IndexOf(acts, u.Act) >= 0);
}
