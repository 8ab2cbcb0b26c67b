using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>From one operation block of a member to its <see cref="LoweredBody"/>.</summary>
internal static class BodyLowering
{
    /// <summary>
    /// Lowers a block. Never throws on code, however broken; what it cannot follow is marked <see cref="BodyTraits.GaveUp"/>.
    /// </summary>
    /// <param name="block">An operation block: the body of a method, accessor or constructor, or an initialiser.</param>
    /// <param name="owningSymbol">The member it belongs to.</param>
    /// <param name="cfg">Its control-flow graph, where it has been made already.</param>
    /// <param name="knowledge">What is known of APIs and members.</param>
    /// <param name="cancellationToken">Cancels lowering.</param>
    /// <returns>The body; null where there is nothing to lower (attributes, default values, constructor initialisers on their own).</returns>
    public static LoweredBody? Lower(IOperation block, ISymbol owningSymbol, ControlFlowGraph? cfg, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        if (owningSymbol is INamedTypeSymbol || block is IParameterInitializerOperation or IAttributeOperation)
            return null;
        var root = block;
        while (root.Parent is { } parent)
            root = parent;
        if (root is IConstructorBodyOperation constructor && !ReferenceEquals(block, root) && (constructor.BlockBody ?? constructor.ExpressionBody) is { } body && !ReferenceEquals(block, body))
            return null;
        if (owningSymbol is IMethodSymbol { PartialImplementationPart: not null } partial)
            owningSymbol = MemberFacts.Written(partial);
        var fails = false;
        if ((cfg ?? TryMake(() => GraphOf(root, cancellationToken), out fails)) is not { } graph)
            return fails ? Unknown(owningSymbol, root, block.Syntax) : null;

        var context = new LoweringContext(knowledge, owningSymbol, block.Syntax.SyntaxTree, LocalFacts.Of(root), cancellationToken);
        return LowerGraph(context, graph, owningSymbol as IMethodSymbol, owningSymbol.OriginalDefinition, TraitsOf(owningSymbol, root), block.Syntax).Body;
    }

    /// <summary>Lowers a lambda or local function; also tells which variables of surrounding bodies it uses, and in which slots.</summary>
    public static (LoweredBody Body, IEnumerable<KeyValuePair<ISymbol, int>> Outer) LowerNested(LoweringContext context, ControlFlowGraph graph, IMethodSymbol method, SyntaxNode? syntax)
    {
        var traits = BodyTraits.Nested | KindTraits(method);
        if (method.MethodKind == MethodKind.LocalFunction)
            traits |= BodyTraits.Private;
        return LowerGraph(context, graph, method, method.OriginalDefinition, traits, syntax);
    }

    /// <summary>How messages call a member.</summary>
    public static string NameOf(ISymbol member) => member switch
    {
        IMethodSymbol { AssociatedSymbol: { } owner } => owner.Name,
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor } method => method.ContainingType.Name,
        IMethodSymbol { Name: WellKnownMemberNames.TopLevelStatementsEntryPointMethodName } method => method.ContainingType.Name,
        _ => member.Name,
    };

    /// <summary>The graph of a body; null where the compiler cannot make one of half-typed code (an interpolated string for a handler that does not bind).</summary>
    /// <param name="make">Makes it.</param>
    /// <param name="fails">True where it cannot.</param>
    public static ControlFlowGraph? TryMake(Func<ControlFlowGraph?> make, out bool fails)
    {
        fails = false;
        try
        {
            return make();
        }
        catch (Exception e) when (e is InvalidCastException or NullReferenceException or IndexOutOfRangeException)
        {
            fails = true;
            return null;
        }
    }

    /// <summary>The body of which there is no graph: nothing is known of it, and that is said.</summary>
    private static LoweredBody Unknown(ISymbol owner, IOperation root, SyntaxNode syntax) => new()
    {
        Key = owner.OriginalDefinition,
        Name = NameOf(owner),
        Blocks = ImmutableArray.Create(new LoweredBlock { Events = ImmutableArray<AccessEvent>.Empty }),
        Exit = 0,
        SlotCount = 0,
        Traits = TraitsOf(owner, root) | BodyTraits.GaveUp | BodyTraits.DoesNotCompile,
        Site = new Site(syntax),
        Suspends = false,
    };

    private static ControlFlowGraph? GraphOf(IOperation root, CancellationToken cancellationToken) => root switch
    {
        IMethodBodyOperation body => ControlFlowGraph.Create(body, cancellationToken),
        IConstructorBodyOperation body => ControlFlowGraph.Create(body, cancellationToken),
        IBlockOperation body => ControlFlowGraph.Create(body, cancellationToken),
        IFieldInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellationToken),
        IPropertyInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellationToken),
        _ => null,
    };

    private static (LoweredBody Body, IEnumerable<KeyValuePair<ISymbol, int>> Outer) LowerGraph(
        LoweringContext context, ControlFlowGraph graph, IMethodSymbol? method, object key, BodyTraits traits, SyntaxNode? syntax)
    {
        var expressions = new ExpressionLowering(context, graph, method);
        var lowered = new (ImmutableArray<AccessEvent>, Condition?)[graph.Blocks.Length];
        for (var i = 0; i < lowered.Length; i++)
            lowered[i] = graph.Blocks[i].IsReachable ? expressions.LowerBlock(graph.Blocks[i]) : (ImmutableArray<AccessEvent>.Empty, null);
        expressions.LowerLocalFunctions();
        var flat = new GraphFlattening(graph, lowered);
        var blocks = flat.Flatten(out var exit);
        if (expressions.Yields)
            traits |= BodyTraits.Iterator;
        if (method is { IsStatic: false, ContainingType.TypeKind: TypeKind.Struct } && (traits & (BodyTraits.Async | BodyTraits.Iterator)) != 0)
            traits |= BodyTraits.OwnsThis;
        if (expressions.EndsAtOnce && !IsPlaceHolder(graph))
            traits |= BodyTraits.EndsAtOnce;
        if (expressions.GaveUp || flat.GaveUp)
            traits |= BodyTraits.GaveUp;
        if (expressions.Fails)
            traits |= BodyTraits.GaveUp | BodyTraits.DoesNotCompile;
        var body = new LoweredBody
        {
            Key = key,
            Name = context.Name,
            Blocks = blocks,
            Exit = exit,
            SlotCount = expressions.SlotCount,
            ReturnSlot = expressions.ReturnSlot,
            Parameters = expressions.Parameters,
            Traits = traits,
            Nested = expressions.Nested.ToImmutable(),
            Site = new Site(syntax),
            Suspends = expressions.Suspends,
            HeldByCallers = (traits & BodyTraits.Nested) == 0 ? Intent.HeldByCallers(context.Owner, context.Knowledge) : null,
        };
        return (body, expressions.OuterVariables);
    }

    /// <summary><c>Task LoadAsync() => Task.CompletedTask</c>: a body that is nothing but an ended task stands for one that is still to be written.</summary>
    private static bool IsPlaceHolder(ControlFlowGraph graph) => graph.Blocks.All(static b =>
        b.Operations.IsEmpty && b.ConditionKind == ControlFlowConditionKind.None
        && b.BranchValue?.DescendantsAndSelf().Any(static o => o is IParameterReferenceOperation or ILocalReferenceOperation or IInstanceReferenceOperation) != true);

    private static BodyTraits TraitsOf(ISymbol owner, IOperation root)
    {
        var traits = owner.IsStatic ? BodyTraits.Static : BodyTraits.None;
        if (root is IFieldInitializerOperation or IPropertyInitializerOperation)
            return traits | (owner.IsStatic ? BodyTraits.StaticConstructor : BodyTraits.Constructor);
        if (owner is not IMethodSymbol method)
            return traits | BodyTraits.Accessor;
        traits |= KindTraits(method);
        switch (method.MethodKind)
        {
            case MethodKind.Constructor:
                traits |= BodyTraits.Constructor;
                break;
            case MethodKind.StaticConstructor:
                traits |= BodyTraits.StaticConstructor;
                break;
            case MethodKind.Destructor:
                traits |= BodyTraits.Constructor | BodyTraits.Disposal;
                break;
            case MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove:
                traits |= BodyTraits.Accessor;
                break;
        }

        if (method.Name is "Dispose" or "DisposeAsync" or "DisposeAsyncCore" or "System.IDisposable.Dispose" or "System.IAsyncDisposable.DisposeAsync")
            traits |= BodyTraits.Disposal;
        if (method.DeclaredAccessibility == Accessibility.Private && method.ExplicitInterfaceImplementations.IsEmpty)
            traits |= BodyTraits.Private;
        if (method is { IsStatic: true, Name: "Main" or "<Main>$" })
            traits |= BodyTraits.EntryPoint;
        return traits;
    }

    private static BodyTraits KindTraits(IMethodSymbol method)
    {
        var traits = BodyTraits.None;
        if (method.IsStatic)
            traits |= BodyTraits.Static;
        if (method.IsAsync)
            traits |= BodyTraits.Async;
        if (method.IsAsync && method.ReturnsVoid)
            traits |= BodyTraits.AsyncVoid;
        return traits;
    }
}
