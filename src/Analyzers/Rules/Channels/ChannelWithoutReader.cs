using AsyncStateAnalyzers.Knowledge.Channels;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.Channels;

/// <summary>The other side of <see cref="ChannelNeverCompleted"/>: whoever writes to a full channel waits for the one loop that empties it, which has ended by an exception.</summary>
internal static class ChannelWithoutReader
{
    /// <summary>What is wrong in a life.</summary>
    public static IEnumerable<PlaceFinding> Judge(ChannelLife life, CancellationToken cancellationToken)
    {
        if (life.Shape is not { IsBounded: true, Waits: not false } || life.IsLocal || life.ReaderLeaves is not null || life.ReaderIsGivenOut is not null || life.Injected.Count > 0)
            yield break;
        var write = life.Of(ChannelAct.Write).FirstOrDefault(IsWaitedFor);
        var readers = life.Of(ChannelAct.Read, ChannelAct.WaitToRead, ChannelAct.ReadAll, ChannelAct.TryRead).ToList();
        if (write is null || readers.FirstOrDefault(u => u.WaitsForMessages) is not { } read || Loops.Draining(read) is not { } loop || Loops.Outermost(read.Node) != loop)
            yield break;
        var function = CallShape.FunctionOf(read.Node);
        if (function is null || readers.Any(u => CallShape.FunctionOf(u.Node) != function) || CallShape.FunctionOf(write.Node) == function)
            yield break;

        // Who completes it there, or wherever the end of the loop is looked at, lets the writers go.
        var completions = life.Of(ChannelAct.Complete).ToList();
        if (completions.Any(c => CallShape.FunctionOf(c.Node) is var place && (place == function || place is AnonymousFunctionExpressionSyntax)))
            yield break;
        if (ChannelStarts.Of(life, read, cancellationToken) is not [{ IsLoose: true, IsService: false, Several: null } start] || CallShape.LoopAround(start.Site) is not null)
            yield break;
        if (Loops.MayThrow(loop, life) is { } thrower && (completions.Count == 0 || !IsHandler(thrower, read, cancellationToken)))
        {
            yield return PlaceFinding.Of(
                ChannelNeverCompleted.Info,
                write.Node,
                false,
                new[] { read.Node, thrower, life.Making },
                FixKinds.None,
                PlaceFinding.Text(write.Node),
                $"'{life.Name}' has room for so many messages only, and the loop in '{CallShape.NameOfMember(read.Node)}' that makes room ends when '{PlaceFinding.Text(thrower)}' throws");
        }
    }

    /// <summary>True where the write is awaited, or its task is given to the caller, who awaits it.</summary>
    private static bool IsWaitedFor(ChannelUse write) => write.Call is not null && CallShape.Chain(write.Node).Parent switch
    {
        AwaitExpressionSyntax or ReturnStatementSyntax => true,
        ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: not PredefinedTypeSyntax } or LocalFunctionStatementSyntax { ReturnType: not PredefinedTypeSyntax } } => true,
        _ => false,
    };

    /// <summary>True where somebody else's delegate is called: whoever ends the channel in order leaves to it what it throws.</summary>
    private static bool IsHandler(SyntaxNode thrower, ChannelUse read, CancellationToken cancellationToken) =>
        thrower.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(c => read.Model.GetSymbolInfo(c, cancellationToken).Symbol is IMethodSymbol { MethodKind: MethodKind.DelegateInvoke });
}
