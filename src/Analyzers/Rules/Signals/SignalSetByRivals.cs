using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Completions;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.Signals;

/// <summary>A signal is completed by a call that throws where somebody else was first, and somebody else can be.</summary>
internal static class SignalSetByRivals
{
    /// <summary>The declaration.</summary>
    public static RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0502",
        name: "Signal set by rivals",
        since: "0.1.0",
        message: "'{0}' throws where '{1}' is already completed: {2}",
        description: "A signal is completed once. Where two executions complete it, the second gets an exception in a place that does not expect one: a timer, a read loop, whoever cancels the token.");

    /// <summary>What is wrong with a signal, as far as it shows in the file.</summary>
    public static IEnumerable<PlaceFinding> Judge(Signal? signal, SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        if (signal is null || !signal.Completions.Any(c => c.Throws))
            yield break;
        var contenders = signal.Completions.SelectMany(c => Runs.Of(c, signal.Symbol, cancellationToken).Select(r => new Contender(c, r, Claims.Of(r, signal.Symbol)))).ToList();
        TypeKnowledge? type = null;
        foreach (var function in contenders.Where(c => c.Completion.Throws && c.Completion.Node.SyntaxTree == model.SyntaxTree).GroupBy(c => c.Function))
        {
            var (verdict, place) = function.SelectMany(c => contenders.Select(rival => Rivalry.Between(c, rival, signal, contenders)).Append(Rivalry.WithItself(c, signal)).Append(Rivalry.InTurn(c, signal)).OfType<Rivalry>().Select(v => (Verdict: v, Place: c.Completion.Node)))
                .OrderByDescending(v => v.Verdict.Strength).ThenBy(v => v.Verdict.NeedsThreads).ThenBy(v => v.Place.SpanStart).FirstOrDefault();
            if (verdict is null)
                continue;
            type ??= TypeOf(place, model, knowledge, cancellationToken);
            if (type is { IsTest: true } || (type?.NotSharedByContract is not null && !signal.IsLocal && verdict.Strength != EvidenceStrength.Proven) || (verdict.Strength == EvidenceStrength.Possible && type?.NotSharedBecause is not null))
                continue;
            var (isCertain, because) = verdict.Strength > EvidenceStrength.Possible ? (true, "") : signal.IsLocal || verdict.NeedsThreads || type?.Shared is not { Strength: EvidenceStrength.Proven } shared ? (false, "") : (true, $" ({shared.Because})");
            var fixes = Knowledge.Tables.Signals.IsBare(model.GetSymbolInfo(place, cancellationToken).Symbol?.ContainingType) ? FixKinds.None : FixKinds.TryToComplete;
            yield return PlaceFinding.Of(Info, place, isCertain, new[] { place }.Concat(signal.Completions.Where(c => c.Node != place).OrderByDescending(c => c.Node == verdict.Rival).Select(c => c.Node)), fixes, PlaceFinding.Text(place), signal.Symbol.Name, verdict.Because + because);
        }
    }

    private static TypeKnowledge? TypeOf(SyntaxNode place, SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken) =>
        place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration && model.GetDeclaredSymbol(declaration, cancellationToken) is INamedTypeSymbol type ? new TypeKnowledge(type, knowledge.Compilation, knowledge.Options, cancellationToken) : null;
}
