using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Channels;

/// <summary>
/// A queue of the project: its methods do no more than use the channel inside it, so that their calls are the uses. Only where one object
/// of the type is made, or the project makes it a singleton; else the calls are those of several channels.
/// </summary>
internal static class ForwardedUses
{
    private const int MaxCalls = 100;

    /// <summary>Puts the calls in the place of the uses that they come to.</summary>
    public static void Resolve(ChannelLife life, Compilation compilation, CancellationToken cancellationToken)
    {
        List<ChannelUse>? result = null;
        bool? isOne = null;
        var reach = new ChannelReach(life, compilation, cancellationToken);
        for (var i = 0; i < life.Uses.Count; i++)
        {
            var use = life.Uses[i];
            if (MethodOf(use, cancellationToken) is not { } method || !(isOne ??= IsOne(method.ContainingType, life, compilation, cancellationToken)))
            {
                result?.Add(use);
                continue;
            }

            var calls = CallsOf(method, reach);
            if (calls.Count == 0)
            {
                result?.Add(use);
                continue;
            }

            if (use.Writes && reach.IsSeenByOthers(method))
                life.HasMoreWriters = true;
            result ??= life.Uses.Take(i).ToList();
            result.AddRange(calls.Select(c => new ChannelUse(use.Act, c, life.ModelOf(c), Forwards: true)));
        }

        if (result is null)
            return;
        life.Uses.Clear();
        life.Uses.AddRange(result);
    }

    /// <summary>The method that has nothing but the use in it; null for others, and for private ones, whose calls are looked at anyway.</summary>
    private static IMethodSymbol? MethodOf(ChannelUse use, CancellationToken cancellationToken)
    {
        if (use.Call is null || CallShape.FunctionOf(use.Node) is not MethodDeclarationSyntax declaration || use.Model.GetDeclaredSymbol(declaration, cancellationToken) is not IMethodSymbol { DeclaredAccessibility: not Accessibility.Private, IsVirtual: false, IsAbstract: false, IsOverride: false, ContainingType.TypeParameters.IsEmpty: true } method)
            return null;
        if (use.Act == ChannelAct.TryWrite && method.ReturnType.SpecialType != SpecialType.System_Boolean)
            return null;
        SyntaxNode value = CallShape.WithWaiting(use.Node);
        if (value.Parent is ArrowExpressionClauseSyntax)
            return method;
        return value.Parent is (ReturnStatementSyntax or ExpressionStatementSyntax) and { Parent: BlockSyntax block } && block.Parent == declaration && block.Statements.Last() == value.Parent
            && block.Statements.Take(block.Statements.Count - 1).All(s => s is IfStatementSyntax { Statement: ThrowStatementSyntax or BlockSyntax { Statements: [ThrowStatementSyntax] } } or ExpressionStatementSyntax { Expression: InvocationExpressionSyntax }) ? method : null;
    }

    private static List<InvocationExpressionSyntax> CallsOf(IMethodSymbol method, ChannelReach reach)
    {
        var result = new List<InvocationExpressionSyntax>();
        foreach (var symbol in ChannelReach.ImplementedBy(method).Prepend(method))
        {
            if (reach.NamesOf(symbol) is not { Count: <= MaxCalls } names)
                return new();
            result.AddRange(names.Select(CallShape.CallOf).OfType<InvocationExpressionSyntax>());
        }

        return result;
    }

    private static bool IsOne(INamedTypeSymbol type, ChannelLife life, Compilation compilation, CancellationToken cancellationToken)
    {
        if (life.IsStatic)
            return true;
        var makings = 0;
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var name in NameIndex.Find(tree, type.Name, cancellationToken))
            {
                SyntaxNode node = name;
                while (node.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax)
                    node = node.Parent;
                if (node.Parent is not ObjectCreationExpressionSyntax creation || creation.Type != node)
                    continue;
                if (++makings > 1 || CallShape.LoopAround(creation) is not null || CallShape.FunctionOf(creation) is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" or "GetOrAdd" } } } })
                    return false;
            }
        }

        if (makings == 1)
            return true;
        var registrations = Registrations.Of(compilation);
        return type.AllInterfaces.Select(i => i.Name).Prepend(type.Name).Select(registrations.Find).OfType<Registration>().ToList() is { Count: > 0 } found && found.All(f => f.Lifetime == Lifetime.Singleton);
    }
}
