using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Channels;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.Channels;

/// <summary>The options promise one reader or one writer at a time, and there are several.</summary>
internal static class ChannelPromiseBroken
{
    /// <summary>The declaration.</summary>
    public static RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0306",
        name: "Single-reader or single-writer promise broken",
        since: "0.1.0",
        message: "'{0}' is promised of '{1}', but {2}",
        description: "With SingleReader or SingleWriter the channel leaves out what protects it from several readers or writers at once. With several, messages are lost or a wait never ends.");

    /// <summary>What is wrong in a life.</summary>
    public static IEnumerable<PlaceFinding> Judge(ChannelLife life, CancellationToken cancellationToken)
    {
        if (life.Shape.SingleReader is { } reader && Several(life, life.Of(ChannelAct.Read, ChannelAct.WaitToRead, ChannelAct.ReadAll, ChannelAct.TryRead), reader, "read", cancellationToken) is { } read)
            yield return read;
        else if (life.Shape.SingleReader is { } promise && life.ReaderIsGivenOut is { } gone && life.Injected.Count == 0 && life.Uses.FirstOrDefault(u => u.WaitsForMessages && Loops.Draining(u) is not null && !gone.Span.Contains(u.Node.Span)) is { } loop)
            yield return PlaceFinding.Of(Info, promise, false, new[] { promise, loop.Node, gone }, FixKinds.DropPromise, promise.ToString(), life.Name, $"'{CallShape.NameOfMember(gone)}' gives out the reader that a loop in '{CallShape.NameOfMember(loop.Node)}' reads");
        if (life.Shape.SingleWriter is { } writer && Several(life, life.Of(ChannelAct.Write, ChannelAct.TryWrite), writer, "write", cancellationToken) is { } write)
            yield return write;
    }

    private static PlaceFinding? Several(ChannelLife life, IEnumerable<ChannelUse> uses, AssignmentExpressionSyntax promise, string verb, CancellationToken cancellationToken)
    {
        var all = uses.ToList();
        if (all.All(IsInTurn) || Executions.Together(all.SelectMany(u => ChannelStarts.Of(life, u, cancellationToken))) is not { } together)
            return null;
        var how = together is MemberDeclarationSyntax ? $"'{together.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText}' is one more that {verb}s" : together is StatementSyntax ? $"a loop starts several executions that {verb}" : $"'{PlaceFinding.Text(together)}' starts several, or one more, that {verb}";
        return PlaceFinding.Of(Info, promise, true, new[] { promise, all[0].Node, together }, FixKinds.DropPromise, promise.ToString(), life.Name, how);
    }

    /// <summary>True where a lock, or a semaphore for one, lets one use at a time come to it.</summary>
    private static bool IsInTurn(ChannelUse use) =>
        CallShape.FunctionOf(use.Node) is { } function && GuardedRegions.Of(function).Any(r => r.Span.Contains(use.Node.Span) && (IsLock(use.Node, function) || r.Guard is not null && IsMadeForOne(r.Guard, use.Node)));

    private static bool IsLock(SyntaxNode node, SyntaxNode function) => node.Ancestors().TakeWhile(n => n != function).Any(n => n is LockStatementSyntax);

    /// <summary>True where something of that name is made as a semaphore for one.</summary>
    private static bool IsMadeForOne(string guard, SyntaxNode node) =>
        node.Ancestors().LastOrDefault(n => n is TypeDeclarationSyntax) is { } type && NameIndex.TokensIn(type, guard).Any(static t => SemaphoreShapes.IsForOne(t.Parent));
}
