using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Channels;
using AsyncStateAnalyzers.Knowledge.Completions;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.Signals;

/// <summary>Those who wait for a signal go on inside the call that completes it, where they must not: under a lock, in a loop that serves others, before the state is right.</summary>
internal static class ContinuationsRunInside
{
    /// <summary>The declaration.</summary>
    public static RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0501",
        name: "Continuations run inside the signal",
        since: "0.1.0",
        message: "'{0}' lets those who wait go on inside the call that completes it: {1}",
        description: "Without RunContinuationsAsynchronously the code behind an await runs inside SetResult, on its thread and with its locks. Where a lock is held, a loop serves others or state is half changed, that code must run elsewhere.");

    /// <summary>What is wrong with the sources that the file makes.</summary>
    public static IEnumerable<PlaceFinding> Judge(SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        Completers? completers = null;
        HashSet<ISymbol>? reported = null;
        var makings = SignalMaking.In(model, cancellationToken).ToList();
        foreach (var making in makings)
        {
            if (making.Mistaken is { } mistaken)
            {
                yield return Of(making, true, new[] { mistaken }, $"'{PlaceFinding.Text(mistaken)}' is not among its options, and taken as its state");
                continue;
            }

            if (making.Holders.Count == 0 || (reported is not null && making.Holders.Any(reported.Contains)))
                continue;
            completers ??= Completers.In(model, cancellationToken);
            var reasons = making.Holders.SelectMany(h => completers.Of(h).Select(c => (Completer: c, Inside: Inside.Of(c) ?? Inside.HalfChanged(c, completers.WaitsFor(h), h.Name)))).Where(r => r.Inside is not null).OrderBy(r => Rank(r.Inside!.Reason)).ToList();
            if (reasons.Count == 0 || IsTest(making.Node, model, knowledge, cancellationToken))
                continue;
            (reported ??= new(SymbolEqualityComparer.Default)).UnionWith(making.Holders);
            var (completer, inside) = reasons[0];
            yield return Of(making, inside!.Reason is InsideReason.Lock or InsideReason.HalfChanged && !IsSaid(making), makings.Where(m => m != making && m.Holders.Any(making.Holders.Contains)).Select(m => (SyntaxNode)m.Node).Append(completer), How(PlaceFinding.Text(completer), inside));
        }
    }

    /// <summary>The same of a channel that lets its readers go on inside the write.</summary>
    public static IEnumerable<PlaceFinding> Judge(ChannelLife life)
    {
        if (life.Shape.Inside is not { } option)
            yield break;
        var waits = life.Uses.Where(u => u.WaitsForMessages).Select(u => (SyntaxNode)u.Node).ToList();
        foreach (var write in life.Uses.Where(u => (u.Writes || u.Act == ChannelAct.Complete) && u.Call is not null))
        {
            if (Inside.HalfChanged(write.Node, waits, life.Name) is { } inside)
                yield return PlaceFinding.Of(Info, write.Node, true, new[] { write.Node, inside.Place, option }, FixKinds.None, option.ToString(), How(PlaceFinding.Text(write.Node), inside));
        }
    }

    private static PlaceFinding Of(SignalMaking making, bool isCertain, IEnumerable<SyntaxNode> around, string how) =>
        PlaceFinding.Of(Info, making.Node, isCertain, new[] { making.Node }.Concat(around), FixKinds.GoOnElsewhere, PlaceFinding.Text(making.Node), how);

    /// <summary><c>new TaskCompletionSource(TaskCreationOptions.None)</c>: what goes without saying is said, so that nobody takes it for an oversight.</summary>
    private static bool IsSaid(SignalMaking making) =>
        making.Node.ArgumentList?.Arguments.Any(static a => a.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: Knowledge.Tables.Signals.NoOptions } or IdentifierNameSyntax { Identifier.ValueText: Knowledge.Tables.Signals.NoOptions }) == true;

    private static int Rank(InsideReason reason) => reason switch { InsideReason.Lock => 0, InsideReason.HalfChanged => 1, InsideReason.Guard => 2, _ => 3 };

    private static string How(string call, Inside inside) => inside.Reason switch
    {
        InsideReason.Lock => $"'{call}' holds the lock '{inside.Name}'",
        InsideReason.Guard => $"'{call}' holds '{inside.Name}'",
        InsideReason.Loop => $"the loop in '{inside.Name}' waits for them at '{call}' before it serves the next",
        _ => $"at '{call}' they find '{inside.Name}' as it was before '{PlaceFinding.Text(inside.Place.FirstAncestorOrSelf<StatementSyntax>() ?? inside.Place)}'",
    };

    private static bool IsTest(SyntaxNode place, SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken) =>
        place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration && model.GetDeclaredSymbol(declaration, cancellationToken) is INamedTypeSymbol type && new TypeKnowledge(type, knowledge.Compilation, knowledge.Options, cancellationToken).IsTest;
}
