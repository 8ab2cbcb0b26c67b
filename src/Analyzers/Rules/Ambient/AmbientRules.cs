using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Ambient;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Ambient;

/// <summary>The rules about values that flow with the execution; a file that has none costs nothing.</summary>
internal static class AmbientRules
{
    /// <summary>What is wrong with the values that the file declares.</summary>
    public static IEnumerable<PlaceFinding> In(SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        foreach (var life in AmbientGathering.In(model, cancellationToken))
        {
            foreach (var finding in AsyncLocalSetUnseen.Judge(life, model.SyntaxTree, cancellationToken).Concat(AsyncLocalChangedInPlace.Judge(life, cancellationToken)).Concat(StaticSetByHandler.Judge(life, model, knowledge, cancellationToken)))
                yield return finding;
        }

        foreach (var finding in StaticScopeAcrossAwait.Judge(model, knowledge, cancellationToken).Concat(ThreadIdKept.Judge(model, knowledge, cancellationToken)))
            yield return finding;
    }
}
