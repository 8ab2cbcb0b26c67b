using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Channels;

/// <summary>
/// From where the uses of a channel are started. In a type that got the channel from outside there are as many executions as objects that
/// got it: one for each <c>new Worker(channel.Reader)</c>, one for each service of the host, one for each request.
/// </summary>
internal static class ChannelStarts
{
    private const int MaxDepth = 4;

    /// <summary>The starts of one use.</summary>
    public static IReadOnlyList<Execution> Of(ChannelLife life, ChannelUse use, CancellationToken cancellationToken)
    {
        var found = Executions.Of(use.Node, use.Model, cancellationToken, carries: Carries(life));
        var isAtHome = life.IsAtHome(use.Node);
        var result = new List<Execution>();
        foreach (var start in found)
        {
            if (IsEndpoint(start.Site))
                result.Add(start with { Several = start.Several ?? start.Site });
            else if (isAtHome)
                result.Add(start);
            else
                result.AddRange(OfObjects(start, use, life, cancellationToken));
        }

        return result;
    }

    /// <summary>True for the function that each request to a path runs.</summary>
    private static bool IsEndpoint(SyntaxNode site) =>
        site is LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var map } } } } && ChannelApi.MapsRequests(map);

    private static Func<ISymbol, SyntaxNode, bool> Carries(ChannelLife life) => (method, call) => !life.Arrivals.TryGetValue(method, out var calls) || calls.Contains(call);

    private static IEnumerable<Execution> OfObjects(Execution start, ChannelUse use, ChannelLife life, CancellationToken cancellationToken)
    {
        var declaration = start.Site.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        if (declaration is null || life.ModelOf(declaration).GetDeclaredSymbol(declaration, cancellationToken) is not INamedTypeSymbol type || life.IsAtHome(type))
            return new[] { start };
        var isLoop = use.WaitsForMessages || use.Writes ? CallShape.LoopAround(use.Node) is not null || Loops.Draining(use) is not null : false;
        var contracts = type.SelfAndBases().Select(t => t.Name).Concat(type.AllInterfaces.Select(i => i.Name)).ToList();
        if (contracts.Any(c => Array.IndexOf(ChannelApi.PerRequest, c) >= 0))
            return new[] { start with { Several = start.Several ?? start.Site } };
        if (contracts.Any(c => Array.IndexOf(ChannelApi.Services, c) >= 0))
            return new[] { isLoop || start.IsLoose || start.Several is not null ? start with { IsService = true, IsLoose = true } : start };
        var makings = MakingsOf(type, life, 0, cancellationToken);
        if (makings.Count == 0 || !(isLoop || start.IsLoose))
            return new[] { start };
        return makings.Select(m => m with { Several = start.Several ?? m.Several, IsLoose = start.IsLoose || m.IsLoose });
    }

    /// <summary>Where objects of the type are made that get the channel.</summary>
    private static List<Execution> MakingsOf(INamedTypeSymbol type, ChannelLife life, int depth, CancellationToken cancellationToken)
    {
        var result = new List<Execution>();
        foreach (var constructor in type.InstanceConstructors)
        {
            if (!life.Arrivals.TryGetValue(constructor.OriginalDefinition, out var calls))
                continue;
            foreach (var call in calls)
            {
                if (call is BaseObjectCreationExpressionSyntax creation)
                    result.AddRange(OfMaking(creation, life, cancellationToken));
                else if (depth < MaxDepth && call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } heir && life.ModelOf(heir).GetDeclaredSymbol(heir, cancellationToken) is INamedTypeSymbol derived && !SymbolEqualityComparer.Default.Equals(derived, type))
                    result.AddRange(MakingsOf(derived, life, depth + 1, cancellationToken));
            }
        }

        return result;
    }

    private static IEnumerable<Execution> OfMaking(BaseObjectCreationExpressionSyntax creation, ChannelLife life, CancellationToken cancellationToken)
    {
        if (CallShape.Chain(creation).Parent is AwaitExpressionSyntax)
            return new[] { new Execution(creation, null, IsLoose: false) };
        if (StartSyntax.LoopAround(creation) is { } loop)
            return new[] { new Execution(creation, loop, IsLoose: true) };
        if (CallShape.FunctionOf(creation) is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } } lambda)
        {
            return call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" }
                ? new[] { new Execution(creation, StartSyntax.IsAwaitedInTurn(call) ? null : call, IsLoose: true) }
                : Executions.Of(creation, life.ModelOf(creation), cancellationToken, carries: Carries(life));
        }

        return new[] { new Execution(creation, null, IsLoose: !IsAwaitedByItself(creation)) };
    }

    /// <summary>True where the code waits on the spot for what a method of the object does: <c>var worker = new Worker(r); await worker.RunAsync();</c>.</summary>
    private static bool IsAwaitedByItself(BaseObjectCreationExpressionSyntax creation) =>
        creation.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var local } } && CallShape.FunctionOf(creation) is { } function
        && function.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == local && n.Parent is MemberAccessExpressionSyntax access && access.Expression == n && CallShape.Chain(access).Parent is AwaitExpressionSyntax);
}
