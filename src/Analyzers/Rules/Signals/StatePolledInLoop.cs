using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Completions;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Signals;

/// <summary>A loop looks at state of its own type again and again, with pauses; the member that changes the state could wake it.</summary>
internal static class StatePolledInLoop
{
    /// <summary>The declaration.</summary>
    public static RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0504",
        name: "State polled in a loop",
        since: "0.1.0",
        message: "'{0}' is looked at again and again, with '{1}' between; '{2}' changes it and could wake who waits",
        description: "Who polls wakes up for nothing, and comes late. What changes the state is in the same type: it can complete a TaskCompletionSource that is waited for.",
        severity: DiagnosticSeverity.Info);

    /// <summary>The loops of a file; several that look at the same are reported once, at the first.</summary>
    public static IEnumerable<PlaceFinding> Judge(SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        foreach (var all in Polling.In(model, cancellationToken).GroupBy(p => p.State, SymbolEqualityComparer.Default))
        {
            var polling = all.First();
            if (new TypeKnowledge(polling.State.ContainingType, knowledge.Compilation, knowledge.Options, cancellationToken).IsTest)
                continue;
            var fixes = polling.State is IFieldSymbol { Type.SpecialType: SpecialType.System_Boolean, DeclaredAccessibility: Accessibility.Private } ? FixKinds.WaitForSignal : FixKinds.None;
            yield return PlaceFinding.Of(Info, polling.Delay, false, new SyntaxNode[] { polling.Look, polling.Change }.Concat(all.Skip(1).Select(p => p.Delay)), fixes, polling.State.Name, PlaceFinding.Text(polling.Delay), CallShape.NameOfMember(polling.Change));
        }
    }
}
