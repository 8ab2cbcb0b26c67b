using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Ambient;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.Ambient;

/// <summary>The number of the thread stands for an execution that goes on on other threads (<see cref="ThreadBoundStateAcrossAwait"/>).</summary>
internal static class ThreadIdKept
{
    /// <summary>What is wrong in a file.</summary>
    public static IEnumerable<PlaceFinding> Judge(SemanticModel model, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        foreach (var kept in KeptThreadId.In(model, cancellationToken))
        {
            if (kept.Compare.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration || model.GetDeclaredSymbol(declaration, cancellationToken) is not INamedTypeSymbol type)
                continue;
            var facts = new TypeKnowledge(type, knowledge.Compilation, knowledge.Options, cancellationToken);
            if (facts.IsTest || facts.ComesBack)
                continue;
            var (how, what, why) = kept.Wait is { } wait
                ? ("is read before and compared after", PlaceFinding.Text(wait), "the code may go on on another thread, which has another number")
                : ("is compared in", CallShape.NameOfMember(kept.Compare), $"'{CallShape.NameOfMember(kept.Store)}' is async, and what waits for it may go on on another thread, while other code runs on this one");
            yield return PlaceFinding.Of(ThreadBoundStateAcrossAwait.Declared, kept.Compare, kept.Wait is not null && Throws(kept.Compare), new[] { kept.Store, kept.Wait }, FixKinds.None, kept.Name, how, what, why);
        }
    }

    /// <summary>Who throws where the numbers differ takes it for certain that they do not.</summary>
    private static bool Throws(SyntaxNode compare) =>
        compare.FirstAncestorOrSelf<IfStatementSyntax>(i => i.Condition.Span.Contains(compare.Span))?.Statement is { } then && (then is BlockSyntax block ? block.Statements.LastOrDefault() : then) is ThrowStatementSyntax;
}
