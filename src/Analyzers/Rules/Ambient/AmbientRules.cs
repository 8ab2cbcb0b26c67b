using AsyncStateAnalyzers.Knowledge.Ambient;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Ambient;

/// <summary>The rules about values that flow with the execution; a file that has none costs nothing.</summary>
internal static class AmbientRules
{
    /// <summary>What is wrong with the values that the file declares.</summary>
    public static IEnumerable<PlaceFinding> In(SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (var life in AmbientGathering.In(model, cancellationToken))
        {
            foreach (var finding in AsyncLocalSetUnseen.Judge(life, model.SyntaxTree, cancellationToken).Concat(AsyncLocalChangedInPlace.Judge(life, cancellationToken)))
                yield return finding;
        }
    }
}
