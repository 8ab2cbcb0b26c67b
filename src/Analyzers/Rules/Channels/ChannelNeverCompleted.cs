using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Channels;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.Channels;

/// <summary>
/// Somebody waits for messages of a channel that nobody completes: at all, when the loop that feeds it has ended, or when that loop
/// ends by an exception; or the completion stands behind a wait for work that can fail.
/// </summary>
internal static class ChannelNeverCompleted
{
    /// <summary>The declaration.</summary>
    public static RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0304",
        name: "Channel is never completed",
        since: "0.1.0",
        message: "'{0}' can wait for ever: {1}",
        description: "A reader waits until the channel is completed. Where the writer stops without completing it, by its own end or by an exception, everybody who reads waits for ever.");

    /// <summary>What is wrong in a life.</summary>
    public static IEnumerable<PlaceFinding> Judge(ChannelLife life, CancellationToken cancellationToken) =>
        OfReaders(life, cancellationToken).Concat(ChannelWithoutReader.Judge(life, cancellationToken));

    private static IEnumerable<PlaceFinding> OfReaders(ChannelLife life, CancellationToken cancellationToken)
    {
        if (life.WriterLeaves is not null || life.IsStatic)
            yield break;
        var completions = life.Of(ChannelAct.Complete).ToList();
        var feed = Feed.Of(life, cancellationToken);
        if (completions.Count > 0)
        {
            if (feed is not null && (feed.IsLoose || feed.IsAskedFor) && (feed.MissedByReturn(completions) ?? feed.MissedByException(completions, life)) is { } thrower && Waiting(life, feed.Function, isLocalCounted: true) is var (waiting, _))
                yield return PlaceFinding.Of(Info, waiting, false, new[] { feed.Write.Node, completions[0].Node, thrower }, Mended(feed, waiting, completions[0].Node), PlaceFinding.Text(waiting), $"'{life.Name}' is not completed when '{PlaceFinding.Text(thrower)}' in '{CallShape.NameOfMember(feed.Write.Node)}' {(thrower is StatementSyntax ? "ends it early" : "throws")}");
            else if (CompletionBehindWork.Of(life, completions, cancellationToken) is { } late && Waiting(life, late.Function, isLocalCounted: true) is var (held, _))
                yield return PlaceFinding.Of(Info, held, false, new[] { late.Completion, late.Wait, late.Thrower }, FixKinds.None, PlaceFinding.Text(held), $"'{PlaceFinding.Text(late.Completion)}' is not reached when '{PlaceFinding.Text(late.Thrower)}' in '{CallShape.NameOfMember(late.Thrower)}' throws, because '{PlaceFinding.Text(late.Wait)}' throws then too");
            yield break;
        }

        if (feed is not null && feed.Loop is not null && Loops.EndsByItself(feed.Loop) && feed.IsOnce && Waiting(life, feed.Function, isLocalCounted: true) is var (reader, isForGood))
        {
            yield return PlaceFinding.Of(Info, reader, isForGood, new[] { feed.Write.Node }, Mended(feed, reader, null), PlaceFinding.Text(reader), $"nothing completes '{life.Name}' when the loop in '{CallShape.NameOfMember(feed.Write.Node)}' that feeds it has ended");
            yield break;
        }

        if (life.Uses.Any(u => u.Writes) && Drained(life) is { } drained && IsWaitedFor(life, drained, cancellationToken))
            yield return PlaceFinding.Of(Info, drained.Node, !life.Uses.Where(u => u.Writes).All(IsInHandler), new[] { life.Making }, FixKinds.None, PlaceFinding.Text(drained.Node), $"nothing completes '{life.Name}', and nothing else ends the loop that reads it");
    }

    /// <summary>The fix works in the file of the report, on a writer that can complete.</summary>
    private static FixKinds Mended(Feed feed, SyntaxNode place, SyntaxNode? completion) =>
        feed.Write.Node.SyntaxTree == place.SyntaxTree && (!feed.Write.Forwards || completion is not null) ? FixKinds.CompleteInFinally : FixKinds.None;

    /// <summary>The first loop that only the end of the channel could end.</summary>
    private static ChannelUse? Drained(ChannelLife life) =>
        life.Uses.FirstOrDefault(u => u.WaitsForMessages && !u.CanBeBrokenOff && Loops.Draining(u) is { } loop && Loops.EndsWithTheChannelOnly(loop, u));

    /// <summary>True for a write in a handler of an event: nobody can say which event is the last.</summary>
    private static bool IsInHandler(ChannelUse write) => CallShape.FunctionOf(write.Node) switch
    {
        AnonymousFunctionExpressionSyntax lambda => StartSyntax.IsHandler(lambda),
        MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type } method => NameIndex.In(type, method.Identifier.ValueText).Any(n => StartSyntax.IsHandler(n.Parent is MemberAccessExpressionSyntax access && access.Name == n ? access : n)),
        LocalFunctionStatementSyntax local => local.Parent is { } scope && NameIndex.In(scope, local.Identifier.ValueText).Any(n => StartSyntax.IsHandler(n)),
        _ => false,
    };

    /// <summary>Who waits for what the feeding function no longer sends or ends, and whether nothing else can end the waiting.</summary>
    private static (SyntaxNode Place, bool IsForGood)? Waiting(ChannelLife life, SyntaxNode feeding, bool isLocalCounted)
    {
        foreach (var use in life.Uses)
        {
            if (!use.WaitsForMessages || use.Call is null || CallShape.FunctionOf(use.Node) == feeding)
                continue;
            var loop = Loops.Draining(use);
            var waits = loop is not null ? Loops.EndsWithTheChannelOnly(loop, use) : use.Act == ChannelAct.Read && !(isLocalCounted && life.IsLocal) && CallShape.LoopAround(use.Node) is null;
            if (waits)
                return (use.Node, !use.CanBeBrokenOff);
        }

        return life.ReaderLeaves is { } gone ? (gone, false) : null;
    }

    /// <summary>True where somebody stands and waits for the reading loop, or has a reason to think that it ends.</summary>
    private static bool IsWaitedFor(ChannelLife life, ChannelUse reading, CancellationToken cancellationToken)
    {
        if (life.IsLocal)
            return ChannelStarts.Of(life, reading, cancellationToken).All(e => !e.IsLoose || e.Site.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax || e.Site.Ancestors().TakeWhile(n => n is not StatementSyntax).Any(n => n is AwaitExpressionSyntax));
        var holder = life.Holders.FirstOrDefault(h => h is IFieldSymbol or IPropertySymbol);
        return holder?.ContainingType is { } type && (type.AllInterfaces.Any(i => i.Name is "IDisposable" or "IAsyncDisposable") || type.GetMembers().Any(m => Array.IndexOf(ChannelApi.Endings, m.Name) >= 0));
    }

    /// <summary>The one function whose loop writes all the messages of a channel.</summary>
    /// <param name="Write">The first write.</param>
    /// <param name="Function">The function.</param>
    /// <param name="Loop">The outermost loop around the writes; null where they stand in none, or in several.</param>
    /// <param name="IsOnce">True where it runs once for each channel.</param>
    /// <param name="IsLoose">True where nobody stands and waits for it.</param>
    /// <param name="IsAskedFor">True for a member that others call, so that they see its exception and the readers do not.</param>
    private sealed record Feed(ChannelUse Write, SyntaxNode Function, StatementSyntax? Loop, bool IsOnce, bool IsLoose, bool IsAskedFor)
    {
        public static Feed? Of(ChannelLife life, CancellationToken cancellationToken)
        {
            var writes = life.Uses.Where(u => u.Writes).ToList();
            if (writes.Count == 0 || life.HasMoreWriters || writes.Any(w => w.Call is null) || CallShape.FunctionOf(writes[0].Node) is not { } function || writes.Any(w => CallShape.FunctionOf(w.Node) != function))
                return null;
            var loops = writes.Select(w => Loops.Outermost(w.Node)).Where(l => l is not null).Distinct().ToList();
            if (loops.Count != 1 || life.Uses.Any(u => u.WaitsForMessages && loops[0]!.Span.Contains(u.Node.Span)))
                return null;
            if (writes.Any(w => Loops.Outermost(w.Node) is null && w.Node.SpanStart > loops[0]!.Span.End))
                return null;
            var starts = ChannelStarts.Of(life, writes[0], cancellationToken);
            if (starts.Count != 1 || starts[0].Several is not null || starts[0].Site is AnonymousFunctionExpressionSyntax)
                return null;
            return new Feed(writes.First(w => Loops.Outermost(w.Node) is not null), function, loops[0], life.IsLocal || IsBeginning(starts[0]), starts[0].IsLoose, !life.IsLocal && starts[0].Site is MethodDeclarationSyntax);
        }

        /// <summary>What leaves the function in front of all completions; null where nothing does.</summary>
        public SyntaxNode? MissedByReturn(List<ChannelUse> completions)
        {
            if (Loop is null || completions.Any(c => c.Call is null || CallShape.FunctionOf(c.Node) != Function || c.Node.SpanStart < Loop.Span.End || c.Node.Ancestors().TakeWhile(n => n != Function).Any(n => n is CatchClauseSyntax or FinallyClauseSyntax or StatementSyntax and not BlockSyntax and not ExpressionStatementSyntax)))
                return null;
            return Loops.Leavings(Loop).FirstOrDefault(l => l is ReturnStatementSyntax && !l.Ancestors().TakeWhile(n => n != Loop).Any(n => n is CatchClauseSyntax));
        }

        /// <summary>What can end the loop so that none of the completions is reached; null where nothing can.</summary>
        public SyntaxNode? MissedByException(List<ChannelUse> completions, ChannelLife life)
        {
            if (Loop is null || completions.Any(c => c.Call is null || CallShape.FunctionOf(c.Node) != Function || c.Node.SpanStart < Loop.Span.End || c.Node.Ancestors().TakeWhile(n => n != Function).Any(n => n is CatchClauseSyntax or FinallyClauseSyntax)))
                return null;
            var reached = Loop.Ancestors().TakeWhile(n => n != Function).OfType<TryStatementSyntax>().Any(t => t.Block.Span.Contains(Loop.Span) && completions.All(c => !t.Block.Span.Contains(c.Node.Span)) && Loops.CatchesAll(t, out var goesOn) && goesOn);
            return reached ? null : Loops.MayThrow(Loop, life);
        }

        /// <summary>True where the start stands in a constructor, an initialiser or a method that starts things by its name.</summary>
        private static bool IsBeginning(Execution start)
        {
            var member = CallShape.MemberOf(start.Site);
            return start.Site is CompilationUnitSyntax || member is GlobalStatementSyntax or ConstructorDeclarationSyntax or BaseFieldDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null } || Array.IndexOf(ChannelApi.Beginnings, CallShape.NameOfMember(start.Site)) >= 0;
        }
    }
}
